import type { Claims } from './jws.ts';
import { IDP_ISSUER } from './kind.ts';
import type { Signer } from './signer.ts';
import type { SigningKey } from './signing-keys.ts';

export interface LpJwtGrant {
  readonly accountId: string;
  readonly sub: string;
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
  /** A UUID that tells one token of `/signup` from the next (decision D63); no other LP_JWT has one. */
  readonly jti?: string | undefined;
  /** The `lp.ext` claim of consumers who logged in at the customer's own IDP; absent for anonymous ones. */
  readonly ext?: Claims | undefined;
}

/**
 * The claims of an LP_JWT: `sub aud iss exp iat`, then `jti` for `/signup` and `lp.ext` for customer connectors
 * (decisions D16, D41, D63).
 */
export function lpJwtClaims(grant: LpJwtGrant): Claims {
  return {
    sub: grant.sub,
    aud: `acc:${grant.accountId}`,
    iss: IDP_ISSUER,
    exp: grant.expiresAtSeconds,
    iat: grant.issuedAtSeconds,
    ...(grant.jti === undefined ? {} : { jti: grant.jti }),
    ...(grant.ext === undefined ? {} : { 'lp.ext': grant.ext }),
  };
}

export function issueLpJwt(signer: Signer, key: SigningKey, grant: LpJwtGrant): Promise<string> {
  return signer.sign(key, lpJwtClaims(grant));
}
