import { sha256Hex } from '../hex.ts';

const ID_DIGITS = 16;

/**
 * A short name for a token that gives nothing of it away: the first 16 hexadecimal digits of SHA-256 over its header
 * and payload as they were sent (the signing input of RFC 7515 section 5.1). A token and the same one with another
 * signature share the name.
 */
export function tokenId(token: string): string {
  const end = token.lastIndexOf('.');
  return sha256Hex(end === -1 ? token : token.slice(0, end)).slice(0, ID_DIGITS);
}

/** Whether a text is a token's id and not the token itself. */
export function isTokenId(text: string): boolean {
  return text.length === ID_DIGITS && /^[\da-f]+$/.test(text);
}
