import type { JournalToken } from '../journal/entry.ts';
import type { Familiar, Header } from './familiar.ts';
import { LONGEST_FAMILIAR_CHARS } from './familiar.ts';

/** A token that was seen in a call and whose signature counts here. */
export type SeenToken = Pick<JournalToken, 'id' | 'kind'>;

/** What stands in the place of what is not kept. */
export const NOT_KEPT = '<not kept>';
const FOREIGN = '<token not of this mock>';
const PLACEHOLDER = /^<[^<>]*>$/;

/** Takes secrets out of the texts of one call: what one part says as a secret is one in all. */
export interface Redaction {
  /** A body, a path, a query or an ordinary header. */
  text(text: string): string;
  header(name: string, value: string): Header;
  /** Of a request or an answer, when all its headers have been looked at. */
  headers(headers: readonly Header[]): readonly Header[];
  /** When all parts have been read: whether one said a secret that an earlier one may have. */
  saidMore(): boolean;
  /** The same text without what any part of the call said as a secret. */
  again(text: string): string;
}

/**
 * A compact token: what begins as base64url of `{"` does, or three parts of which the last is as long as a signature.
 * Behind it may stand what only base64 has. The types of frames begin with `ams.`, and some of them are as long.
 */
const [PART, DOT] = ['[\\w-]', '(?:\\.|%2[Ee])'];
const TOKEN = new RegExp(
  `(?<!${PART})(eyJ${PART}*(?:${DOT}${PART}*)*|(?!ams\\.)${PART}+${DOT}${PART}+${DOT}${PART}{20,}(?:${DOT}${PART}*)*)` +
    '((?:[+/=]|%2[BbFf]|%3[Dd])[\\w+/=%-]*)?',
  'g',
);

/** What is left of a token that was broken in the midst: a part behind a dot that is as long as a signature. */
const SIGNATURE = /(?<=\.|%2[Ee])[\w-]{43,}/g;

const SECRET_NAME =
  /secret|passw|pwd|assertion|csrf|bearer|token|jwt|jws|session|signature|cookie|credential|auth|api_?-?key|on-behalf|verifier|temp_url_sig/i;
/** The code of a login (RFC 6749 section 4.1.2); other codes are short words and numbers. */
const [CODE_NAME, CODE, LONG_AS_CODE] = ['code', /^"?[\w-]{32,}"?$/, /[\w-]{32}/];
/** Their values are words of a protocol, or are no secret. */
const OPEN_NAME = /^(?:token_type|grant_type|sessionTTl|lp-mock-.*|access-control-.*|www-authenticate)$/i;

/** Members of JSON, pairs of a form, parts of a form in several parts, and anything else that looks like a pair. */
const JSON_MEMBER = /"((?:[^"\\]|\\.){1,100})"(\s*:\s*)("(?:[^"\\]|\\.)*"?|-?[\d.eE+]+)/g;
const FORM_PAIR = /([\w.%+[\]-]{1,100})(=)((?!<not kept>)[^&\s;,]+)/g;
const FORM_PART = /(?<=name="?)([^"\r\n;]{1,100})("?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([^\r\n]+)/gi;
/** JSON within a text of JSON, as a message may have it. */
const ESCAPED_MEMBER = /(?<=\\")([^"\\]{1,100})(\\{1,8}"\s*:\s*\\{1,8}")((?:[^"\\]|\\(?!\\{0,8}"))+)/g;
const LOOSE_PAIR = /([\w-]{1,100})(["']?\s*[:=]\s*)('[^']*'?|[^"'\s&,;{}[\]<]+)/g;
const PAIRS = [JSON_MEMBER, ESCAPED_MEMBER, FORM_PAIR, FORM_PART, LOOSE_PAIR];
/**
 * In what is no JSON: what is left of a member, with a quote or a sign somewhere behind its name. Only names of secrets
 * match, or the value of the pair before would take the name with it; and they match alone, because a value may be the
 * name of the next one. A token is told from others later.
 */
const BROKEN_PAIR = new RegExp(
  `(?:${SECRET_NAME.source})[\\w-]{0,100}(?=\\s{0,4}["':=][\\s"':=]{0,8}((?!eyJ)[^&"'\\s<]{6,}))`,
  'gi',
);

/** A secret shorter than this would be found in ordinary words. */
const SHORTEST_SECRET = 6;

/** What is known before the call is looked at. */
export interface Known {
  /** By their text, the tokens of the call whose signature counts. */
  readonly tokens: ReadonlyMap<string, SeenToken>;
  /** They are replaced wherever they stand. */
  readonly secrets: readonly string[];
  /** A token that the mock gave out, by its text; asked for those that are not in `tokens`. */
  readonly issued: (token: string) => SeenToken | undefined;
  /** What was found out for other calls of an account with the same secrets. */
  readonly familiar: Familiar;
}

export function createRedaction(known: Known): Redaction {
  return new CallRedaction(known);
}

/** A class, because there is one for each call that is kept: closures would be made anew each time. */
class CallRedaction implements Redaction {
  readonly #known: Known;
  /** What this call said as a secret. */
  #said: string[] | undefined;
  #plain: Header[] | undefined;
  #lists: (readonly Header[])[] | undefined;

  constructor(known: Known) {
    this.#known = known;
  }

  text(text: string): string {
    return text.length > LONGEST_FAMILIAR_CHARS ? this.#redact(text) : this.#ordinary(':body', text)[1];
  }

  header(name: string, value: string): Header {
    const isSecret = this.#known.familiar.isSecretName(name, isSecretHeader);
    return isSecret ? this.#secretHeader(name, value) : this.#ordinary(name, value);
  }

  headers(headers: readonly Header[]): readonly Header[] {
    const shared = this.#known.familiar.shared(headers);
    if (shared === headers) (this.#lists ??= []).push(headers);
    return shared;
  }

  saidMore(): boolean {
    if (this.#said !== undefined) return true;
    this.#known.familiar.add(this.#plain ?? NO_HEADERS, this.#lists ?? NO_HEADERS);
    return false;
  }

  again(text: string): string {
    return withoutSecrets(withoutSecrets(text, this.#known.secrets), this.#said ?? NONE);
  }

  #ordinary(name: string, value: string): Header {
    const before = this.#known.familiar.plain(name, value);
    if (before !== undefined) return before;
    const header: Header = [name, this.#redact(value)];
    if (header[1] === value) (this.#plain ??= []).push(header);
    return header;
  }

  #secretHeader(name: string, value: string): Header {
    const own = this.#ownToken(name, value);
    if (own !== undefined) return own;
    const [, scheme = '', rest = ''] = /^(\w+ +)?(.*)$/s.exec(this.#withoutTokens(value).trim()) ?? [];
    if (rest === '' || PLACEHOLDER.test(rest)) return [name, `${scheme}${rest}`];
    this.#hide(rest);
    return [name, `${/^(?:basic|bearer|jwt|digest) /i.test(scheme) ? scheme : ''}${NOT_KEPT}`];
  }

  /** Behind a scheme, or alone. */
  #ownToken(name: string, value: string): Header | undefined {
    const start = value.lastIndexOf(' ') + 1;
    const { id, kind = 'token' } = this.#known.tokens.get(value.slice(start)) ?? {};
    if (id === undefined) return undefined;
    const scheme = value.slice(0, start);
    if (!/^(?:\w+ +)?$/.test(scheme)) return undefined;
    return this.#known.familiar.ownToken(name, value, () => `${scheme}<${kind} ${id}>`);
  }

  #redact(text: string): string {
    if (!isSuspicious(text)) return this.again(text);
    return this.again(mayNameSecret(text) ? this.#withoutPairs(text) : this.#withoutSignatures(text));
  }

  #withoutPairs(text: string): string {
    // First: what is taken for a token may have the name of a secret at its end.
    const whole = isJson(text) ? text : this.#withoutBroken(text);
    const hidePair: HidePair = (...pair) => this.#hidePair(...pair);
    return PAIRS.reduce((sofar, each) => sofar.replace(each, hidePair), this.#withoutSignatures(whole));
  }

  #withoutBroken(text: string): string {
    for (const [name, value = ''] of text.matchAll(BROKEN_PAIR)) if (isSecretName(name)) this.#hide(value);
    return this.again(text);
  }

  #withoutSignatures(text: string): string {
    return this.#withoutTokens(text).replace(SIGNATURE, NOT_KEPT);
  }

  #withoutTokens(text: string): string {
    return text.replace(TOKEN, (_, token: string, rest = '') => {
      const seen = this.#known.tokens.get(token) ?? this.#known.issued(token);
      return seen?.id === undefined ? FOREIGN : `<${seen.kind ?? 'token'} ${seen.id}>${String(rest)}`;
    });
  }

  #hidePair(...[whole, name, between, value]: Parameters<HidePair>): string {
    if (!isSecretName(name) && !(name === CODE_NAME && CODE.test(value))) return whole;
    const hidden = this.#hide(value);
    return whole.startsWith('"') ? `"${name}"${between}${hidden}` : `${name}${between}${hidden.replace(/^"|"$/g, '')}`;
  }

  #hide(value: string): string {
    const bare = value.replace(/^["']|["']$/g, '');
    if (/^(?:|null|true|false)$/.test(bare) || PLACEHOLDER.test(bare)) return value;
    for (const form of [bare, decoded(bare)]) this.#remember(form);
    return value.startsWith('"') || /^-?[\d.]/.test(value) ? `"${NOT_KEPT}"` : NOT_KEPT;
  }

  #remember(secret: string): void {
    const isKnown = this.#known.secrets.includes(secret) || this.#said?.includes(secret) === true;
    if (secret.length >= SHORTEST_SECRET && !isKnown) (this.#said ??= []).push(secret);
  }
}

type HidePair = (whole: string, name: string, between: string, value: string) => string;

const NONE: readonly string[] = Object.freeze([]);
const NO_HEADERS: readonly never[] = Object.freeze([]);

function withoutSecrets(text: string, secrets: readonly string[]): string {
  let rest = text;
  for (const secret of secrets)
    if (secret.length >= SHORTEST_SECRET && rest.includes(secret)) rest = rest.replaceAll(secret, NOT_KEPT);
  return rest;
}

function isSecretHeader(name: string): boolean {
  return SECRET_NAME.test(name) && !OPEN_NAME.test(name);
}

/** In one look, because most texts name nothing of the kind and have no token: an escape may hide one. */
const SUSPICIOUS = new RegExp(`${SECRET_NAME.source}|%[0-9a-f]{2}|\\\\u|eyJ|\\.[\\w-]{20}`, 'i');

function isSuspicious(text: string): boolean {
  return SUSPICIOUS.test(text) || mayHaveCode(text);
}

function mayNameSecret(text: string): boolean {
  return SECRET_NAME.test(text) || /%[0-9a-f]{2}|\\u/i.test(text) || mayHaveCode(text);
}

function mayHaveCode(text: string): boolean {
  return text.includes(CODE_NAME) && LONG_AS_CODE.test(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isSecretName(written: string): boolean {
  const name = decoded(
    written.replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
  );
  return isSecretHeader(name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
