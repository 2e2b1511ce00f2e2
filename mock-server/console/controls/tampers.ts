import type { MintOptionsByKind } from '../../control/mint/schema.ts';

/** A kind of token as the mint names it. */
export type MintKind = keyof MintOptionsByKind;
type Tamper<Kind extends MintKind> = NonNullable<MintOptionsByKind[Kind]['tamper']>;
export type AnyTamper = { readonly [Kind in MintKind]: Tamper<Kind> }[MintKind];

/** What the kinds are called. */
export const MINT_KINDS: Readonly<Record<MintKind, string>> = {
  appJwt: 'AppJWT',
  consumerJws: 'ConsumerJWS',
  extJwt: 'LP_EXT_JWT',
  lpJwt: 'LP_JWT',
  idToken: 'id token of a customer',
};

const SIGNATURE = [
  'malformed',
  'encrypted',
  'alg-none',
  'hs256-public-key',
  'unknown-kid',
  'foreign-key',
  'signature',
] as const;
const REST = ['audience', 'missing-claim', 'wrong-type'] as const;

/** What can be wrong with each kind. */
export const TAMPERS_OF: { readonly [Kind in MintKind]: readonly Tamper<Kind>[] } = {
  appJwt: [...SIGNATURE, 'issuer', 'audience', 'scope', 'missing-claim', 'wrong-type'],
  consumerJws: [...SIGNATURE, ...REST],
  extJwt: [...SIGNATURE, ...REST, 'revoked', 'refresh-window'],
  lpJwt: [...SIGNATURE, ...REST],
  idToken: ['malformed', 'encrypted', 'alg-none', 'hs256-public-key', 'foreign-key', 'signature', ...REST],
};

export const TAMPER_WORDS: Readonly<Record<AnyTamper, string>> = {
  malformed: 'two parts instead of three',
  encrypted: 'five parts, as an encrypted one has',
  'alg-none': 'alg none, no signature',
  'hs256-public-key': 'HS256 with the public key as the secret',
  'unknown-kid': 'a kid that nobody knows',
  'foreign-key': 'the right kid, another key',
  signature: 'the signature changed afterwards',
  issuer: 'another issuer',
  audience: 'of another account',
  scope: 'without the scope',
  'missing-claim': 'a mandatory claim missing',
  'wrong-type': 'a token of another kind',
  revoked: 'revoked',
  'refresh-window': 'past its refresh window',
};
