import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import {
  ANONYMOUS_CONNECTOR,
  authenticatePath,
  AUTHORIZE_PATH,
  CREATE_PATH,
  createBatch,
  CUSTOMER_CONNECTOR,
  KEYLESS_CONNECTOR,
} from '../support/flows.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import { frozenMock, told } from './told.ts';

describe('a sound token at the wrong place', () => {
  const CUSTOMER = 'connector 4567891 is for customers who log in';
  const ANONYMOUS = 'connector 4567890 is for anonymous consumers';
  const OWN = "a customer's own id token is needed";
  const EXT = 'an LP_EXT_JWT of anonymous/authorize is needed';

  it.each<readonly [string, number, (mock: Mock) => Promise<string>, number, string]>([
    [
      'an LP_EXT_JWT at a customer connector',
      CUSTOMER_CONNECTOR,
      (mock) => mock.mint.extJwt(),
      500,
      `id-token-wrong-kind; this is an LP_EXT_JWT; ${OWN}; ${CUSTOMER}; send it to connector ${String(ANONYMOUS_CONNECTOR)}`,
    ],
    [
      'an LP_EXT_JWT at a connector without a key',
      KEYLESS_CONNECTOR,
      (mock) => mock.mint.extJwt(),
      500,
      'connector-key-unusable; connector 4567892 has neither a usable configuration.jwtPublicKey nor jwks; ' +
        `connector 4567892 is for customers who log in; send it to connector ${String(ANONYMOUS_CONNECTOR)}`,
    ],
    [
      'an AppJWT at a customer connector',
      CUSTOMER_CONNECTOR,
      (mock) => mock.mint.appJwt(),
      500,
      `id-token-wrong-kind; this is an AppJWT; ${OWN}; ${CUSTOMER}`,
    ],
    [
      'a ConsumerJWS at a customer connector',
      CUSTOMER_CONNECTOR,
      (mock) => mock.mint.consumerJws(),
      500,
      `id-token-wrong-kind; this is a ConsumerJWS; ${OWN}; ${CUSTOMER}`,
    ],
    [
      "a customer's id token at the anonymous connector",
      ANONYMOUS_CONNECTOR,
      (mock) => mock.mint.idToken(),
      401,
      `ext-jwt-wrong-kind; this is an id token; ${EXT}; ${ANONYMOUS}; send it to connector 4567891 or 4567892`,
    ],
    [
      'an AppJWT at the anonymous connector',
      ANONYMOUS_CONNECTOR,
      (mock) => mock.mint.appJwt(),
      401,
      `ext-jwt-wrong-kind; this is an AppJWT; ${EXT}; ${ANONYMOUS}`,
    ],
    [
      'a ConsumerJWS at the anonymous connector',
      ANONYMOUS_CONNECTOR,
      (mock) => mock.mint.consumerJws(),
      401,
      `ext-jwt-wrong-kind; this is a ConsumerJWS; ${EXT}; ${ANONYMOUS}`,
    ],
  ])('%s is called what it is', async (_, connector, make, status, reason) => {
    const mock = frozenMock();
    expect(await told(post(mock, authenticatePath(connector), { id_token: await make(mock) }))).toEqual([
      status,
      reason,
    ]);
  });

  it.each<readonly [string, (mock: Mock) => Promise<string>]>([
    ['an AppJWT', (mock) => mock.mint.appJwt()],
    ['a ConsumerJWS', (mock) => mock.mint.consumerJws()],
    ['an id token', (mock) => mock.mint.idToken()],
  ])('%s at a refresh', async (kind, make) => {
    const mock = frozenMock();
    expect(await told(post(mock, AUTHORIZE_PATH, { id_token: await make(mock) }))).toEqual([
      401,
      `ext-jwt-wrong-kind; this is ${kind}; ${EXT}`,
    ]);
  });

  it.each<readonly [string, (mock: Mock) => Promise<string>]>([
    ['an LP_EXT_JWT', (mock) => mock.mint.extJwt()],
    ['an LP_JWT', (mock) => mock.mint.lpJwt()],
    ['an id token', (mock) => mock.mint.idToken()],
  ])('%s in either header of the Send API', async (kind, make) => {
    const mock = frozenMock();
    const [wrong, authorization] = [await make(mock), await mock.mint.appJwt()];
    expect(await told(post(mock, CREATE_PATH, createBatch(), { authorization: wrong }))).toEqual([
      401,
      `app-jwt-wrong-kind; this is ${kind}; Authorization needs an AppJWT`,
    ]);
    expect(await told(post(mock, CREATE_PATH, createBatch(), { authorization, 'x-lp-on-behalf': wrong }))).toEqual([
      401,
      `consumer-jws-wrong-kind; this is ${kind}; X-LP-ON-BEHALF needs a ConsumerJWS`,
    ]);
  });

  it('is still told by its signature when it is of the right kind', async () => {
    const mock = frozenMock();
    const token = await mock.mint.idToken({ tamper: 'foreign-key', claims: { azp: 'my-client', sub: undefined } });
    expect((await told(post(mock, authenticatePath(CUSTOMER_CONNECTOR), { id_token: token })))[1]).toMatch(
      /^id-token-signature; /,
    );
  });
});

describe('a header that holds no token', () => {
  it.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['Bearer', 'says "Bearer" and nothing after it'],
    ['Bearer ', 'says "Bearer" and nothing after it'],
    ['jwt', 'says "jwt" and nothing after it'],
  ])('is not called missing: %j', async (value, what) => {
    const mock = frozenMock();
    const authorization = await mock.mint.appJwt();
    expect(await told(post(mock, CREATE_PATH, createBatch(), { authorization: value }))).toEqual([
      401,
      `app-jwt-missing; the Authorization header ${what}; send the AppJWT`,
    ]);
    expect(await told(post(mock, CREATE_PATH, createBatch(), { authorization, 'x-lp-on-behalf': value }))).toEqual([
      401,
      `consumer-jws-missing; the X-LP-ON-BEHALF header ${what}; send the ConsumerJWS`,
    ]);
  });

  const UNSET = 'most likely a variable that was never set; look where your client takes it from';
  it.each([
    ['undefined', `the AppJWT is "undefined", ${UNSET}`],
    ['Bearer null', `the AppJWT is "null", ${UNSET}`],
    ['Bearer [object Object]', 'the AppJWT is "[object ...]": an object was made a text; send its token'],
    ['Basic YTpi', 'the Authorization header has HTTP Basic credentials; send the AppJWT'],
    ['Token a.b.c', 'the AppJWT has a space in it; only Bearer or jwt may stand before it'],
    ['"a.b.c"', 'the AppJWT stands in quotes; send it without'],
    ['nonsense', 'the AppJWT has 1 part between dots instead of three'],
  ])('is called what it is: %s', async (authorization, sentence) => {
    expect(await told(post(frozenMock(), CREATE_PATH, createBatch(), { authorization }))).toEqual([
      401,
      `app-jwt-malformed; ${sentence}`,
    ]);
  });

  it('may have been sent twice', async () => {
    const mock = frozenMock();
    const [app, consumer] = [await mock.mint.appJwt(), await mock.mint.consumerJws()];
    const twice = 'header was sent more than once, or holds two values; send one';
    expect(await told(post(mock, CREATE_PATH, createBatch(), { authorization: `${app}, ${app}` }))).toEqual([
      401,
      `app-jwt-malformed; the Authorization ${twice} AppJWT`,
    ]);
    const headers = { authorization: app, 'x-lp-on-behalf': `${consumer}, ${consumer}` };
    expect(await told(post(mock, CREATE_PATH, createBatch(), headers))).toEqual([
      401,
      `consumer-jws-malformed; the X-LP-ON-BEHALF ${twice} ConsumerJWS`,
    ]);
  });
});

describe('a path that is nearly right', () => {
  it.each([
    [`/sentinel/api/account/${ACCOUNT}/app/token/`, 501, 'not-mocked; the path ends in a slash'],
    [`/sentinel//api/account/${ACCOUNT}/app/token`, 501, 'not-mocked; the path has two slashes in a row'],
    [`//sentinel/api/account/${ACCOUNT}/app/token`, 404, 'path-unknown; the path has two slashes in a row'],
    [
      `/Sentinel/api/account/${ACCOUNT}/app/token`,
      404,
      'path-unknown; the path differs in case (paths are case-sensitive)',
    ],
    [
      `//Sentinel/api/account/${ACCOUNT}/app/token/`,
      404,
      'path-unknown; the path has two slashes in a row, ends in a slash, differs in case (paths are case-sensitive)',
    ],
  ])('is told by what is wrong with it, and the version that was meant comes first: %s', async (path, status, what) => {
    const [told501, reason] = await told(post(frozenMock(), path));
    expect([told501, reason?.slice(0, reason.indexOf(' | '))]).toEqual([
      status,
      `${what}; nearest: POST /sentinel/api/account/{account}/app/token`,
    ]);
  });

  it('may lack an id', async () => {
    expect((await told(post(frozenMock(), '/api/account/12345678/app//authenticate?v=3.0')))[1]).toMatch(
      /^not-mocked; \{connector\} is empty in the path, most likely a variable that was never set; nearest: POST \/api\/account\/\{account\}\/app\/\{connector\}\/authenticate \| /,
    );
  });

  it.each([`/ws_api/account/${ACCOUNT}/messaging/consumer?v=3`, `/ws_api/account/${ACCOUNT}/messaging/brand/x?v=2.1`])(
    'may be a socket: %s',
    async (target) => {
      const answer = await ask(frozenMock(), { target });
      expect([answer.status, answer.headers['lp-mock-reason'], answer.body]).toEqual([
        426,
        'upgrade-required; this is the path of a WebSocket; ask for an upgrade over HTTP/1.1, as new WebSocket(url) does',
        '{"error":"upgrade_required"}',
      ]);
    },
  );
});

describe('an account that the mock does not have', () => {
  const path = (id: string): string => `/api/account/${id}/signup`;
  it('is no account id on an open mock', async () => {
    expect(await told(post(frozenMock(), path('my%20account')))).toEqual([
      500,
      'account-unknown; "my account" is not an account id; one has up to 64 letters, digits, _ or -',
    ]);
  });

  it('is not repeated where it may hold a secret', async () => {
    expect(await told(post(frozenMock(), path('1&client_secret=hush')))).toEqual([
      500,
      'account-unknown; the account in the path is not an account id; one has up to 64 letters, digits, _ or -',
    ]);
  });

  it('is one that a closed mock was not configured with', async () => {
    expect(await told(post(frozenMock({ closed: true }), path('777')))).toEqual([
      500,
      'account-unknown; account 777 is not configured and this mock is closed; it has 12345678, 87654321',
    ]);
  });
});
