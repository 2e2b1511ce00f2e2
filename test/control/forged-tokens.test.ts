import { expect, it } from '@jest/globals';
import {
  APP_JWT_TAMPERS,
  CONSUMER_JWS_TAMPERS,
  EXT_JWT_TAMPERS,
  ID_TOKEN_TAMPERS,
  LP_JWT_TAMPERS,
} from '../../mock-server/control/mint/tampers.ts';
import type {
  AppJwtMintOptions,
  AppJwtTamper,
  ConsumerJwsMintOptions,
  ConsumerJwsTamper,
  ExtJwtMintOptions,
  ExtJwtTamper,
  IdTokenMintOptions,
  IdTokenTamper,
  LpJwtTamper,
  Mint,
  ReasonSlug,
} from '../../mock-server/index.ts';
import { CREATE_PATH, createBatch, decode } from '../support/flows.ts';
import { expectErrorResp, expectIdpError } from '../support/refusals.ts';
import type { IdpCode, ERROR_RESP } from '../support/refusals.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const CUSTOMER_CONNECTOR = '4567891';
const ANONYMOUS_CONNECTOR = '4567890';

/** Options that make one refusal, by what the test calls it: every tamper, and the two times. */
type Row<Options, Codes> = readonly [title: string, options: Options, codes: Codes, slug: ReasonSlug];

const timed = [
  ['expired', { expired: true }],
  ['not yet valid', { notYetValid: true }],
] as const;

/** What the Send API answers to an AppJWT; `/consumer` answers 9011 to each of them. */
const APP_JWTS: Readonly<Record<AppJwtTamper, readonly [keyof typeof ERROR_RESP, ReasonSlug]>> = {
  malformed: [40102, 'app-jwt-malformed'],
  encrypted: [40102, 'app-jwt-encrypted'],
  'alg-none': [40102, 'app-jwt-algorithm'],
  'hs256-public-key': [40102, 'app-jwt-algorithm'],
  'unknown-kid': [40102, 'app-jwt-unknown-key'],
  'foreign-key': [40102, 'app-jwt-signature'],
  signature: [40102, 'app-jwt-signature'],
  issuer: [40001, 'app-jwt-issuer'],
  audience: [40102, 'app-jwt-audience'],
  scope: [40102, 'app-jwt-scope'],
  'missing-claim': [40001, 'app-jwt-claim-missing'],
  'wrong-type': [40001, 'app-jwt-wrong-kind'],
};

const CONSUMER_JWSS: Readonly<Record<ConsumerJwsTamper, ReasonSlug>> = {
  malformed: 'consumer-jws-malformed',
  encrypted: 'consumer-jws-encrypted',
  'alg-none': 'consumer-jws-algorithm',
  'hs256-public-key': 'consumer-jws-algorithm',
  'unknown-kid': 'consumer-jws-unknown-key',
  'foreign-key': 'consumer-jws-signature',
  signature: 'consumer-jws-signature',
  audience: 'consumer-jws-account',
  'missing-claim': 'consumer-jws-claim-missing',
  'wrong-type': 'consumer-jws-wrong-kind',
};

/** The code at `anonymous/authorize`, and the one at the anonymous connector's `authenticate`. */
const EXT_JWTS: Readonly<
  Record<ExtJwtTamper, readonly [refresh: IdpCode, exchange: IdpCode, slug: ReasonSlug, atExchange?: ReasonSlug]>
> = {
  malformed: [1008, 1008, 'ext-jwt-malformed'],
  encrypted: [1008, 1004, 'ext-jwt-encrypted'],
  'alg-none': [2002, 2002, 'ext-jwt-algorithm'],
  'hs256-public-key': [2002, 2002, 'ext-jwt-algorithm'],
  'unknown-kid': [2002, 2002, 'ext-jwt-unknown-key'],
  'foreign-key': [2002, 2002, 'ext-jwt-signature'],
  signature: [2002, 2002, 'ext-jwt-signature'],
  audience: [2004, 2004, 'ext-jwt-account'],
  'missing-claim': [2002, 2002, 'ext-jwt-claim-missing'],
  'wrong-type': [2002, 2002, 'ext-jwt-wrong-kind'],
  revoked: [1049, 1049, 'ext-jwt-revoked'],
  'refresh-window': [2001, 1012, 'ext-jwt-refresh-window', 'ext-jwt-expired'],
};

const ID_TOKENS: Readonly<Record<IdTokenTamper, readonly [IdpCode, ReasonSlug]>> = {
  malformed: [1008, 'id-token-malformed'],
  encrypted: [1004, 'id-token-encrypted'],
  'alg-none': [9007, 'id-token-algorithm'],
  'hs256-public-key': [9007, 'id-token-algorithm'],
  'foreign-key': [9007, 'id-token-signature'],
  signature: [9007, 'id-token-signature'],
  audience: [9007, 'id-token-account'],
  'missing-claim': [1011, 'id-token-claim-missing'],
  'wrong-type': [9007, 'id-token-wrong-kind'],
};

/** Nothing here takes an LP_JWT; `inspect` judges it. */
const LP_JWTS: Readonly<Record<Exclude<LpJwtTamper, 'audience' | 'wrong-type'>, ReasonSlug>> = {
  malformed: 'app-jwt-malformed',
  encrypted: 'app-jwt-encrypted',
  'alg-none': 'lp-jwt-algorithm',
  'hs256-public-key': 'lp-jwt-algorithm',
  'unknown-kid': 'lp-jwt-unknown-key',
  'foreign-key': 'lp-jwt-signature',
  signature: 'lp-jwt-signature',
  'missing-claim': 'lp-jwt-claim-missing',
};

it('every way in which a token can be wrong is in the tables of this test', () => {
  expect([APP_JWTS, CONSUMER_JWSS, EXT_JWTS, ID_TOKENS].map((table) => Object.keys(table).sort())).toEqual(
    [APP_JWT_TAMPERS, CONSUMER_JWS_TAMPERS, EXT_JWT_TAMPERS, ID_TOKEN_TAMPERS].map((names) => [...names].sort()),
  );
  expect([...Object.keys(LP_JWTS), 'audience', 'wrong-type'].sort()).toEqual([...LP_JWT_TAMPERS].sort());
});

const appJwtRows: readonly Row<AppJwtMintOptions, keyof typeof ERROR_RESP>[] = [
  ...APP_JWT_TAMPERS.map((tamper) => [tamper, { tamper }, ...APP_JWTS[tamper]] as const),
  ...timed.map(
    ([title, options]) =>
      [title, options, 40102, options === timed[0][1] ? 'app-jwt-expired' : 'app-jwt-not-yet-valid'] as const,
  ),
];

describeThroughEveryAdapter('A forged AppJWT', (open) => {
  it.each(appJwtRows)('that is wrong by %s is refused at the Send API', async (_, options, code, slug) => {
    const mock = await open();
    const headers = { authorization: await mock.mint.appJwt(options), 'x-lp-on-behalf': await mock.mint.consumerJws() };
    expectErrorResp(await mock.post(CREATE_PATH, { headers, body: createBatch() }), code, slug);
  });

  it.each(appJwtRows)('that is wrong by %s is refused by /consumer', async (_, options, __, slug) => {
    const mock = await open();
    expectIdpError(await askConsumer(mock, await mock.mint.appJwt(options)), 9011, slug, 401);
  });
});

describeThroughEveryAdapter('A forged ConsumerJWS', (open) => {
  it.each(Object.entries(CONSUMER_JWSS))('that is wrong by %s is refused at the Send API', async (tamper, slug) => {
    const mock = await open();
    const options: ConsumerJwsMintOptions = { tamper: tamper as ConsumerJwsTamper };
    const headers = { authorization: await mock.mint.appJwt(), 'x-lp-on-behalf': await mock.mint.consumerJws(options) };
    expectErrorResp(await mock.post(CREATE_PATH, { headers, body: createBatch() }), 40103, slug);
  });
});

describeThroughEveryAdapter('A forged LP_EXT_JWT', (open) => {
  it.each(Object.entries(EXT_JWTS))('that is wrong by %s is not refreshed', async (tamper, [code, , slug]) => {
    const mock = await open();
    expectIdpError(await refresh(mock, await mock.mint.extJwt({ tamper: tamper as ExtJwtTamper })), code, slug);
  });

  it.each(Object.entries(EXT_JWTS))(
    'that is wrong by %s is not exchanged',
    async (tamper, [, code, slug, atExchange = slug]) => {
      const mock = await open();
      expectIdpError(
        await exchange(mock, ANONYMOUS_CONNECTOR, await mock.mint.extJwt({ tamper: tamper as ExtJwtTamper })),
        code,
        atExchange,
      );
    },
  );

  it('that has expired is refreshed, and not exchanged', async () => {
    const mock = await open();
    const options: ExtJwtMintOptions = { expired: true };
    expect((await refresh(mock, await mock.mint.extJwt(options))).status).toBe(200);
    expectIdpError(await exchange(mock, ANONYMOUS_CONNECTOR, await mock.mint.extJwt(options)), 1012, 'ext-jwt-expired');
  });

  it('that is good only later is neither exchanged nor refreshed, and nobody is told to', async () => {
    const mock = await open();
    const answer = await exchange(mock, ANONYMOUS_CONNECTOR, await mock.mint.extJwt({ notYetValid: true }));
    expectIdpError(answer, 1012, 'ext-jwt-not-yet-valid');
    expect(answer.headers['lp-mock-reason']).toBe(
      'ext-jwt-not-yet-valid; is not valid before 2026-11-20T12:01:00Z, in 60 s',
    );
    expectIdpError(await refresh(mock, await mock.mint.extJwt({ notYetValid: true })), 2002, 'ext-jwt-not-yet-valid');
  });
});

describeThroughEveryAdapter("A customer's forged id token", (open) => {
  const rows: readonly Row<IdTokenMintOptions, IdpCode>[] = [
    ...ID_TOKEN_TAMPERS.map((tamper) => [tamper, { tamper }, ...ID_TOKENS[tamper]] as const),
    ['expired', { expired: true }, 1012, 'id-token-expired'],
    ['not yet valid', { notYetValid: true }, 9007, 'id-token-not-yet-valid'],
  ];

  it.each(rows)('that is wrong by %s is not exchanged', async (_, options, code, slug) => {
    const mock = await open();
    expectIdpError(await exchange(mock, CUSTOMER_CONNECTOR, await mock.mint.idToken(options)), code, slug);
  });

  it('is exchanged when nothing is wrong with it', async () => {
    const mock = await open();
    expect((await exchange(mock, CUSTOMER_CONNECTOR, await mock.mint.idToken())).status).toBe(200);
  });
});

describeThroughEveryAdapter('A forged LP_JWT', (open) => {
  it.each(Object.entries(LP_JWTS))('that is wrong by %s is not accepted', async (tamper, slug) => {
    const mock = await open();
    const { accepted, reason } = await mock.inspect(await mock.mint.lpJwt({ tamper: tamper as LpJwtTamper }));
    expect([accepted, reason?.slug]).toEqual([false, slug]);
  });

  it('can be for another account, lack its consumer, or be an LP_EXT_JWT', async () => {
    const mock = await open();
    expect(decode(await mock.mint.lpJwt({ tamper: 'audience' })).claims).toMatchObject({ aud: 'acc:99999999' });
    expect(Object.keys(decode(await mock.mint.lpJwt({ tamper: 'missing-claim' })).claims)).toEqual([
      'aud',
      'iss',
      'exp',
      'iat',
    ]);
    expect((await mock.inspect(await mock.mint.lpJwt({ tamper: 'wrong-type' }))).kind).toBe('LP_EXT_JWT');
  });
});

describeThroughEveryAdapter('A token with nothing wrong', (open) => {
  it.each<keyof Mint>(['appJwt', 'consumerJws', 'extJwt', 'lpJwt', 'idToken'])('is accepted: %s', async (kind) => {
    const mock = await open();
    expect((await mock.inspect(await mock.mint[kind]())).reason).toBeUndefined();
  });
});

function askConsumer(mock: OpenMock, appJwt: string): Promise<Heard> {
  return mock.post(`/api/account/${ACCOUNT}/consumer?v=1.0`, {
    headers: { authorization: appJwt },
    body: { ext_consumer_id: 'jane' },
  });
}

function refresh(mock: OpenMock, idToken: string): Promise<Heard> {
  return mock.post(`/api/account/${ACCOUNT}/anonymous/authorize`, { body: { id_token: idToken } });
}

function exchange(mock: OpenMock, connector: string, idToken: string): Promise<Heard> {
  return mock.post(`/api/account/${ACCOUNT}/app/${connector}/authenticate?v=3.0`, { body: { id_token: idToken } });
}
