/** A header as it is kept. */
export type Header = readonly [name: string, value: string];

/**
 * Headers and short bodies of one account that were looked at before and hide nothing, its secrets included. Those of
 * most calls are alike: a look takes its time, and so does a copy for each exchange.
 */
export interface Familiar {
  /** The same answer as `look`, which is asked of a name that is not familiar. */
  isSecretName(name: string, look: (name: string) => boolean): boolean;
  /** The header as it was kept before. */
  plain(name: string, value: string): Header | undefined;
  /** To be called when nothing in the call was found to be a secret. */
  add(plain: readonly Header[], lists: readonly (readonly Header[])[]): void;
  /** The same of a header whose value is a token that counts here, and is shown by its id. */
  ownToken(name: string, value: string, show: () => string): Header;
  /** The headers of a call before, where they are the same: what is kept of many calls is kept once. */
  shared(headers: readonly Header[]): readonly Header[];
}

/** What is familiar of each account. */
export interface Familiars {
  /** Begins anew when the account has other secrets than before. */
  of(accountId: string | undefined, secrets: readonly string[]): Familiar;
  /** What was kept is gone, and so is this. */
  clear(): void;
}

/** Begun anew when it is full: what is sent all the time is soon there again. */
const MOST = 300;
const MOST_ACCOUNTS = 20;
const MOST_TOKENS = 20;
const LONGEST_TOKEN_CHARS = 2048;
/** Of requests and of answers, and of several clients in turn. */
const MOST_LISTS = 8;
/** What is longer is hardly ever said twice. */
export const LONGEST_FAMILIAR_CHARS = 120;

export function createFamiliars(): Familiars {
  const accounts = new Map<string | undefined, { readonly secrets: readonly string[]; readonly familiar: Familiar }>();
  const isSecretName = createNameMemory();
  return {
    of: (accountId, secrets) => {
      const known = accounts.get(accountId);
      if (known !== undefined && areSame(known.secrets, secrets)) return known.familiar;
      if (accounts.size >= MOST_ACCOUNTS) accounts.clear();
      const familiar = createFamiliar(isSecretName);
      accounts.set(accountId, { secrets, familiar });
      return familiar;
    },
    clear: () => {
      accounts.clear();
    },
  };
}

function createFamiliar(isSecretName: Familiar['isSecretName']): Familiar {
  const byValue = new Map<string, Header>();
  const tokens = new Map<string, Header>();
  const lists: (readonly Header[])[] = [];
  let nextList = 0;
  return {
    isSecretName,
    plain: (name, value) => {
      const header = byValue.get(value);
      return header?.[0] === name ? header : undefined;
    },
    add: (plain, newLists) => {
      for (const header of plain) {
        if (byValue.size >= MOST) byValue.clear();
        if (header[0].length + header[1].length <= LONGEST_FAMILIAR_CHARS) byValue.set(header[1], header);
      }
      for (const list of newLists) {
        lists[nextList] = list;
        nextList = (nextList + 1) % MOST_LISTS;
      }
    },
    ownToken: (name, value, show) => {
      const known = tokens.get(value);
      if (known?.[0] === name) return known;
      const header: Header = [name, show()];
      if (tokens.size >= MOST_TOKENS) tokens.clear();
      if (value.length <= LONGEST_TOKEN_CHARS) tokens.set(value, header);
      return header;
    },
    shared: (headers) => lists.find((list) => areSame(list, headers)) ?? headers,
  };
}

function createNameMemory(): Familiar['isSecretName'] {
  const secretNames = new Map<string, boolean>();
  return (name, look) => {
    const known = secretNames.get(name);
    if (known !== undefined) return known;
    const isSecret = look(name);
    if (secretNames.size >= MOST) secretNames.clear();
    if (name.length <= LONGEST_FAMILIAR_CHARS) secretNames.set(name, isSecret);
    return isSecret;
  };
}

function areSame<Item>(some: readonly Item[], others: readonly Item[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}
