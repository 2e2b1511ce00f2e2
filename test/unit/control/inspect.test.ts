import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { agentIdTokenClaims } from '../../../mock-server/tokens/agent-id-token.ts';
import { FOREIGN_KEY, SENTINEL_ID_TOKEN_KEY, signJws } from '../../support/signed-by-hand.ts';
import { ACCOUNT, CLIENT_ID, NOON, NOON_SECONDS, OTHER_ACCOUNT } from '../../support/through-every-adapter.ts';

function frozenMock(): Mock {
  const mock = createMock({ seed: 'inspect' });
  mock.clock.freeze(NOON);
  return mock;
}

/** The calls of the Messaging REST API. */
const REST = [
  'PUT /messaging/v1/consumers/{consumer}',
  'POST /messaging/v1/consumers/{consumer}/conversations',
  'GET /messaging/v1/conversations/{conversation}',
  'PATCH /messaging/v1/conversations/{conversation}',
  'POST /messaging/v1/conversations/{conversation}/dialogs/{dialog}/messages',
  'GET /messaging/v1/conversations/{conversation}/dialogs/{dialog}/messages',
];

describe('an accepted token', () => {
  it('is shown whole, with its times in words', async () => {
    const mock = frozenMock();
    const token = await mock.mint.appJwt();
    mock.clock.advance('90s');
    expect(await mock.inspect(token)).toEqual({
      kind: 'AppJWT',
      header: { kid: 'appjwt-13-05-17', typ: 'JWT', alg: 'RS256' },
      claims: {
        aud: ACCOUNT,
        azp: CLIENT_ID,
        scope: 'msg.consumer',
        iss: 'Sentinel',
        exp: NOON_SECONDS + 3600,
        iat: NOON_SECONDS,
      },
      accountId: ACCOUNT,
      times: [
        { claim: 'iat', at: NOON, words: '1 min 30 s ago' },
        { claim: 'exp', at: '2026-11-20T13:00:00Z', words: 'in 58 min 30 s' },
      ],
      meanings: {
        aud: 'The account it is for; must be the one in the path.',
        azp: 'The app that asked: its client_id.',
        scope: 'What the app may do. The Send API needs msg.consumer.',
        iss: 'Who issued it. With a capital S in every AppJWT.',
        exp: 'Good until this second, and not in it.',
        iat: 'When Sentinel issued it.',
      },
      accepted: true,
      where: [
        'Authorization of POST /api/account/{account}/consumer',
        'Authorization of POST /api/account/{account}/messaging/consumer/conversation',
        'Authorization of POST /api/account/{account}/messaging/consumer/conversation/send',
        ...REST.map((call) => `Authorization of ${call}`),
        'Authorization of POST /api/account/{account}/lambdas/{function}/invoke (scope faas.lambda.invoke)',
        'Authorization of POST /api/account/{account}/events/{event}/invoke (scope faas.lambda.invoke)',
        'Authorization of GET /api/account/{account}/events/{event}/isImplemented (scope faas.lambda.invoke)',
      ],
      notFor: [],
      reason: undefined,
      checks: expect.objectContaining({ kind: 'AppJWT', failed: undefined }),
    });
  });

  it.each([
    ['ConsumerJWS', (mock: Mock) => mock.mint.consumerJws()],
    ['LP_EXT_JWT', (mock: Mock) => mock.mint.extJwt()],
    ['LP_JWT', (mock: Mock) => mock.mint.lpJwt()],
  ])('may be of the kind %s', async (kind, mint) => {
    const mock = frozenMock();
    expect(await mock.inspect(await mint(mock))).toMatchObject({
      kind,
      accountId: ACCOUNT,
      accepted: true,
      reason: undefined,
    });
  });

  it.each([
    [
      'ConsumerJWS',
      (mock: Mock) => mock.mint.consumerJws(),
      [
        'X-LP-ON-BEHALF of POST /api/account/{account}/messaging/consumer/conversation',
        'X-LP-ON-BEHALF of POST /api/account/{account}/messaging/consumer/conversation/send',
        ...REST.map((call) => `LP-On-Behalf of ${call}`),
      ],
    ],
    [
      'LP_EXT_JWT',
      (mock: Mock) => mock.mint.extJwt(),
      [
        'id_token of POST /api/account/{account}/anonymous/authorize (refresh, expired too)',
        'id_token of POST /api/account/{account}/app/{connector}/authenticate (at the anonymous connector, which gives the LP_JWT for the socket)',
      ],
    ],
    [
      'LP_JWT',
      (mock: Mock) => mock.mint.lpJwt(),
      [
        'Authorization, InitConnection or the path of GET /ws_api/account/{account}/messaging/consumer',
        ...REST.map((call) => `Authorization of ${call}`),
      ],
    ],
    [
      'id token',
      (mock: Mock) => mock.mint.idToken(),
      [
        'id_token of POST /api/account/{account}/app/{connector}/authenticate (at a customer connector)',
        'authCode of POST /api/account/{account}/authenticate',
      ],
    ],
  ])('is sent where the endpoint table takes the kind %s', async (_, mint, where) => {
    const mock = frozenMock();
    expect((await mock.inspect(await mint(mock))).where).toEqual(where);
  });

  it.each([
    ['LP_EXT_JWT', (mock: Mock) => mock.mint.extJwt(), 'POST /api/account/{account}/app/{connector}/authenticate'],
    ['id token', (mock: Mock) => mock.mint.idToken(), 'POST /api/account/{account}/app/{connector}/authenticate'],
    ['ConsumerJWS', (mock: Mock) => mock.mint.consumerJws(), 'to the Send API'],
  ])('of the kind %s is the wrong one for a socket, and the right one is named', async (_, mint, right) => {
    const mock = frozenMock();
    const token = await mint(mock);
    const { notFor } = await mock.inspect(token);
    expect(notFor).toEqual([
      expect.stringMatching(/^the consumer's socket, which takes an LP_JWT and closes with 4407 for this token; /),
    ]);
    expect(notFor[0]).toContain(right);
    await expect(mock.consumer({ jwt: token, accountId: ACCOUNT })).rejects.toMatchObject({ code: 4407 });
    mock.clock.advance('1000h');
    expect((await mock.inspect(token)).notFor).toEqual(notFor);
  });

  it('that a socket takes is wrong nowhere, and is taken', async () => {
    const mock = frozenMock();
    const token = await mock.mint.lpJwt();
    expect((await mock.inspect(token)).notFor).toEqual([]);
    expect((await mock.consumer({ jwt: token })).jwt).toBe(token);
  });

  it('without times has none to tell', async () => {
    const mock = frozenMock();
    expect((await mock.inspect(await mock.mint.consumerJws())).times).toEqual([]);
  });
});

it.each([
  ['of Sentinel', { sub: 'somebody' }, true, undefined],
  ['of no issuer', { iss: undefined }, false, 'app-jwt-claim-missing'],
])('an AppJWT %s with another claim than usual is still one', async (_, claims, isAccepted, slug) => {
  const mock = frozenMock();
  const { kind, accepted, reason } = await mock.inspect(await mock.mint.appJwt({ claims }));
  expect([kind, accepted, reason?.slug]).toEqual(['AppJWT', isAccepted, slug]);
});

it("a customer's id token is one also when it names the client it was issued to", async () => {
  const mock = frozenMock();
  const { kind, accepted } = await mock.inspect(await mock.mint.idToken({ claims: { azp: 'shop' } }));
  expect([kind, accepted]).toEqual(['id token', true]);
});

it('a time less than a second away is now', async () => {
  const mock = frozenMock();
  const { times } = await mock.inspect(await mock.mint.appJwt({ claims: { iat: mock.clock.nowSeconds() + 0.5 } }));
  expect(times[0]?.words).toBe('now');
});

describe('a refused token', () => {
  const refusals: [string, (mock: Mock) => Promise<string> | string, string][] = [
    ['has expired', (mock) => mock.mint.appJwt({ expiresInSeconds: 0 }), 'app-jwt-expired'],
    ['lacks the scope', (mock) => mock.mint.appJwt({ scope: 'other' }), 'app-jwt-scope'],
    ['lacks a claim', (mock) => mock.mint.appJwt({ claims: { iat: undefined } }), 'app-jwt-claim-missing'],
    ['is of a strange issuer', (mock) => mock.mint.appJwt({ claims: { iss: 'me' } }), 'app-jwt-issuer'],
    [
      'lacks its consumer',
      (mock) => mock.mint.consumerJws({ claims: { lp_consumer_id: 5 } }),
      'consumer-jws-claim-missing',
    ],
    ['is anonymous and has expired', (mock) => mock.mint.extJwt({ expiresInSeconds: -1 }), 'ext-jwt-expired'],
    ['is an LP_JWT and has expired', (mock) => mock.mint.lpJwt({ expiresInSeconds: -1 }), 'lp-jwt-expired'],
    ['is an LP_JWT and is good only later', (mock) => mock.mint.lpJwt({ notYetValid: true }), 'lp-jwt-not-yet-valid'],
    ['is an id token and has expired', (mock) => mock.mint.idToken({ expired: true }), 'id-token-expired'],
    [
      'is an id token and is good only later',
      (mock) => mock.mint.idToken({ notYetValid: true }),
      'id-token-not-yet-valid',
    ],
    ...['sub', 'aud', 'exp', 'iat'].map((claim): (typeof refusals)[number] => [
      `is an LP_JWT and lacks ${claim}`,
      (mock) => mock.mint.lpJwt({ omit: [claim] }),
      'lp-jwt-claim-missing',
    ]),
    [
      'is an LP_JWT whose exp is a text',
      (mock) => mock.mint.lpJwt({ claims: { exp: 'never' } }),
      'lp-jwt-claim-missing',
    ],
    ['is anonymous and is good only later', (mock) => mock.mint.extJwt({ notYetValid: true }), 'ext-jwt-not-yet-valid'],
    ['is signed by nobody', async (mock) => (await mock.mint.appJwt()).replace(/[^.]*$/, ''), 'app-jwt-signature'],
    ['is no token', () => 'hello', 'app-jwt-malformed'],
    ['is empty', () => '', 'app-jwt-malformed'],
    ['is encrypted', () => 'a.b.c.d.e', 'app-jwt-encrypted'],
    ['is 100 kB of nothing', () => 'a'.repeat(100_000), 'app-jwt-malformed'],
  ];

  it.each(refusals)('that %s is told why', async (_, make, slug) => {
    const mock = frozenMock();
    const { accepted, reason } = await mock.inspect(await make(mock));
    expect([accepted, reason?.slug]).toEqual([false, slug]);
    // In words too: `the ConsumerJWS` and nothing after it would have 15 letters.
    expect(reason?.sentence).toMatch(/^\S.{14,}\S$/);
  });

  it('is told apart from a good one after it was revoked', async () => {
    const mock = frozenMock();
    const token = await mock.mint.extJwt();
    mock.revoke(token);
    expect((await mock.inspect(token)).reason?.slug).toBe('ext-jwt-revoked');
  });

  it('of an account that a closed mock does not know is said to be so', async () => {
    const mock = createMock({ closed: true });
    const token = await createMock().mint.appJwt({ accountId: 'foreign' });
    expect((await mock.inspect(token)).reason).toEqual({
      slug: 'account-unknown',
      sentence: 'this mock does not know the account',
    });
  });

  it("of an account without a customer's key is said to be so", async () => {
    const mock = createMock({ accounts: [{ accountId: ACCOUNT, connectors: [] }] });
    expect((await mock.inspect(await mock.mint.idToken())).reason).toEqual({
      slug: 'connector-key-unusable',
      sentence: 'no customer connector of the account has a usable key',
    });
  });

  it('with claims of strange types is still shown', async () => {
    const mock = frozenMock();
    const token = await mock.mint.appJwt({ claims: { aud: [OTHER_ACCOUNT], exp: 'never', iat: null } });
    expect(await mock.inspect(token)).toMatchObject({
      accepted: false,
      accountId: undefined,
      times: [],
      reason: { slug: 'app-jwt-claim-missing' },
    });
  });
});

describe('a span of time', () => {
  it.each([
    [0, 'now'],
    [1, 'in 1 s'],
    [60, 'in 1 min'],
    [3599, 'in 59 min 59 s'],
    [3600, 'in 1 h'],
    [90_061, 'in 1 d 1 h'],
    [-86_400, '1 d ago'],
    [-59, '59 s ago'],
  ])('of %d seconds is %s', async (seconds, words) => {
    const mock = frozenMock();
    const { times } = await mock.inspect(await mock.mint.lpJwt({ expiresInSeconds: seconds }));
    expect(times.find(({ claim }) => claim === 'exp')?.words).toBe(words);
  });
});

it('revoking what is no token is a mistake of the caller', () => {
  expect(() => {
    createMock().revoke('hello');
  }).toThrow('not a token: the text has 1 part between dots instead of three');
});

describe("Sentinel's id token", () => {
  const KEY = SENTINEL_ID_TOKEN_KEY;
  const CLAIMS = agentIdTokenClaims({ userPid: 'an-agent', clientId: CLIENT_ID, issuedAtSeconds: NOON_SECONDS });

  it('is told from the id token of a customer, with what it says and for whom it is', async () => {
    const mock = frozenMock();
    expect(await mock.inspect(await signJws(KEY, CLAIMS))).toEqual({
      kind: 'Sentinel id token',
      header: expect.objectContaining({ kid: KEY.kid }),
      claims: CLAIMS,
      accountId: ACCOUNT,
      times: [
        { claim: 'iat', at: NOON, words: 'now' },
        { claim: 'exp', at: '2026-11-20T12:10:00Z', words: 'in 10 min' },
      ],
      meanings: expect.objectContaining({
        sub: 'The agent, by the id of the user at LivePerson.',
        aud: 'The app that the agent logged in for: its client_id.',
      }),
      accepted: true,
      where: ['the application that got it, which reads in it which agent has logged in; no call takes it'],
      notFor: [
        "POST /api/account/{account}/app/{connector}/authenticate, which takes an id token of the customer's own login",
        'calls that ask for a bearer; send them the access_token that came with it',
      ],
      reason: undefined,
      checks: {
        kind: 'Sentinel id token',
        passed: ['shape', 'kind', 'signature', 'claims', 'account', 'times'],
        failed: undefined,
        notReached: [],
      },
    });
  });

  it.each([
    ['is of a foreign key', FOREIGN_KEY, {}, 'id-token-unknown-key', 'signature', ACCOUNT],
    ['has no user', KEY, { sub: 5 }, 'id-token-claim-missing', 'claims', ACCOUNT],
    ['has no time', KEY, { exp: 'soon' }, 'id-token-claim-missing', 'claims', ACCOUNT],
    ['has a list of apps', KEY, { aud: [CLIENT_ID] }, 'id-token-claim-missing', 'claims', undefined],
    ['is for an app that is not there', KEY, { aud: 'another' }, 'id-token-account', 'account', undefined],
    ['is over', KEY, { exp: NOON_SECONDS }, 'id-token-expired', 'times', ACCOUNT],
  ])('is refused when it %s', async (_, key, claims, slug, failed, accountId) => {
    const {
      kind,
      accepted,
      reason,
      checks,
      accountId: account,
    } = await frozenMock().inspect(await signJws(key, { ...CLAIMS, ...claims }));
    expect([kind, accepted, reason?.slug, checks?.kind, checks?.failed]).toEqual([
      'Sentinel id token',
      false,
      slug,
      'Sentinel id token',
      failed,
    ]);
    expect(account).toBe(accountId);
  });
});
