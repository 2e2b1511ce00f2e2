import {
  CUSTOMER_KEY,
  encryptJwe,
  IDP_KEY,
  SENTINEL_V1_KEY,
  SENTINEL_V2_KEY,
  signJws,
  signWithCrit,
  signWithPublicKeyAsSecret,
  signWithTime,
  FOREIGN_KEY,
  unsignedJws,
  withClaims,
  withSpareBitsSet,
} from './signed-by-hand.ts';
import type { Members } from './signed-by-hand.ts';
import type { ReasonSlug } from '../../mock-server/index.ts';
import { ACCOUNT, CLIENT_ID, NOON_SECONDS, OTHER_ACCOUNT } from './through-every-adapter.ts';

/**
 * A token that must be refused, and the reason beside the refusal. Tokens are good at noon but for what the title says.
 */
export interface BadToken {
  readonly title: string;
  readonly slug: ReasonSlug;
  readonly make: () => string | Promise<string>;
}

/** An AppJWT's claims at noon. */
export const APP_JWT_CLAIMS: Members = {
  aud: ACCOUNT,
  azp: CLIENT_ID,
  scope: 'msg.consumer',
  iss: 'Sentinel',
  exp: NOON_SECONDS + 3600,
  iat: NOON_SECONDS,
};

export const CONSUMER_JWS_CLAIMS: Members = {
  account_id: ACCOUNT,
  ext_consumer_id: 'John_Doe_facebook12345',
  lp_consumer_id: '64345f499e615c6b9ec15f46cf1997ae4711882b29d326258c57888755c5ec91',
};

/** A customer's id token's claims at noon. */
export const ID_TOKEN_CLAIMS: Members = {
  sub: '+972-3-5555-555',
  iss: 'https://idp.example.test',
  aud: `acc:${ACCOUNT}`,
  exp: NOON_SECONDS + 3600,
  iat: NOON_SECONDS,
};

export const LP_JWT_CLAIMS: Members = {
  sub: '592631a0-5fae-46a3-8964-1c4c3e720a4a',
  aud: `acc:${ACCOUNT}`,
  iss: 'https://idp.liveperson.net',
  exp: NOON_SECONDS + 600,
  iat: NOON_SECONDS,
};

/** The claims of an anonymous token, issued for the first time at noon. */
export const EXT_JWT_CLAIMS: Members = { ...LP_JWT_CLAIMS, 'lp.unauth': { first_iat: NOON_SECONDS } };

export const signAppJwt = (claims: Members = {}): Promise<string> =>
  signJws(SENTINEL_V1_KEY, { ...APP_JWT_CLAIMS, ...claims });
export const signConsumerJws = (claims: Members = {}): Promise<string> =>
  signJws(SENTINEL_V1_KEY, { ...CONSUMER_JWS_CLAIMS, ...claims });
export const signExtJwt = (claims: Members = {}): Promise<string> => signJws(IDP_KEY, { ...EXT_JWT_CLAIMS, ...claims });
export const signLpJwt = (claims: Members = {}): Promise<string> => signJws(IDP_KEY, { ...LP_JWT_CLAIMS, ...claims });
/** Customers' own headers say `alg` and `typ` and often no `kid`. */
export const signIdToken = (claims: Members = {}): Promise<string> =>
  signJws(CUSTOMER_KEY, { ...ID_TOKEN_CLAIMS, ...claims }, { kid: undefined });

type Prefix = 'app-jwt' | 'consumer-jws' | 'ext-jwt' | 'id-token';

/** Texts that are no compact JWS. */
export function notTokens(prefix: Prefix, sign: () => Promise<string>): BadToken[] {
  const bad = (title: string, change: (token: string) => string): BadToken => ({
    title,
    slug: `${prefix}-malformed`,
    make: async () => change(await sign()),
  });
  return [
    bad('the word null', () => 'null'),
    bad('one part', () => 'abcdef'),
    bad('two parts', (token) => token.split('.').slice(0, 2).join('.')),
    bad('four parts', (token) => `${token}.AA`),
    bad('three parts that hold no JSON', () => 'YQ.YQ.YQ'),
    bad('a payload that is a JSON array', (token) =>
      token.replace(/\.[^.]+\./, `.${Buffer.from('[]').toString('base64url')}.`),
    ),
    bad('a mistyped first letter', (token) => `a${token.slice(1)}`),
    bad('the last character lost', (token) => token.slice(0, -1)),
    bad('the last character off by its spare bits', withSpareBitsSet),
  ];
}

/** Tokens that ask for an extension: whoever does not understand it has to refuse them. */
export function withExtensions(prefix: Prefix, key: typeof SENTINEL_V1_KEY, claims: Members): BadToken[] {
  const bad = (title: string, crit: unknown, header: Members = {}): BadToken => ({
    title: `a crit header ${title}`,
    slug: `${prefix}-critical`,
    make: () => signWithCrit(key, claims, crit, header),
  });
  return [
    bad('that names an unknown extension', ['made-up'], { 'made-up': true }),
    bad('that names an extension which is not there', ['made-up']),
    bad('that names b64, which is on as ever', ['b64'], { b64: true }),
    bad('that is empty', []),
    bad('that is a text', 'exp'),
    bad('that is null', null),
  ];
}

/** Tokens with a time that is no number one can count with. */
export function withUnsafeTimes(prefix: Prefix, key: typeof SENTINEL_V1_KEY, claims: Members): BadToken[] {
  return [
    ['exp', '1e400'],
    ['exp', '9007199254740992'],
    ['iat', '-9007199254740993'],
    ['nbf', '-1e309'],
  ].map(([name = '', number = '']) => ({
    title: `an ${name} of ${number}`,
    slug: `${prefix}-malformed`,
    make: () => signWithTime(key, claims, name, number),
  }));
}

/** Well-formed tokens that the right key did not sign with RS256; `key` is the right one, and has a kid that counts. */
function forged(
  prefix: 'app-jwt' | 'consumer-jws' | 'ext-jwt',
  key: typeof SENTINEL_V1_KEY,
  claims: Members,
): BadToken[] {
  const other = key === SENTINEL_V2_KEY ? SENTINEL_V1_KEY : SENTINEL_V2_KEY;
  return [
    {
      title: 'other claims under a good signature',
      slug: `${prefix}-signature`,
      make: async () => withClaims(await signJws(key, claims), { ...claims, forged: true }),
    },
    {
      title: 'a key that the mock has never seen',
      slug: `${prefix}-signature`,
      make: () => signJws(FOREIGN_KEY, claims, { kid: key.kid }),
    },
    {
      title: "another of the mock's own keys under the right kid",
      slug: `${prefix}-signature`,
      make: () => signJws(other, claims, { kid: key.kid }),
    },
    { title: 'alg none', slug: `${prefix}-algorithm`, make: () => unsignedJws(claims, { kid: key.kid }) },
    {
      title: 'HS256 with the public key as the secret',
      slug: `${prefix}-algorithm`,
      make: () => signWithPublicKeyAsSecret(key, claims),
    },
    {
      title: 'an unknown kid',
      slug: `${prefix}-unknown-key`,
      make: () => signJws(key, claims, { kid: 'appjwt-01-01-20' }),
    },
    { title: 'no kid', slug: `${prefix}-unknown-key`, make: () => signJws(key, claims, { kid: undefined }) },
    { title: 'the key of a customer', slug: `${prefix}-unknown-key`, make: () => signJws(CUSTOMER_KEY, claims) },
    ...withExtensions(prefix, key, claims),
  ];
}

/** AppJWTs that are invalid: 40102 at the Send API. */
export const INVALID_APP_JWTS: readonly BadToken[] = [
  ...notTokens('app-jwt', signAppJwt),
  ...withUnsafeTimes('app-jwt', SENTINEL_V1_KEY, APP_JWT_CLAIMS),
  { title: 'five parts', slug: 'app-jwt-encrypted', make: () => encryptJwe(SENTINEL_V1_KEY, APP_JWT_CLAIMS) },
  ...forged('app-jwt', SENTINEL_V1_KEY, APP_JWT_CLAIMS),
  { title: 'an exp that is now', slug: 'app-jwt-expired', make: () => signAppJwt({ exp: NOON_SECONDS }) },
  {
    title: 'an exp that is now and no iss',
    slug: 'app-jwt-expired',
    make: () => signAppJwt({ exp: NOON_SECONDS, iss: undefined }),
  },
  { title: 'an nbf that is to come', slug: 'app-jwt-not-yet-valid', make: () => signAppJwt({ nbf: NOON_SECONDS + 1 }) },
  { title: 'the aud of another account', slug: 'app-jwt-audience', make: () => signAppJwt({ aud: OTHER_ACCOUNT }) },
  { title: 'another scope', slug: 'app-jwt-scope', make: () => signAppJwt({ scope: 'faas.lambda.invoke' }) },
  {
    title: 'a scope that only begins alike',
    slug: 'app-jwt-scope',
    make: () => signAppJwt({ scope: 'msg.consumers' }),
  },
  { title: 'an empty scope', slug: 'app-jwt-scope', make: () => signAppJwt({ scope: '' }) },
  { title: 'an LP_EXT_JWT', slug: 'app-jwt-wrong-kind', make: () => signExtJwt() },
  { title: 'an LP_JWT', slug: 'app-jwt-wrong-kind', make: () => signLpJwt() },
  { title: "a customer's id token", slug: 'app-jwt-wrong-kind', make: () => signIdToken() },
];

/** AppJWTs of which a claim is missing, or whose `iss` is another's: 40001 at the Send API. */
export const INCOMPLETE_APP_JWTS: readonly BadToken[] = [
  ...Object.keys(APP_JWT_CLAIMS).map((claim): BadToken => ({
    title: `no ${claim}`,
    slug: 'app-jwt-claim-missing',
    make: () => signAppJwt({ [claim]: undefined }),
  })),
  {
    title: 'an exp that is a text',
    slug: 'app-jwt-claim-missing',
    make: () => signAppJwt({ exp: String(NOON_SECONDS + 3600) }),
  },
  { title: 'an empty azp', slug: 'app-jwt-claim-missing', make: () => signAppJwt({ azp: '' }) },
  { title: 'an aud that is a list', slug: 'app-jwt-claim-missing', make: () => signAppJwt({ aud: [ACCOUNT] }) },
  {
    title: 'the iss of another issuer',
    slug: 'app-jwt-issuer',
    make: () => signAppJwt({ iss: 'https://idp.liveperson.net' }),
  },
  { title: 'an iss in capitals', slug: 'app-jwt-issuer', make: () => signAppJwt({ iss: 'SENTINEL' }) },
  {
    title: 'the iss of another issuer and the aud of another account',
    slug: 'app-jwt-issuer',
    make: () => signAppJwt({ iss: 'other', aud: OTHER_ACCOUNT }),
  },
  { title: 'a ConsumerJWS', slug: 'app-jwt-wrong-kind', make: () => signConsumerJws() },
];

/** ConsumerJWSs that are invalid: 40103 at the Send API. */
export const INVALID_CONSUMER_JWSS: readonly BadToken[] = [
  ...notTokens('consumer-jws', signConsumerJws),
  ...withUnsafeTimes('consumer-jws', SENTINEL_V1_KEY, CONSUMER_JWS_CLAIMS),
  { title: 'five parts', slug: 'consumer-jws-encrypted', make: () => encryptJwe(SENTINEL_V1_KEY, CONSUMER_JWS_CLAIMS) },
  ...forged('consumer-jws', SENTINEL_V1_KEY, CONSUMER_JWS_CLAIMS),
  {
    title: 'the key of Sentinel V2',
    slug: 'consumer-jws-unknown-key',
    make: () => signJws(SENTINEL_V2_KEY, CONSUMER_JWS_CLAIMS),
  },
  ...Object.keys(CONSUMER_JWS_CLAIMS).map((claim): BadToken => ({
    title: `no ${claim}`,
    slug: 'consumer-jws-claim-missing',
    make: () => signConsumerJws({ [claim]: undefined }),
  })),
  {
    title: 'an ext_consumer_id that is a number',
    slug: 'consumer-jws-claim-missing',
    make: () => signConsumerJws({ ext_consumer_id: 5 }),
  },
  {
    title: 'the account_id of another account',
    slug: 'consumer-jws-account',
    make: () => signConsumerJws({ account_id: OTHER_ACCOUNT }),
  },
  { title: 'an AppJWT', slug: 'consumer-jws-wrong-kind', make: () => signAppJwt() },
  { title: 'an LP_EXT_JWT', slug: 'consumer-jws-wrong-kind', make: () => signExtJwt() },
  { title: 'an LP_JWT', slug: 'consumer-jws-wrong-kind', make: () => signLpJwt() },
  { title: "a customer's id token", slug: 'consumer-jws-wrong-kind', make: () => signIdToken() },
];

/** Texts that are no LP_EXT_JWT of the mock's, though they look like tokens: 2002. */
export const FOREIGN_EXT_JWTS: readonly BadToken[] = [
  ...forged('ext-jwt', IDP_KEY, EXT_JWT_CLAIMS),
  {
    title: 'a first issue that is no whole number',
    slug: 'ext-jwt-claim-missing',
    make: () => signExtJwt({ 'lp.unauth': { first_iat: NOON_SECONDS + 0.5 } }),
  },
  ...['sub', 'aud', 'exp', 'iat'].map((claim): BadToken => ({
    title: `no ${claim}`,
    slug: 'ext-jwt-claim-missing',
    make: () => signExtJwt({ [claim]: undefined }),
  })),
  {
    title: 'an exp that is a text',
    slug: 'ext-jwt-claim-missing',
    make: () => signExtJwt({ exp: String(NOON_SECONDS + 600) }),
  },
  {
    title: 'an aud that is a list',
    slug: 'ext-jwt-claim-missing',
    make: () => signExtJwt({ aud: [`acc:${ACCOUNT}`] }),
  },
  { title: 'no first issue', slug: 'ext-jwt-claim-missing', make: () => signExtJwt({ 'lp.unauth': {} }) },
  {
    title: 'a first issue that is a text',
    slug: 'ext-jwt-claim-missing',
    make: () => signExtJwt({ 'lp.unauth': { first_iat: String(NOON_SECONDS) } }),
  },
  { title: 'a first issue that is null', slug: 'ext-jwt-claim-missing', make: () => signExtJwt({ 'lp.unauth': null }) },
  { title: 'an LP_JWT', slug: 'ext-jwt-wrong-kind', make: () => signLpJwt() },
  { title: 'an AppJWT', slug: 'ext-jwt-wrong-kind', make: () => signAppJwt() },
  { title: 'a ConsumerJWS', slug: 'ext-jwt-wrong-kind', make: () => signConsumerJws() },
  { title: "a customer's id token", slug: 'ext-jwt-wrong-kind', make: () => signIdToken() },
];
