import { decodeBase64url } from './signing-keys.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** A compact JWS taken apart, its signature not checked. */
export interface DecodedJws {
  readonly header: Claims;
  readonly claims: Claims;
}

/** Why a text is no compact JWS with JSON in it. */
export interface UndecodableJws {
  readonly failure: 'malformed' | 'encrypted';
  readonly sentence: string;
}

/** The longest token that is looked at, in characters. LivePerson's own are far below 4,000. */
const MAX_TOKEN_CHARS = 262_144;

/** Takes a token apart (RFC 7515 section 7.1). Nothing here trusts it. */
export function decodeJws(token: string): DecodedJws | UndecodableJws {
  if (token.length > MAX_TOKEN_CHARS) return malformed(`is ${String(token.length)} characters long`);
  const parts = token.split('.');
  // Two tokens in one repeated header have five parts as well, but a comma between them.
  if (parts.length === 5 && /^[\w.-]+$/.test(token))
    return { failure: 'encrypted', sentence: 'is encrypted (a JWE, five parts); the mock does not decrypt' };
  if (parts.length !== 3)
    return malformed(`has ${String(parts.length)} part${parts.length === 1 ? '' : 's'} between dots instead of three`);
  const [first, second, signature] = parts as [string, string, string];
  const [header, claims] = [decodeObject(first), decodeObject(second)];
  if (header === undefined) return malformed('has a header that is not base64url of a JSON object');
  if (claims === undefined) return malformed('has a payload that is not base64url of a JSON object');
  if (!isCanonical(signature)) return malformed('has a signature that is not base64url');
  const unsafe = unsafeTime(claims);
  if (unsafe !== undefined)
    return malformed(
      `has ${unsafe.startsWith('n') ? 'a' : 'an'} ${unsafe} outside the safe integers, which is no time at all`,
    );
  return { header, claims };
}

/** The claims that are times (RFC 7519 section 4.1), in seconds. */
export const TIME_CLAIMS = ['exp', 'iat', 'nbf'] as const;

/** The first time claim that is a number and yet none that counts exactly: `1e400` reads as infinity (decision D78). */
export function unsafeTime(claims: Claims): (typeof TIME_CLAIMS)[number] | undefined {
  return TIME_CLAIMS.find(
    (name) => typeof claims[name] === 'number' && Math.abs(claims[name]) > Number.MAX_SAFE_INTEGER,
  );
}

function malformed(sentence: string): UndecodableJws {
  return { failure: 'malformed', sentence };
}

function decodeObject(part: string): Claims | undefined {
  if (!isCanonical(part)) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decodeBase64url(part)));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** Four characters at a time; an end of two or three has spare bits, which are zero in some letters alone. */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/**
 * Whether this is base64url in its one canonical form. Lax decoders ignore the spare bits of the last character, and a
 * test that flips that character would then find its "broken" token accepted.
 */
function isCanonical(text: string): boolean {
  return CANONICAL.test(text);
}
