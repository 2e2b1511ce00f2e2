import { expect, it } from '@jest/globals';
import { reasonOf } from '../support/refusals.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const PATH = `/messaging_history/api/account/${ACCOUNT}/agent-view/status`;
const OAUTH_1 = { authorization: 'OAuth oauth_consumer_key="key", oauth_token="token", oauth_signature="any"' };
const UNAUTHORIZED = '{"error":"unauthorized"}';
const BAD_REQUEST = '{"error":"bad_request"}';

interface Login {
  readonly bearer: string;
  readonly csrf: string;
  readonly sessionId: string;
  readonly config: { readonly userId: string; readonly userPid: string };
}

async function logIn(mock: OpenMock, username = 'ada', account = ACCOUNT): Promise<Login> {
  const answer = await mock.post(`/api/account/${account}/login?v=1.3`, { body: { username, password: 'secret' } });
  return answer.json() as Login;
}

const bearer = (login: Login, word = 'Bearer '): Record<string, string> => ({
  authorization: `${word}${login.bearer}`,
});

function status(mock: OpenMock, body: object | string, headers: Record<string, string> = OAUTH_1): Promise<Heard> {
  return mock.post(PATH, { headers, body });
}

/** The records alone, as `id status`. */
async function records(mock: OpenMock, body: object): Promise<string[]> {
  const answer = await status(mock, body);
  expect(answer.status).toBe(200);
  const { agentStatusRecords } = answer.json() as { agentStatusRecords: Record<string, string>[] };
  return agentStatusRecords.map(({ agentId = '', currentStatus = '' }) => `${agentId} ${currentStatus}`);
}

function expectRefusal(answer: Heard, httpStatus: number, text: string, slug: string): void {
  expect({ status: answer.status, text: answer.text, reason: reasonOf(answer) }).toEqual({
    status: httpStatus,
    text,
    reason: slug,
  });
  expect(answer.headers['content-type']).toBe('application/json');
}

describeThroughEveryAdapter('Agent status in the message history', (open) => {
  it('is OFFLINE for an agent who has logged in and told no state, in the whole body', async () => {
    const mock = await open();
    const login = await logIn(mock);
    const answer = await status(mock, { agentIds: [login.config.userId] }, bearer(login));
    const { _metadata: metadata } = answer.json() as { _metadata: { self: { href: string } } };
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.text).toBe(
      JSON.stringify({
        _metadata: {
          count: 1,
          self: { rel: 'self', href: metadata.self.href },
          shardsStatusResult: { partialResult: false },
        },
        accountID: ACCOUNT,
        agentStatusRecords: [{ agentId: login.config.userId, currentStatus: 'OFFLINE' }],
      }),
    );
    expect(new URL(metadata.self.href).pathname).toBe(PATH);
  });

  it('finds the Domain API naming its service', async () => {
    const mock = await open();
    const answer = await mock.get(`/api/account/${ACCOUNT}/service/msgHist/baseURI.json?version=1.0`);
    expect(answer.json()).toMatchObject({ service: 'msgHist', account: ACCOUNT });
  });

  it('takes an id in each form once, also a number, and has no record of nobody', async () => {
    const mock = await open();
    const { userId, userPid } = (await logIn(mock)).config;
    const agentIds = [userId, Number(userId), `${ACCOUNT}.${userId}`, userPid, '999', `${OTHER_ACCOUNT}.${userId}`];
    expect(await records(mock, { agentIds })).toEqual([`${userId} OFFLINE`]);
    expect(await records(mock, { agentIds: [] })).toEqual([]);
  });

  it('tells without ids of everybody who is logged in, by status if wanted', async () => {
    const mock = await open();
    const [ada, bob] = [await logIn(mock, 'ada'), await logIn(mock, 'bob')];
    const [ofAda, ofBob] = [`${ada.config.userId} OFFLINE`, `${bob.config.userId} OFFLINE`];
    expect(await records(mock, {})).toEqual([ofAda, ofBob]);
    expect(await records(mock, { status: ['ONLINE', 'AWAY'] })).toEqual([]);
    expect(await records(mock, { status: ['OFFLINE'], agentIds: [bob.config.userId] })).toEqual([ofBob]);
    await mock.clock.advance('7h');
    await logIn(mock, 'bob');
    await mock.clock.advance('1h');
    expect(await records(mock, {})).toEqual([ofBob]);
  });

  it('is told to a bearer with or without a word before it, and to any OAuth 1 header', async () => {
    const mock = await open();
    const login = await logIn(mock);
    for (const headers of [bearer(login), bearer(login, ''), OAUTH_1])
      expect(await status(mock, { agentIds: [] }, headers)).toMatchObject({ status: 200 });
  });

  it('is refused without a bearer of a login that lives', async () => {
    const mock = await open();
    const login = await logIn(mock);
    const other = await logIn(mock, 'ada', OTHER_ACCOUNT);
    for (const headers of [{}, { authorization: 'OAuth' }, { authorization: 'Basic YTpi' }])
      expectRefusal(await status(mock, {}, headers), 401, UNAUTHORIZED, 'agent-bearer-missing');
    const bad = [bearer(other), { authorization: 'Bearer nobody' }, { authorization: await mock.mint.appJwt() }];
    for (const headers of bad)
      expectRefusal(await status(mock, {}, headers), 401, UNAUTHORIZED, 'agent-bearer-unknown');
    await mock.clock.advance('8h');
    expectRefusal(await status(mock, {}, bearer(login)), 401, UNAUTHORIZED, 'agent-bearer-unknown');
  });

  it('is refused for an account that a closed mock does not have', async () => {
    const mock = await open({ closed: true });
    const answer = await mock.post(PATH.replace(ACCOUNT, '99999999'), { headers: OAUTH_1, body: {} });
    expectRefusal(answer, 401, UNAUTHORIZED, 'account-unknown');
  });

  it.each([
    ['no body', '', 'body-wrong-shape'],
    ['an array', ['1'], 'body-wrong-shape'],
    ['no JSON', '{"agentIds":', 'body-not-json'],
    ['ids that are no list', { agentIds: '1' }, 'body-wrong-shape'],
    ['an id that is none', { agentIds: [{}] }, 'body-wrong-shape'],
    ['a status that is no list', { status: 'ONLINE' }, 'body-wrong-shape'],
    ['skills that are no list', { skillIds: 7 }, 'body-wrong-shape'],
  ])('is refused with %s', async (_, body, slug) => {
    const mock = await open();
    expectRefusal(await status(mock, body), 400, BAD_REQUEST, slug);
  });

  it('is not there by another method', async () => {
    expect(await (await open()).get(PATH)).toMatchObject({ status: 405 });
  });
});

describeThroughEveryAdapter(
  'Agent status by what agents tell on their socket',
  (open) => {
    const setState = async (mock: OpenMock, login: Login, availability: string): Promise<void> => {
      const socket = await mock.openSocket(`/ws_api/account/${ACCOUNT}/messaging/brand/${login.bearer}?v=2.1`);
      const body = { availability };
      await socket.ask({ kind: 'req', id: '1', type: '.ams.routing.SetAgentState', body });
      socket.close();
      await socket.closed;
    };

    it('is the last one, until the login ends', async () => {
      const mock = await open();
      const login = await logIn(mock);
      const { userId } = login.config;
      for (const availability of ['ONLINE', 'AWAY', 'BACK_SOON', 'OCCUPIED', 'OFFLINE', 'ONLINE']) {
        await setState(mock, login, availability);
        expect(await records(mock, { agentIds: [userId] })).toEqual([`${userId} ${availability}`]);
      }
      await mock.post(`/api/account/${ACCOUNT}/logout?v=1.3`, {
        headers: { cookie: `Session_id=${login.sessionId}` },
        body: { csrf: login.csrf },
      });
      expect(await records(mock, { agentIds: [userId] })).toEqual([`${userId} OFFLINE`]);
      expect(await records(mock, {})).toEqual([]);
    });

    it('can be asked for by skill: an agent without one has them all', async () => {
      const agents = [
        { username: 'ada', password: 'secret', skills: ['7'] },
        { username: 'bob', password: 'secret' },
      ];
      const mock = await open({ accounts: [{ accountId: ACCOUNT, agents }] });
      const [ada, bob] = [await logIn(mock, 'ada'), await logIn(mock, 'bob')];
      await setState(mock, ada, 'ONLINE');
      await setState(mock, bob, 'AWAY');
      const [ofAda, ofBob] = [`${ada.config.userId} ONLINE`, `${bob.config.userId} AWAY`];
      expect(await records(mock, { skillIds: ['7'] })).toEqual([ofAda, ofBob]);
      expect(await records(mock, { skillIds: ['8'] })).toEqual([ofBob]);
      expect(await records(mock, { skillIds: ['7'], status: ['ONLINE'] })).toEqual([ofAda]);
    });
  },
  { anyHeader: true, sockets: 'any', wire: false },
);
