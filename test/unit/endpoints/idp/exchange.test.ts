import { describe, expect, it } from '@jest/globals';
import type { Answer, Mock, MockOptions } from '../../../../mock-server/index.ts';
import { UNAUTH_METHOD_NAME } from '../../../../mock-server/domain/connector.ts';
import { loggedInConsumerId } from '../../../../mock-server/domain/consumer.ts';
import { ask, post } from '../../../support/calls.ts';
import { signExtJwt, signIdToken } from '../../../support/bad-tokens.ts';
import {
  ANONYMOUS_CONNECTOR,
  authenticatePath,
  AUTHORIZE_PATH,
  CUSTOMER_CONNECTOR,
  decode,
} from '../../../support/flows.ts';
import { encryptJwe, CUSTOMER_KEY, IDP_KEY } from '../../../support/signed-by-hand.ts';
import { ACCOUNT, NOON_SECONDS, OTHER_ACCOUNT } from '../../../support/through-every-adapter.ts';
import { frozenMock } from '../../told.ts';

const ISSUER = 'https://idp.example.test';

/** Status, code and reason of a refusal of the IDP. */
async function refused(answer: Promise<Answer>): Promise<readonly unknown[]> {
  const { status, headers, body } = await answer;
  const { internalErrorCode } = JSON.parse(body) as { internalErrorCode?: string };
  return [status, internalErrorCode, headers['lp-mock-reason']];
}

const send = (mock: Mock, path: string, idToken: unknown): Promise<Answer> => post(mock, path, { id_token: idToken });

const REFRESH = AUTHORIZE_PATH;
const ANONYMOUS = authenticatePath(ANONYMOUS_CONNECTOR);
const CUSTOMER = authenticatePath(CUSTOMER_CONNECTOR);

/** What is wrong with an anonymous token, and its code at a refresh and at the connector. */
const BAD_EXT_JWTS: readonly (readonly [
  make: (mock: Mock) => Promise<string>,
  refresh: string,
  connector: string,
  slug: string,
])[] = [
  [() => Promise.resolve('null'), '1008', '1008', 'ext-jwt-malformed'],
  [() => encryptJwe(IDP_KEY, {}), '1008', '1004', 'ext-jwt-encrypted'],
  [(mock) => mock.mint.extJwt({ tamper: 'foreign-key' }), '2002', '2002', 'ext-jwt-signature'],
  [(mock) => mock.mint.extJwt({ accountId: OTHER_ACCOUNT }), '2004', '2004', 'ext-jwt-account'],
  [(mock) => mock.mint.extJwt({ tamper: 'revoked' }), '1049', '1049', 'ext-jwt-revoked'],
  [(mock) => mock.mint.extJwt({ notYetValid: true }), '2002', '1012', 'ext-jwt-not-yet-valid'],
];

it.each(BAD_EXT_JWTS)('an anonymous token is refused: case %#', async (make, refresh, connector, slug) => {
  const mock = frozenMock();
  const token = await make(mock);
  for (const [path, code] of [
    [REFRESH, refresh],
    [ANONYMOUS, connector],
  ] as const) {
    const [, told, reason] = await refused(send(mock, path, token));
    expect([told, String(reason).split('; ')[0]]).toEqual([code, slug]);
    // It is of the right kind: nothing says that it belongs elsewhere.
    expect(reason).not.toMatch(/connector|anonymous\/authorize/);
  }
});

it.each<[code: string, slug: string, make: (mock: Mock) => Promise<string>]>([
  ['1008', 'id-token-malformed', () => Promise.resolve('null')],
  ['1004', 'id-token-encrypted', () => encryptJwe(CUSTOMER_KEY, {})],
  ['9007', 'id-token-signature', (mock) => mock.mint.idToken({ tamper: 'foreign-key' })],
  ['1011', 'id-token-claim-missing', (mock) => mock.mint.idToken({ omit: ['iss'] })],
  ['1012', 'id-token-expired', (mock) => mock.mint.idToken({ claims: { exp: NOON_SECONDS } })],
])('an id token is refused with %s: %s', async (code, slug, make) => {
  const mock = frozenMock();
  const [, told, reason] = await refused(send(mock, CUSTOMER, await make(mock)));
  expect([told, String(reason).split('; ')[0]]).toEqual([code, slug]);
  expect(reason).not.toMatch(/connector/);
});

it('an anonymous token that has expired is sent to where it is refreshed', async () => {
  const mock = frozenMock();
  const token = await mock.mint.extJwt();
  mock.clock.advance('10m');
  const [, code, reason] = await refused(send(mock, ANONYMOUS, token));
  expect([code, reason]).toEqual([
    '1012',
    expect.stringMatching(/^ext-jwt-expired; .*; refresh it at anonymous\/authorize$/),
  ]);
});

it('a token of the other sort is told that no connector is for it', async () => {
  const only = (id: number, configuration = {}): MockOptions => ({
    accounts: [{ accountId: ACCOUNT, connectors: [{ id, configuration }] }],
  });
  const anonymous = frozenMock(only(ANONYMOUS_CONNECTOR, { jsMethodName: UNAUTH_METHOD_NAME }));
  const [, , wrong] = await refused(send(anonymous, ANONYMOUS, await anonymous.mint.idToken()));
  expect(wrong).toMatch(/connector 4567890 is for anonymous consumers; the account has no connector for it$/);
  const customer = frozenMock(only(CUSTOMER_CONNECTOR));
  const [, , other] = await refused(send(customer, CUSTOMER, await customer.mint.extJwt()));
  expect(other).toMatch(/connector 4567891 is for customers who log in; the account has no connector for it$/);
});

describe('an LP_JWT', () => {
  const claimsOf = async (answer: Promise<Answer>): Promise<unknown> =>
    decode((JSON.parse((await answer).body) as { token: string }).token).claims;

  it.each([
    [undefined, NOON_SECONDS + 600],
    [60, NOON_SECONDS + 60],
  ])('of an anonymous consumer ends with its token, or lives %s s', async (lpJwtLifetimeSeconds, exp) => {
    const mock = frozenMock({ idp: { lpJwtLifetimeSeconds } });
    const token = await mock.mint.extJwt({ sub: 'visitor' });
    expect(await claimsOf(send(mock, ANONYMOUS, token))).toEqual({
      sub: 'visitor',
      aud: `acc:${ACCOUNT}`,
      iss: 'https://idp.liveperson.net',
      exp,
      iat: NOON_SECONDS,
    });
  });

  it('of a customer without a sub says so', async () => {
    const mock = frozenMock();
    expect(await claimsOf(send(mock, CUSTOMER, await signIdToken({ sub: undefined })))).toEqual({
      sub: loggedInConsumerId(ACCOUNT, ISSUER, ''),
      aud: `acc:${ACCOUNT}`,
      iss: 'https://idp.liveperson.net',
      exp: NOON_SECONDS + 3600,
      iat: NOON_SECONDS,
      'lp.ext': { sub: '', iss: ISSUER },
    });
  });

  it('is never longer than a socket takes', async () => {
    const mock = frozenMock();
    expect(await refused(send(mock, ANONYMOUS, await mock.mint.extJwt({ sub: 's'.repeat(2000) })))).toEqual([
      500,
      '9012',
      expect.stringMatching(
        /^id-token-too-long; sub and iss are so long that the LP_JWT would have \d{4} characters; sockets take 2048$/,
      ),
    ]);
  });

  it('of the older signup is handed to the callback, which has a name of its own', async () => {
    const path = `/api/account/${ACCOUNT}/signup.jsonp`;
    expect((await ask(frozenMock(), { target: path })).body).toMatch(/^callback\(\{"jwt":"[\w.-]+"\}\)$/);
    expect((await ask(frozenMock(), { target: `${path}?callback=a.b` })).body).toMatch(/^a\.b\(/);
    const [, code, reason] = await refused(ask(frozenMock(), { target: `${path}?callback=a(b)` }));
    expect([code, reason]).toEqual(['9012', 'callback-invalid; callback is not a plain function name']);
  });
});

describe('a time that no clock wrote', () => {
  it.each<[code: string, kind: string, path: string, sign: typeof signExtJwt]>([
    ['2002', 'LP_EXT_JWT', REFRESH, signExtJwt],
    ['2002', 'LP_EXT_JWT', ANONYMOUS, signExtJwt],
    ['9007', 'id token', CUSTOMER, signIdToken],
  ])('is noted, and refused with %s by a strict mock: %s at %s', async (code, kind, path, sign) => {
    const token = await sign({ nbf: -1 });
    const { status, headers } = await send(frozenMock(), path, token);
    expect([status, headers['lp-mock-deviation']]).toEqual([200, `token-time; the ${kind}'s nbf is negative`]);
    expect(await refused(send(frozenMock({ strict: true }), path, token))).toEqual([
      expect.any(Number),
      code,
      `deviation-refused; the ${kind}'s nbf is negative`,
    ]);
  });
});

describe('a connector', () => {
  it('for customers needs no feature of the account, and the anonymous one does', async () => {
    const mock = frozenMock({ accounts: [{ accountId: ACCOUNT, unAuthMessaging: false }] });
    const off = 'unauth-messaging-off; Messaging.Un_Auth_Messaging is off for this account';
    expect((await send(mock, CUSTOMER, await mock.mint.idToken())).status).toBe(200);
    for (const path of [ANONYMOUS, REFRESH])
      expect(await refused(send(mock, path, await mock.mint.extJwt()))).toEqual([403, '2005', off]);
  });

  it.each([
    ['default', null, 200],
    ['default', ANONYMOUS_CONNECTOR, 401],
    [CUSTOMER_CONNECTOR, ANONYMOUS_CONNECTOR, 200],
  ])('%s, where the default is %s, answers a customer with %i', async (id, defaultConnectorId, status) => {
    const mock = frozenMock({ idp: { defaultConnectorId } });
    expect((await send(mock, authenticatePath(id), await mock.mint.idToken())).status).toBe(status);
  });

  it('that is not there is answered with those that are', async () => {
    const path = authenticatePath(1);
    const has = 'connector-unknown; the account has no connector of that id; it has';
    expect(await refused(send(frozenMock(), path, 'x'))).toEqual([500, '1024', `${has} 4567890, 4567891, 4567892`]);
    const none = frozenMock({ accounts: [{ accountId: ACCOUNT, connectors: [] }] });
    expect(await refused(send(none, path, 'x'))).toEqual([500, '1024', `${has} none`]);
  });
});

it.each<[path: string, body: object, reason: string]>([
  [CUSTOMER, { id_token: 5, token: 'x' }, 'id-token-missing; id_token is a number; it must be a string'],
  [CUSTOMER, {}, 'id-token-missing; id_token is absent; it must be a string'],
  [CUSTOMER, [], 'body-wrong-shape; the body is an array; send {"id_token":"..."}'],
  [CUSTOMER, { ssoKey: 'x' }, 'auth-type-unsupported; the code flow (code, ssoKey) is not mocked; send an id_token'],
  [
    `/api/account/${ACCOUNT}/authenticate`,
    { authCode: 5, auth_code: 'x' },
    'id-token-missing; authCode is a number; send {"authCode":"<the customer\'s id token>"}',
  ],
  [
    `/api/account/${ACCOUNT}/authenticate`,
    [],
    'id-token-missing; authCode is absent; send {"authCode":"<the customer\'s id token>"}',
  ],
  [REFRESH, [], 'body-wrong-shape; the body is an array; send an object or nothing'],
  [REFRESH, { id_token: 5 }, 'ext-jwt-malformed; id_token is a number; it must be a string'],
])('%s says what is wrong with %j', async (path, body, reason) => {
  const [status, code, told] = await refused(post(frozenMock(), path, body));
  expect([status, told]).toEqual([500, reason]);
  expect(code).toBe(reason.startsWith('ext-jwt') ? '1008' : reason.startsWith('auth-type') ? '9015' : '9012');
});

it.each(['firstIssue', 'lastIssue'] as const)('the refresh window begins with the %s', async (refreshWindowAnchor) => {
  const mock = frozenMock({ idp: { refreshWindowAnchor, refreshWindowHours: 2 } });
  const first = await signExtJwt();
  mock.clock.advance('1h');
  const { token } = JSON.parse((await send(mock, REFRESH, first)).body) as { token: string };
  mock.clock.advance('1h');
  expect((await send(mock, REFRESH, token)).status).toBe(200);
  mock.clock.advance('1s');
  const [, code, reason] = await refused(send(mock, REFRESH, token));
  expect([code, reason]).toEqual(
    refreshWindowAnchor === 'firstIssue'
      ? ['2001', 'ext-jwt-refresh-window; the refresh window of 2 h ended at 2026-11-20T14:00:00Z']
      : [undefined, undefined],
  );
});

it("a consumer's tokens are not part of the mock", async () => {
  const target = `/api/account/${ACCOUNT}/consumer/1/brand/tokens`;
  const { status, headers } = await ask(frozenMock(), { target });
  expect([status, headers['lp-mock-reason']]).toEqual([
    404,
    'not-mocked; reading delegated tokens is not part of this mock',
  ]);
});
