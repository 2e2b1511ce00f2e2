/** A header as it is kept. */
export type Header = readonly [name: string, value: string];

/**
 * Header names and values that were looked at before. Those of most calls are alike: a look takes its time, and so does
 * a copy for each exchange.
 */
export interface Familiar {
  /** The same answer as `look`, which is asked of a name that is not familiar. */
  isSecretName(name: string, look: (name: string) => boolean): boolean;
  /** The header as it was kept before, whose value hides nothing. */
  plain(name: string, value: string): Header | undefined;
  addPlain(headers: readonly Header[]): void;
  /** What was kept is gone, and so is this. */
  clear(): void;
}

/** Begun anew when it is full: what is sent all the time is soon there again. */
const MOST = 300;
const LONGEST_CHARS = 120;

export function createFamiliar(): Familiar {
  const byValue = new Map<string, Header>();
  const secretNames = new Map<string, boolean>();
  return {
    isSecretName: (name, look) => {
      const known = secretNames.get(name);
      if (known !== undefined) return known;
      const isSecret = look(name);
      if (secretNames.size >= MOST) secretNames.clear();
      if (name.length <= LONGEST_CHARS) secretNames.set(name, isSecret);
      return isSecret;
    },
    plain: (name, value) => {
      const header = byValue.get(value);
      return header?.[0] === name ? header : undefined;
    },
    addPlain: (headers) => {
      for (const header of headers) {
        if (byValue.size >= MOST) byValue.clear();
        if (header[0].length + header[1].length <= LONGEST_CHARS) byValue.set(header[1], header);
      }
    },
    clear: () => {
      byValue.clear();
      secretNames.clear();
    },
  };
}
