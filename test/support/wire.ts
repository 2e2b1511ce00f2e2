/** A request as every adapter can send it. */
export interface WireRequest {
  readonly method: string;
  /** The whole URL, for instance `http://localhost:4407/sentinel/well-known/jwks`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether each character of a body, there and back, is one byte, for what is no UTF-8. */
  readonly isLatin1?: boolean;
}

/** The bytes of a request's body. */
export function bytesOf({ body, isLatin1 = false }: WireRequest): Uint8Array<ArrayBuffer> | undefined {
  if (body === undefined) return undefined;
  return isLatin1 ? bytesOfLetters(body) : new TextEncoder().encode(body);
}

// By hand, because a page of the browser sends with this too, and it has no Buffer; in a loop, because files are large.
function bytesOfLetters(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** An answer as every adapter hears it: hop-by-hop headers, the date and the length are left out. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const NOT_COMPARED = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length']);

/**
 * The headers that must be the same behind every adapter; one that is there twice, as `Set-Cookie` may be, is joined.
 */
export function comparableHeaders(
  headers: Iterable<readonly [string, string | readonly string[]]>,
): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const earlier = joined.get(key);
    joined.set(key, [...(earlier === undefined ? [] : [earlier]), ...[value].flat()].join(', '));
  }
  return Object.fromEntries([...joined].filter(([name]) => !NOT_COMPARED.has(name)).sort());
}

/** The bytes of an answer's body as the text that it is heard as. */
export function textOf(bytes: Uint8Array | ArrayBuffer, { isLatin1 = false }: Pick<WireRequest, 'isLatin1'>): string {
  if (isLatin1) return lettersOf(new Uint8Array(bytes));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** How many letters are made with one call, whose arguments they are. */
const LETTERS_AT_ONCE = 8192;

function lettersOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += LETTERS_AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + LETTERS_AT_ONCE));
  return text;
}
