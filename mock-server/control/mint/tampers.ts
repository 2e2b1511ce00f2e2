/** What can be wrong with any token; each has its documented refusal. */
export const SIGNATURE_TAMPERS = [
  /** No compact JWS: two parts instead of three. */
  'malformed',
  /** Five parts, as an encrypted token has. */
  'encrypted',
  /** `alg: none` and no signature. */
  'alg-none',
  /** HS256, with the public key's PEM text as the shared secret. */
  'hs256-public-key',
  /** Rightly signed, under a `kid` that nobody knows. */
  'unknown-kid',
  /** The right `kid`, and the signature of another key. */
  'foreign-key',
  /** The right key, and a signature that was changed afterwards. */
  'signature',
] as const;

export const APP_JWT_TAMPERS = [
  ...SIGNATURE_TAMPERS,
  'issuer',
  'audience',
  'scope',
  'missing-claim',
  'wrong-type',
] as const;
export const CONSUMER_JWS_TAMPERS = [...SIGNATURE_TAMPERS, 'audience', 'missing-claim', 'wrong-type'] as const;
export const EXT_JWT_TAMPERS = [
  ...SIGNATURE_TAMPERS,
  'audience',
  'missing-claim',
  'wrong-type',
  'revoked',
  'refresh-window',
] as const;
export const LP_JWT_TAMPERS = [...SIGNATURE_TAMPERS, 'audience', 'missing-claim', 'wrong-type'] as const;
/** Without `unknown-kid`: the key of a connector stands alone and is tried whatever the `kid`. */
export const ID_TOKEN_TAMPERS = [
  'malformed',
  'encrypted',
  'alg-none',
  'hs256-public-key',
  'foreign-key',
  'signature',
  'audience',
  'missing-claim',
  'wrong-type',
] as const;

export type SignatureTamper = (typeof SIGNATURE_TAMPERS)[number];
/**
 * What is wrong with an AppJWT. `issuer`, `missing-claim` (no `scope`) and `wrong-type` (a ConsumerJWS) are 40001 at
 * the Send API, all others 40102; all are 9011 at the IDP.
 */
export type AppJwtTamper = (typeof APP_JWT_TAMPERS)[number];
/**
 * What is wrong with a ConsumerJWS. All are 40103. `wrong-type` is an AppJWT, `missing-claim` lacks `lp_consumer_id`.
 */
export type ConsumerJwsTamper = (typeof CONSUMER_JWS_TAMPERS)[number];
/**
 * What is wrong with an LP_EXT_JWT: `malformed` 1008, `encrypted` 1008 (1004 at authenticate), `audience` 2004,
 * `revoked` 1049, `refresh-window` 2001 (1012 at authenticate); all others 2002. `wrong-type` is an LP_JWT,
 * `missing-claim` lacks `sub`.
 */
export type ExtJwtTamper = (typeof EXT_JWT_TAMPERS)[number];
/** What is wrong with an LP_JWT. `wrong-type` is an LP_EXT_JWT, `missing-claim` lacks `sub`. */
export type LpJwtTamper = (typeof LP_JWT_TAMPERS)[number];
/**
 * What is wrong with a customer's id token: `malformed` 1008, `encrypted` 1004, `missing-claim` (no `iss`) 1011; all
 * others 9007. `wrong-type` is an LP_JWT.
 */
export type IdTokenTamper = (typeof ID_TOKEN_TAMPERS)[number];
