import type { TokenKind } from '../tokens/kind.ts';
import { isBasic } from '../http/credentials.ts';
import { UNSET_IDS } from './deviations.ts';

/** A header that has to hold a token. */
export interface TokenHeader {
  /** As the pages write it. */
  readonly name: string;
  readonly kind: TokenKind;
  readonly value: string | undefined;
}

/** Why there is no token in a header, in words. */
export function whyMissing({ name, kind, value }: TokenHeader): string {
  if (value === undefined) return `the ${name} header is missing; send the ${kind}`;
  const word = value.trim();
  return word === ''
    ? `the ${name} header is empty; send the ${kind}`
    : `the ${name} header says "${word}" and nothing after it; send the ${kind}`;
}

/**
 * Why what stands in a header is no token, where that can be said better than by its parts: the header was sent twice,
 * an unset variable, another scheme. Undefined where it cannot. Nothing of the value is repeated but what holds no
 * secret.
 */
export function whyMalformed({ name, kind, value = '' }: TokenHeader, token: string): string | undefined {
  if (isBasic(value)) return `the ${name} header has HTTP Basic credentials; send the ${kind}`;
  if (UNSET_IDS.includes(token)) {
    return `the ${kind} is "${token}", most likely a variable that was never set; look where your client takes it from`;
  }
  if (token.startsWith('[object ')) return `the ${kind} is "[object ...]": an object was made a text; send its token`;
  if (token.includes(',')) return `the ${name} header was sent more than once, or holds two values; send one ${kind}`;
  if (/^["'`]/.test(token)) return `the ${kind} stands in quotes; send it without`;
  if (/\s/.test(token)) return `the ${kind} has a space in it; only Bearer or jwt may stand before it`;
  return undefined;
}
