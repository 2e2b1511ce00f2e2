import type { Accounts } from '../domain/accounts.ts';
import { decodeJws } from '../tokens/jws.ts';
import { aKind, kindOf } from '../tokens/kind.ts';
import { requireAccount } from './state/require-account.ts';

/**
 * Revokes an LP_EXT_JWT, the only kind of token that the IDP can take back.
 *
 * @throws TypeError when it is no JWT, a token of another kind, or of an account that the mock lacks; nothing is
 *   changed then.
 */
export function revokeToken(accounts: Accounts, token: string): void {
  // Whoever has no types may give anything, a promise of a token for instance.
  if (typeof (token as unknown) !== 'string') throw new TypeError(`revoke: not a token but ${describe(token)}`);
  const decoded = decodeJws(token);
  if ('failure' in decoded) throw new TypeError(`not a token: the text ${decoded.sentence}`);
  const kind = kindOf(decoded.claims);
  if (kind !== 'LP_EXT_JWT')
    throw new TypeError(`revoke: this is ${aKind(kind)}; only an LP_EXT_JWT of anonymous/authorize can be revoked`);
  const { aud } = decoded.claims;
  if (typeof aud !== 'string' || !aud.startsWith('acc:'))
    throw new TypeError('revoke: aud of the LP_EXT_JWT does not name an account as acc:<id>');
  requireAccount(accounts, aud.slice('acc:'.length)).revokedTokens.add(token);
}

function describe(given: unknown): string {
  if (given instanceof Promise) return 'a promise; await it first';
  return given === null ? 'null' : typeof given;
}
