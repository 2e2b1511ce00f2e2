import { expect, it } from '@jest/globals';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const LOGIN = `/api/account/${ACCOUNT}/login?v=1.3`;
const REFRESH = `/api/account/${ACCOUNT}/refresh?v=1.3`;
const LOGOUT = `/api/account/${ACCOUNT}/logout?v=1.3`;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const AGENTS = { accounts: [{ accountId: ACCOUNT, agents: [{ username: 'ada', password: 'right' }] }] };

const error = (message: string, internalCode: number): object => ({
  error: { time: 'Nov 20, 2026 12:00:00 PM', message, internalCode, responseStatus: 'UNAUTHORIZED' },
});
const CSRF_INVALID = error(
  'CSRF token invalid! The CSRF token on request does not match the CSRF token on the session',
  10,
);

interface Login {
  csrf: string;
  bearer: string;
  wsuk: string;
  sessionId: string;
  config: { userId: string; userPid: string };
  csdsCollectionResponse: { baseURIs: { account: string; baseURI: string; service: string }[] };
}

/** What a bot sends: the client_id and client_secret of its app, and two fields that are no longer read. */
const botLogin = (appKey: string, secret: string, more: object = {}): object => ({
  username: 'ada',
  appKey,
  secret,
  accessToken: 'dummy',
  accessTokenSecret: 'dummy',
  ...more,
});
const BOTS = {
  accounts: [
    {
      accountId: ACCOUNT,
      agents: [{ username: 'ada', password: 'right' }],
      apps: [
        { client_id: 'bot-app', client_secret: 'right' },
        { client_id: 'old-app', client_secret: 'right', enabled: false },
      ],
    },
    { accountId: OTHER_ACCOUNT, apps: [{ client_id: 'their-app', client_secret: 'theirs' }] },
    { accountId: '11111111', agents: [{ username: 'ada', password: 'right' }] },
  ],
};
const BARE_LOGIN = LOGIN.replace(ACCOUNT, '11111111');

function reasonOf(answer: Heard): string | undefined {
  return answer.headers['lp-mock-reason']?.split(';')[0];
}

describeThroughEveryAdapter('Agent login', (open) => {
  it.each([
    ['a password', { username: 'grace', password: 'any' }, 'grace'],
    [
      'OAuth 1 fields',
      { username: 'grace', appKey: 'k', secret: 's', accessToken: 't', accessTokenSecret: 'ts' },
      'grace',
    ],
    ['a SAML assertion', { jwt: 'dummy', assertion: 'PHNhbWw+' }, 'saml-agent'],
  ])('with %s answers bearer, csrf and configuration', async (_, body, loginName) => {
    const mock = await open();
    const answer = await mock.post(LOGIN, { body });
    const login = answer.json() as Login;
    expect(login.csrf).toMatch(/^[0-9a-f]{64}$/);
    expect(login.bearer).toMatch(/^[0-9a-f]{64}$/);
    expect(login.config.userId).toMatch(/^[1-9]\d{9}$/);
    expect(login.config.userPid).toMatch(UUID);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      csrf: login.csrf,
      wsuk: login.config.userId,
      config: {
        loginName,
        userId: login.config.userId,
        userPid: login.config.userPid,
        userPrivileges: [100, 101, 1730, 1731, 1732, 1733, 1734, 1735],
        serverCurrentTime: Date.parse(NOON),
        timeDiff: 0,
        serverTimeZoneName: 'UTC',
        serverTimeGMTDiff: 0,
        isLPA: false,
        isAdmin: true,
        accountTimeZoneId: 'UTC',
      },
      csdsCollectionResponse: { baseURIs: login.csdsCollectionResponse.baseURIs },
      accountData: { agentGroupsData: { items: [{ id: -1, deleted: false, name: 'Main Group' }], revision: 1 } },
      sessionId: login.sessionId,
      sessionTTl: '28800000',
      bearer: login.bearer,
    });
    expect(login.sessionId).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.keys(login)).toEqual([
      'csrf',
      'wsuk',
      'config',
      'csdsCollectionResponse',
      'accountData',
      'sessionId',
      'sessionTTl',
      'bearer',
    ]);
  });

  it("hands out the Domain API's list, its members in the order of the documented sample", async () => {
    const mock = await open();
    const { csdsCollectionResponse } = (
      await mock.post(LOGIN, { body: { username: 'grace', password: 'any' } })
    ).json() as Login;
    const { baseURIs } = (
      await mock.get(`/api/account/${ACCOUNT}/service/baseURI.json?version=1.0`)
    ).json() as Login['csdsCollectionResponse'];
    expect(JSON.stringify(csdsCollectionResponse.baseURIs)).toBe(
      JSON.stringify(baseURIs.map(({ account, baseURI, service }) => ({ account, baseURI, service }))),
    );
  });

  it('lets a configured agent in with its password, in a closed mock too', async () => {
    for (const closed of [false, true]) {
      const mock = await open({ ...AGENTS, closed });
      const answer = await mock.post(LOGIN, { body: { username: 'ada', password: 'right' } });
      expect([answer.status, reasonOf(answer)]).toEqual([200, undefined]);
      expect((answer.json() as { config: { loginName: string } }).config.loginName).toBe('ada');
    }
  });

  it('knows an agent again by name', async () => {
    const mock = await open();
    const logIn = async (): Promise<Login> =>
      (await mock.post(LOGIN, { body: { username: 'grace', password: 'any' } })).json() as Login;
    const [first, second] = [await logIn(), await logIn()];
    expect(second.config).toEqual(first.config);
    expect(second.bearer).not.toBe(first.bearer);
  });

  it.each([
    ['a wrong password', AGENTS, { username: 'ada', password: 'wrong' }, 'agent-password-wrong'],
    [
      'no password where one is configured, in a closed mock',
      { ...AGENTS, closed: true },
      { username: 'ada', password: '' },
      'agent-password-wrong',
    ],
    [
      'an unknown agent of a closed mock',
      { ...AGENTS, closed: true },
      { username: 'grace', password: 'any' },
      'agent-unknown',
    ],
    [
      'an assertion, which names no agent, on a closed mock',
      { ...AGENTS, closed: true },
      { jwt: 'dummy', assertion: 'PHNhbWw+' },
      'agent-unknown',
    ],
    ['a bot whose secret is not that of its app', BOTS, botLogin('bot-app', 'wrong'), 'client-secret-wrong'],
    [
      'a bot whose secret is not that of its app, on a closed mock',
      { ...BOTS, closed: true },
      botLogin('bot-app', 'wrong'),
      'client-secret-wrong',
    ],
    [
      'a bot with an app that nobody configured, on a closed mock',
      { ...BOTS, closed: true },
      botLogin('nobody', 'wrong'),
      'client-unknown',
    ],
    ["a bot with another account's app", BOTS, botLogin('their-app', 'theirs'), 'client-foreign-account'],
    ['a bot whose app is disabled', BOTS, botLogin('old-app', 'right'), 'client-disabled'],
    [
      'a bot that nobody configured, on a closed mock',
      { ...BOTS, closed: true },
      botLogin('bot-app', 'right', { username: 'grace' }),
      'agent-unknown',
    ],
    [
      'a wrong password beside the right app',
      BOTS,
      botLogin('bot-app', 'right', { password: 'wrong' }),
      'agent-password-wrong',
    ],
    [
      'a wrong app beside the right password',
      BOTS,
      botLogin('bot-app', 'wrong', { password: 'right' }),
      'client-secret-wrong',
    ],
    [
      'an unknown account of a closed mock',
      { accounts: [], closed: true },
      { username: 'ada', password: 'right' },
      'account-unknown',
    ],
  ])('refuses %s', async (_, options, body, slug) => {
    const mock = await open(options);
    const answer = await mock.post(LOGIN, { body });
    expect([answer.status, answer.json(), reasonOf(answer)]).toEqual([401, error('Login failed', 2), slug]);
  });

  it.each([
    ['with its own app', BOTS, botLogin('bot-app', 'right')],
    ['with its own app, on a closed mock', { ...BOTS, closed: true }, botLogin('bot-app', 'right')],
    ['with its own app, on a strict mock', { ...BOTS, strict: true }, botLogin('bot-app', 'right')],
    ['with an app that nobody configured', BOTS, botLogin('nobody', 'any')],
    ['with its own app beside its password', BOTS, botLogin('bot-app', 'right', { password: 'right' })],
    ['with its own app beside an empty password', BOTS, botLogin('bot-app', 'right', { password: '' })],
  ])('lets a bot in %s', async (_, options, body) => {
    const mock = await open(options);
    const answer = await mock.post(LOGIN, { body });
    expect([
      answer.status,
      (answer.json() as { config: { loginName: string } }).config.loginName,
      answer.headers['lp-mock-deviation'],
    ]).toEqual([200, 'ada', undefined]);
  });

  it("takes another account's app where the account has none, and notes it; a strict mock refuses", async () => {
    const sentence =
      'this client is configured for another account; this account has no clients of its own and takes any, with any secret';
    const noted = await (await open(BOTS)).post(BARE_LOGIN, { body: botLogin('their-app', 'wrong') });
    expect([noted.status, noted.headers['lp-mock-deviation']]).toEqual([200, `client-foreign-account; ${sentence}`]);
    const refused = await (
      await open({ ...BOTS, strict: true })
    ).post(BARE_LOGIN, { body: botLogin('their-app', 'wrong') });
    expect([refused.status, refused.json(), refused.headers['lp-mock-reason']]).toEqual([
      401,
      error('Login failed', 2),
      `deviation-refused; ${sentence}`,
    ]);
  });

  it.each([
    ['no body', '', 'body-wrong-shape'],
    ['no JSON', '{', 'body-not-json'],
    ['an array', '[]', 'body-wrong-shape'],
    ['no password', '{"username":"grace"}', 'agent-credentials-missing'],
    ['a name too long to be kept', `{"username":"${'g'.repeat(1025)}","password":"p"}`, 'name-too-long'],
    ['OAuth 1 fields that are not whole', '{"username":"grace","appKey":"k"}', 'agent-credentials-missing'],
  ])('refuses %s as a bad request', async (_, body, slug) => {
    const mock = await open();
    const answer = await mock.post(LOGIN, { body });
    expect([answer.status, answer.json(), reasonOf(answer)]).toEqual([
      400,
      { error: { time: 'Nov 20, 2026 12:00:00 PM', message: 'Bad Request', internalCode: 1 } },
      slug,
    ]);
  });

  it('refuses refresh and logout without a session', async () => {
    const mock = await open();
    for (const path of [REFRESH, LOGOUT]) {
      const answer = await mock.post(path, { body: { csrf: 'x' } });
      expect([answer.status, answer.json(), reasonOf(answer)]).toEqual([
        401,
        error('Session not found', 3),
        'agent-session-unknown',
      ]);
    }
  });
});

describeThroughEveryAdapter(
  'Agent session',
  (open) => {
    const logIn = async (mock: OpenMock): Promise<{ csrf: string; cookie: string }> => {
      const answer = await mock.post(LOGIN, { body: { username: 'grace', password: 'any' } });
      const { csrf, sessionId } = answer.json() as Login;
      expect(answer.headers['set-cookie']).toBe(
        `Session_id=${sessionId}; Path=/; HttpOnly, session_id=${sessionId}; Path=/; HttpOnly`,
      );
      return { csrf, cookie: `other=1; Session_id=${sessionId}` };
    };

    it.each([
      ['Session_id', (id: string) => `Session_id=${id}`],
      ['session_id', (id: string) => `session_id=${id}`],
      ['both', (id: string) => `session_id=${id}; Session_id=${id}`],
      ['either, beside one that is over', (id: string) => `Session_id=over; session_id=${id}`],
    ])('is known by the cookie %s', async (_, cookieOf) => {
      const mock = await open();
      const { csrf, sessionId } = (
        await mock.post(LOGIN, { body: { username: 'grace', password: 'any' } })
      ).json() as Login;
      // Without v, as a client of LivePerson's own does.
      const answer = await mock.post(REFRESH.replace('?v=1.3', ''), {
        headers: { cookie: cookieOf(sessionId) },
        body: { csrf },
      });
      expect([answer.status, answer.text]).toEqual([200, '']);
    });

    it.each(['SESSION_ID', 'sessionId', 'xSession_id'])('is not known by the cookie %s', async (name) => {
      const mock = await open();
      const { csrf, sessionId } = (
        await mock.post(LOGIN, { body: { username: 'grace', password: 'any' } })
      ).json() as Login;
      const answer = await mock.post(REFRESH, { headers: { cookie: `${name}=${sessionId}` }, body: { csrf } });
      expect([answer.status, answer.json(), answer.headers['lp-mock-reason']]).toEqual([
        401,
        error('Session not found', 3),
        'agent-session-unknown; neither of the cookies Session_id and session_id names a live session; log in again',
      ]);
    });

    it('is refreshed with cookie and csrf by an empty 200', async () => {
      const mock = await open();
      const { csrf, cookie } = await logIn(mock);
      const answer = await mock.post(REFRESH, { headers: { cookie }, body: { csrf } });
      expect([answer.status, answer.text]).toEqual([200, '']);
    });

    it('refuses another csrf in the documented words', async () => {
      const mock = await open();
      const { cookie } = await logIn(mock);
      const answer = await mock.post(REFRESH, { headers: { cookie }, body: { csrf: 'other' } });
      expect([answer.status, answer.json(), reasonOf(answer)]).toEqual([401, CSRF_INVALID, 'agent-csrf-wrong']);
    });

    it('lives eight hours from its last refresh', async () => {
      const mock = await open();
      const { csrf, cookie } = await logIn(mock);
      const refresh = async (): Promise<number> =>
        (await mock.post(REFRESH, { headers: { cookie }, body: { csrf } })).status;
      await mock.clock.advance(28_799);
      expect(await refresh()).toBe(200);
      await mock.clock.advance(28_799);
      expect(await refresh()).toBe(200);
      await mock.clock.advance('8h');
      expect(await refresh()).toBe(401);
    });

    it('ends with logout', async () => {
      const mock = await open();
      const { csrf, cookie } = await logIn(mock);
      const answer = await mock.post(LOGOUT, { headers: { cookie }, body: { csrf } });
      expect([answer.status, answer.text, answer.headers['set-cookie']]).toEqual([
        200,
        '',
        'Session_id=; Path=/; HttpOnly; Max-Age=0, session_id=; Path=/; HttpOnly; Max-Age=0',
      ]);
      expect((await mock.post(REFRESH, { headers: { cookie }, body: { csrf } })).status).toBe(401);
    });
  },
  { anyHeader: true },
);
