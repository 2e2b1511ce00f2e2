import { expect, it } from '@jest/globals';
import { createBatch } from '../support/flows.ts';
import { ERROR_RESP } from '../support/refusals.ts';
import type { OpenMock, RequestParts } from '../support/through-every-adapter.ts';
import { describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

/** What a variable that was never set becomes in a URL. */
const UNSET = ['undefined', 'null', 'NaN'];

const TOKEN_QUERY = 'v=1.0&grant_type=client_credentials';
const INVALID_CLIENT = '{"error":"invalid_client","error_description":"Client authentication failed"}';
const LOGIN_FAILED =
  '{"error":{"time":"Nov 20, 2026 12:00:00 PM","message":"Login failed","internalCode":2,"responseStatus":"UNAUTHORIZED"}}';
const BOT = { username: 'bot', appKey: 'app', secret: 's', accessToken: 'dummy', accessTokenSecret: 'dummy' };

interface UnsetCall {
  readonly path: string;
  readonly method?: 'GET';
  readonly parts?: (mock: OpenMock, accountId: string) => Promise<RequestParts>;
  readonly status: number;
  /** Status and body of a strict mock. */
  readonly strict: readonly [number, string];
}

const consumerParts: UnsetCall['parts'] = async (mock, accountId) => ({
  headers: { authorization: await mock.mint.appJwt({ accountId }) },
  body: { ext_consumer_id: 'a' },
});
const createParts: UnsetCall['parts'] = async (mock, accountId) => ({
  headers: {
    authorization: await mock.mint.appJwt({ accountId }),
    'x-lp-on-behalf': await mock.mint.consumerJws({ accountId }),
  },
  body: createBatch(accountId),
});
const IDP_UNKNOWN: UnsetCall['strict'] = [500, '{"internalErrorCode":"1050"}'];

/** One call of each service, and each of those that look the account up by themselves; `{a}` is the account. */
const CALLS: readonly UnsetCall[] = [
  {
    path: '/api/account/{a}/service/idp/baseURI.json?version=1.0',
    method: 'GET',
    status: 200,
    strict: [401, '{"error":"invalid site"}'],
  },
  {
    path: '/api/account/{a}/service/baseURI.json?version=1.0',
    method: 'GET',
    status: 200,
    strict: [401, '{"error":"invalid site"}'],
  },
  {
    path: '/csdr/account/{a}/service/idp/baseURI.lpCsds?version=1.0&cb=fn',
    method: 'GET',
    status: 200,
    strict: [200, 'fn({"ResultSet":{"lpCallError":"invalid site"}})'],
  },
  {
    path: `/sentinel/api/account/{a}/app/token?${TOKEN_QUERY}&client_id=x&client_secret=y`,
    status: 200,
    strict: [401, INVALID_CLIENT],
  },
  {
    path: '/sentinel/api/v2/account/{a}/app/token?grant_type=client_credentials&client_id=x&client_secret=y',
    status: 200,
    strict: [401, INVALID_CLIENT],
  },
  { path: '/api/account/{a}/consumer?v=1.0', parts: consumerParts, status: 201, strict: IDP_UNKNOWN },
  { path: '/api/account/{a}/anonymous/authorize', status: 200, strict: IDP_UNKNOWN },
  {
    path: '/api/account/{a}/app/4567890/authenticate?v=3.0',
    parts: async (mock, accountId) => ({ body: { id_token: await mock.mint.extJwt({ accountId }) } }),
    status: 200,
    strict: IDP_UNKNOWN,
  },
  { path: '/api/account/{a}/signup', status: 200, strict: IDP_UNKNOWN },
  { path: '/api/account/{a}/signup.jsonp?callback=fn', method: 'GET', status: 200, strict: IDP_UNKNOWN },
  {
    path: '/api/account/{a}/configuration/le-connectors/all-connectors',
    method: 'GET',
    status: 200,
    strict: [404, '{"error":"not_found"}'],
  },
  {
    path: '/api/account/{a}/messaging/consumer/conversation?v=3',
    parts: createParts,
    status: 200,
    strict: [401, ERROR_RESP[40102]],
  },
  {
    path: '/api/account/{a}/login?v=1.3',
    parts: () => Promise.resolve({ body: { username: 'u', password: 'p' } }),
    status: 200,
    strict: [401, LOGIN_FAILED],
  },
];

const noted = (what: string, id: string): string =>
  `${what} is "${id}", most likely a variable that was never set; look where your client takes it from`;

describeThroughEveryAdapter('An account id that was never set', (open) => {
  it.each(CALLS.map((call) => [call.path, call] as const))(
    'is taken and noted at %s, and refused by a strict mock',
    async (_, { path, method = 'POST', parts, status, strict }) => {
      const [lenient, severe] = [await open(), await open({ strict: true })];
      for (const accountId of UNSET) {
        const ask = async (mock: OpenMock): ReturnType<typeof mock.ask> =>
          mock.ask(method, path.replace('{a}', accountId), await parts?.(mock, accountId));
        const answer = await ask(lenient);
        expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([
          status,
          `id-unset; ${noted('the account id in the path', accountId)}`,
        ]);
        const refused = await ask(severe);
        expect([refused.status, refused.text]).toEqual(strict);
        expect(refused.headers['lp-mock-reason']).toBe(
          `deviation-refused; ${noted('the account id in the path', accountId)}`,
        );
      }
    },
  );

  it('is none when the word is only a part of it, or in other letters', async () => {
    const mock = await open({ strict: true });
    for (const accountId of ['undefined1', 'Null', 'nan', 'nullable']) {
      const answer = await mock.get(`/api/account/${accountId}/service/idp/baseURI.json?version=1.0`);
      expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, undefined]);
    }
  });
});

describeThroughEveryAdapter('A client id that was never set', (open) => {
  it.each(UNSET)('is taken and noted by Sentinel, and refused by a strict mock: %s', async (clientId) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: 'any' });
    for (const path of [
      '/sentinel/api/account/12345678/app/token?v=1.0',
      '/sentinel/api/v2/account/12345678/app/token',
    ]) {
      const answer = await (await open()).post(path, { body });
      expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([
        200,
        `id-unset; ${noted('client_id', clientId)}`,
      ]);
      const refused = await (await open({ strict: true })).post(path, { body });
      expect([refused.status, refused.text, refused.headers['lp-mock-reason']]).toEqual([
        401,
        INVALID_CLIENT,
        `deviation-refused; ${noted('client_id', clientId)}`,
      ]);
    }
  });

  it.each(UNSET)('is taken and noted by the agent login, and refused by a strict mock: %s', async (appKey) => {
    const answer = await (await open()).post('/api/account/12345678/login?v=1.3', { body: { ...BOT, appKey } });
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, `id-unset; ${noted('appKey', appKey)}`]);
    const refused = await (
      await open({ strict: true })
    ).post('/api/account/12345678/login?v=1.3', { body: { ...BOT, appKey } });
    expect([refused.status, refused.text, refused.headers['lp-mock-reason']]).toEqual([
      401,
      LOGIN_FAILED,
      `deviation-refused; ${noted('appKey', appKey)}`,
    ]);
  });
});
