/** The public half of an RSA signing key, as a JWKS lists it (RFC 7517). */
export interface PublicJwk {
  readonly kty: 'RSA';
  readonly use: 'sig';
  readonly alg: 'RS256';
  readonly kid: string;
  readonly n: string;
  readonly e: string;
}

/** An RSA private key as a JWK (RFC 7518 section 6.3), with the `kid` that its tokens carry. */
export interface PrivateJwk {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly use?: 'sig';
  readonly alg?: 'RS256';
  readonly n: string;
  readonly e: string;
  readonly d: string;
  readonly p: string;
  readonly q: string;
  readonly dp: string;
  readonly dq: string;
  readonly qi: string;
}

/** The half of a key that may be shown. */
export function publicHalf(key: PrivateJwk): PublicJwk {
  return { kty: 'RSA', use: 'sig', alg: 'RS256', kid: key.kid, n: key.n, e: key.e };
}
