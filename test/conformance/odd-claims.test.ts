import { expect, it } from '@jest/globals';
import { signAppJwt, signConsumerJws, signExtJwt, signIdToken } from '../support/bad-tokens.ts';
import {
  ANONYMOUS_CONNECTOR,
  AUTHORIZE_PATH,
  authenticatePath,
  CREATE_PATH,
  createBatch,
  CUSTOMER_CONNECTOR,
} from '../support/flows.ts';
import { ERROR_RESP } from '../support/refusals.ts';
import type { Members } from '../support/signed-by-hand.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS } from '../support/through-every-adapter.ts';

interface TokenPath {
  readonly title: string;
  readonly token: string;
  readonly status: number;
  readonly ask: (mock: OpenMock, claims: Members) => Promise<Heard>;
  /** Status and body of a strict mock. */
  readonly strict: readonly [number, string];
}

/** Every way in for a token that has times. */
const PATHS: readonly TokenPath[] = [
  {
    title: 'an AppJWT at /consumer',
    token: 'AppJWT',
    status: 201,
    strict: [401, '{"internalErrorCode":"9011"}'],
    ask: async (mock, claims) =>
      mock.post(`/api/account/${ACCOUNT}/consumer?v=1.0`, {
        headers: { authorization: await signAppJwt(claims) },
        body: { ext_consumer_id: 'a' },
      }),
  },
  {
    title: 'an AppJWT at the Send API',
    token: 'AppJWT',
    status: 200,
    strict: [401, ERROR_RESP[40102]],
    ask: async (mock, claims) =>
      mock.post(CREATE_PATH, {
        headers: { authorization: await signAppJwt(claims), 'x-lp-on-behalf': await signConsumerJws() },
        body: createBatch(),
      }),
  },
  {
    title: 'an LP_EXT_JWT that is refreshed',
    token: 'LP_EXT_JWT',
    status: 200,
    strict: [401, '{"internalErrorCode":"2002"}'],
    ask: async (mock, claims) => mock.post(AUTHORIZE_PATH, { body: { id_token: await signExtJwt(claims) } }),
  },
  {
    title: 'an LP_EXT_JWT that is exchanged',
    token: 'LP_EXT_JWT',
    status: 200,
    strict: [401, '{"internalErrorCode":"2002"}'],
    ask: async (mock, claims) =>
      mock.post(authenticatePath(ANONYMOUS_CONNECTOR), { body: { id_token: await signExtJwt(claims) } }),
  },
  {
    title: 'an id token',
    token: 'id token',
    status: 200,
    strict: [500, '{"internalErrorCode":"9007"}'],
    ask: async (mock, claims) =>
      mock.post(authenticatePath(CUSTOMER_CONNECTOR), { body: { id_token: await signIdToken(claims) } }),
  },
];

const MS = NOON_SECONDS * 1000;
const TIMES: readonly (readonly [Members, string])[] = [
  [{ iat: 0 }, 'iat is 0, as if the time was never set'],
  [{ iat: MS }, `iat is ${String(MS)}, which looks like milliseconds; times are in seconds (RFC 7519 section 2)`],
  [
    { exp: MS + 3_600_000 },
    `exp is ${String(MS + 3_600_000)}, which looks like milliseconds; times are in seconds (RFC 7519 section 2)`,
  ],
  [
    { exp: Number.MAX_SAFE_INTEGER },
    'exp is 9007199254740991, which looks like milliseconds; times are in seconds (RFC 7519 section 2)',
  ],
  [{ iat: -1 }, 'iat is negative'],
  [{ nbf: -5 }, 'nbf is negative'],
  [{ iat: NOON_SECONDS + 0.5 }, `iat is ${String(NOON_SECONDS + 0.5)}, no whole number of seconds`],
  [{ nbf: String(NOON_SECONDS) }, 'nbf is no number, and was not looked at'],
];

describeThroughEveryAdapter('Times that no clock of LivePerson wrote', (open) => {
  it.each(PATHS.map((path) => [path.title, path] as const))(
    'are noted, and refused by a strict mock: %s',
    async (_, { token, status, ask, strict }) => {
      for (const [claims, sentence] of TIMES) {
        const answer = await ask(await open(), claims);
        expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([
          status,
          `token-time; the ${token}'s ${sentence}`,
        ]);
        const refused = await ask(await open({ strict: true }), claims);
        expect([refused.status, refused.text, refused.headers['lp-mock-reason']]).toEqual([
          ...strict,
          `deviation-refused; the ${token}'s ${sentence}`,
        ]);
      }
    },
  );

  it.each(PATHS.map((path) => [path.title, path] as const))(
    'are no matter when they are ordinary: %s',
    async (_, { status, ask }) => {
      for (const claims of [{}, { nbf: 0 }, { iat: 1 }, { exp: 99_999_999_999 }]) {
        const answer = await ask(await open({ strict: true }), claims);
        expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([status, undefined]);
      }
    },
  );

  it.each(['1970-01-01T00:00:00Z', '1969-07-20T20:17:40Z', '9999-01-01T00:00:00Z'])(
    'are none by a clock that stands at %s itself',
    async (at) => {
      const mock = await open({ strict: true });
      await mock.clock.set(at);
      const headers = { authorization: await mock.mint.appJwt() };
      const consumer = await mock.post(`/api/account/${ACCOUNT}/consumer?v=1.0`, {
        headers,
        body: { ext_consumer_id: 'a' },
      });
      const exchanged = await mock.post(authenticatePath(CUSTOMER_CONNECTOR), {
        body: { id_token: await mock.mint.idToken() },
      });
      expect([consumer, exchanged].map((answer) => [answer.status, answer.headers['lp-mock-deviation']])).toEqual([
        [201, undefined],
        [200, undefined],
      ]);
    },
  );

  it('make a token that was minted here malformed where they cannot be counted with', async () => {
    const mock = await open();
    const authorization = await mock.mint.appJwt({ claims: { exp: 1e16 } });
    const answer = await mock.post(`/api/account/${ACCOUNT}/consumer?v=1.0`, {
      headers: { authorization },
      body: { ext_consumer_id: 'a' },
    });
    expect([answer.status, answer.text, answer.headers['lp-mock-reason']]).toEqual([
      401,
      '{"internalErrorCode":"9011"}',
      'app-jwt-malformed; the AppJWT has an exp outside the safe integers, which is no time at all',
    ]);
  });
});

describeThroughEveryAdapter("An id token whose iss is not the connector's", (open) => {
  const sentence = 'iss is not the issuer of connector 4567891, https://idp.example.test';
  const exchange = async (mock: OpenMock, claims: Members): Promise<Heard> =>
    mock.post(authenticatePath(CUSTOMER_CONNECTOR), { body: { id_token: await signIdToken(claims) } });

  it('is exchanged and noted', async () => {
    const answer = await exchange(await open(), { iss: 'https://other.example.test' });
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, `id-token-issuer; ${sentence}`]);
    expect(answer.text).toBe(JSON.stringify({ token: (answer.json() as { token: string }).token }));
  });

  it('is refused with 9007 by a strict mock', async () => {
    const answer = await exchange(await open({ strict: true }), { iss: 'https://other.example.test' });
    expect([answer.status, answer.text, answer.headers['lp-mock-reason']]).toEqual([
      500,
      '{"internalErrorCode":"9007"}',
      `deviation-refused; ${sentence}`,
    ]);
  });

  it('is nothing where the connector names no issuer', async () => {
    const { jwtPublicKey } = await customerConfiguration(await open());
    const mock = await open({
      strict: true,
      accounts: [{ accountId: ACCOUNT, connectors: [{ id: CUSTOMER_CONNECTOR, configuration: { jwtPublicKey } }] }],
    });
    const answer = await exchange(mock, { iss: 'https://other.example.test' });
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, undefined]);
  });
});

async function customerConfiguration(mock: OpenMock): Promise<{ jwtPublicKey: string }> {
  const list = (await mock.get(`/api/account/${ACCOUNT}/configuration/le-connectors/all-connectors`)).json() as {
    id: number;
    configuration: { jwtPublicKey: string };
  }[];
  return list.find(({ id }) => id === CUSTOMER_CONNECTOR)?.configuration ?? { jwtPublicKey: '' };
}
