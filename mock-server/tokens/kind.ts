import type { Claims } from './jws.ts';

/** The kinds of token of this surface, and a customer's own. Sentinel's says which agent has logged in. */
export type TokenKind = 'AppJWT' | 'ConsumerJWS' | 'LP_EXT_JWT' | 'LP_JWT' | 'id token' | 'Sentinel id token';

/** The private claim that marks an LP_EXT_JWT and carries when it was first issued (decision D15). */
export const UNAUTH_CLAIM = 'lp.unauth';

/** The issuer of everything that the IDP signs. */
export const IDP_ISSUER = 'https://idp.liveperson.net';

/** Documents say `sentinel`, every real token says `Sentinel`: both count. */
export function isSentinel(issuer: unknown): boolean {
  return issuer === 'Sentinel' || issuer === 'sentinel';
}

/** A kind in a sentence, with its article. */
export function aKind(kind: TokenKind | undefined): string {
  if (kind === undefined) return 'a token of no known kind';
  return /^[CS]/.test(kind) ? `a ${kind}` : `an ${kind}`;
}

/** What a token most likely is, by its claims alone. Undefined when it looks like none of them. */
export function kindOf(claims: Claims): TokenKind | undefined {
  if ('lp_consumer_id' in claims || 'ext_consumer_id' in claims) return 'ConsumerJWS';
  if (UNAUTH_CLAIM in claims) return 'LP_EXT_JWT';
  // A customer's own id token may have the claim as well (OpenID Connect Core section 2): there it stands with a `sub`.
  if ('azp' in claims && (isSentinel(claims['iss']) || !('sub' in claims))) return 'AppJWT';
  if (claims['iss'] === IDP_ISSUER) return 'LP_JWT';
  if (isOfCodeFlow(claims)) return 'Sentinel id token';
  return 'sub' in claims && 'iss' in claims ? 'id token' : undefined;
}

/** Sentinel's id token names the app in `aud`, and alone says whether LivePerson's own staff has logged in. */
function isOfCodeFlow(claims: Claims): boolean {
  return isSentinel(claims['iss']) && 'sub' in claims && 'is_lpa' in claims;
}
