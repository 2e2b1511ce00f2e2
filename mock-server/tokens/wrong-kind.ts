import { decodeJws } from './jws.ts';
import type { TokenKind } from './kind.ts';
import { isSentinel, kindOf } from './kind.ts';

/**
 * What a token is by its claims, when that is another kind than the one that was asked for: a token that is sound and
 * was sent to the wrong place. Its signature, which is of other keys, says nothing of that. Undefined when it may well
 * be of the kind.
 */
export function otherKind(token: string, wanted: TokenKind): TokenKind | undefined {
  const decoded = decodeJws(token);
  if ('failure' in decoded) return undefined;
  const kind = kindOf(decoded.claims);
  // A customer's own id token may have an `azp` and no `sub`.
  if (wanted === 'id token' && kind === 'AppJWT' && !isSentinel(decoded.claims['iss'])) return undefined;
  return kind === wanted ? undefined : kind;
}
