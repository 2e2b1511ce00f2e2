import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import type { Frame, TestSocket } from '../support/sockets.ts';
import { brandSocket, openSocket } from '../support/sockets.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';

interface Login {
  readonly bearer: string;
  /** Ends or refreshes it. */
  tell(verb: 'logout' | 'refresh'): Promise<void>;
}

function openMock(options: object = {}): Mock {
  const mock = createMock({ seed: 'departures', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

async function logIn(mock: Mock, username: string): Promise<Login> {
  const answer = await post(mock, `/api/account/${ACCOUNT}/login?v=1.3`, { username, password: 'secret' });
  const { bearer, csrf, sessionId } = JSON.parse(answer.body) as Record<'bearer' | 'csrf' | 'sessionId', string>;
  return {
    bearer,
    tell: async (verb) => {
      const cookie = { cookie: `Session_id=${sessionId}` };
      const told = await post(mock, `/api/account/${ACCOUNT}/${verb}?v=1.3`, { csrf }, cookie);
      expect(told.status).toBe(200);
    },
  };
}

async function setState(mock: Mock, { bearer }: Login, availability: string): Promise<TestSocket> {
  const socket = await openSocket(mock, brandSocket(bearer));
  socket.send({ kind: 'req', id: 's', type: '.ams.routing.SetAgentState', body: { availability } });
  return socket;
}

/** A socket of another agent, who is told of every state from now on. */
async function openWatcher(mock: Mock): Promise<TestSocket> {
  const socket = await openSocket(mock, brandSocket((await logIn(mock, 'watcher')).bearer));
  socket.send({ kind: 'req', id: 'w', type: '.ams.routing.SubscribeAgentsState', body: { brandId: ACCOUNT } });
  socket.take();
  return socket;
}

function heard(watcher: TestSocket): string[] {
  return watcher.take().flatMap(({ type, body }: Frame) => {
    expect(type).toBe('.ams.routing.AgentStateNotification');
    const { changes } = body as { changes: { type: string; result: { availability: string } }[] };
    return changes.map((change) => `${change.type} ${change.result.availability}`);
  });
}

describe('An agent whose last login ends', () => {
  it('is OFFLINE at the logout, and the subscribers hear of it', async () => {
    const mock = openMock();
    const login = await logIn(mock, 'bob');
    await setState(mock, login, 'ONLINE');
    const watcher = await openWatcher(mock);
    await login.tell('logout');
    expect(heard(watcher)).toEqual(['UPSERT OFFLINE']);
  });

  it('is OFFLINE although the socket had been closed before', async () => {
    const mock = openMock();
    const login = await logIn(mock, 'bob');
    (await setState(mock, login, 'AWAY')).session.closed(1000);
    const watcher = await openWatcher(mock);
    await login.tell('logout');
    expect(heard(watcher)).toEqual(['UPSERT OFFLINE']);
  });

  it('stays as long as another login lives', async () => {
    const mock = openMock();
    const [first, second] = [await logIn(mock, 'bob'), await logIn(mock, 'bob')];
    await setState(mock, first, 'ONLINE');
    const watcher = await openWatcher(mock);
    await first.tell('logout');
    expect(heard(watcher)).toEqual([]);
    await second.tell('logout');
    expect(heard(watcher)).toEqual(['UPSERT OFFLINE']);
  });

  it('is not told of twice, when it was OFFLINE before', async () => {
    const mock = openMock();
    const login = await logIn(mock, 'bob');
    await setState(mock, login, 'OFFLINE');
    const watcher = await openWatcher(mock);
    await login.tell('logout');
    mock.clock.advance('7h');
    expect(heard(watcher)).toEqual([]);
  });

  it.each([[true], [false]])(
    'is OFFLINE when it expires (ums.closeOnExpiry %p), which a refresh puts off',
    async (is) => {
      const mock = openMock({ ums: { closeOnExpiry: is } });
      const login = await logIn(mock, 'bob');
      await setState(mock, login, 'ONLINE');
      mock.clock.advance('5h');
      await login.tell('refresh');
      const watcher = await openWatcher(mock);
      mock.clock.advance('7h');
      // The watcher came at the refresh, and would expire with it.
      const late = await openWatcher(mock);
      mock.clock.advance('59m');
      expect([...heard(watcher), ...heard(late)]).toEqual([]);
      mock.clock.advance('1m');
      expect(heard(late)).toEqual(['UPSERT OFFLINE']);
    },
  );

  it('is the only one who leaves: the scripted agent has no login, and is in the history as well', async () => {
    const mock = openMock({ agent: 'echo' });
    const login = await logIn(mock, 'bob');
    await setState(mock, login, 'ONLINE');
    await mock.settled();
    mock.clock.advance('9h');
    const watcher = await openSocket(mock, brandSocket((await logIn(mock, 'watcher')).bearer));
    watcher.send({ kind: 'req', id: 'w', type: '.ams.routing.SubscribeAgentsState', body: {} });
    const [, ...told] = watcher.take();
    expect(heard({ ...watcher, take: () => told }).sort()).toEqual(['UPSERT OFFLINE', 'UPSERT ONLINE']);
    const path = `/messaging_history/api/account/${ACCOUNT}/agent-view/status`;
    const answer = await post(mock, path, { status: ['ONLINE'] }, { authorization: 'OAuth oauth_token="any"' });
    expect(JSON.parse(answer.body)).toMatchObject({
      agentStatusRecords: [{ agentId: '9000000001', currentStatus: 'ONLINE' }],
    });
  });
});

describe('An agent whose last socket closes', () => {
  /** The rings that wait for him, by a socket of his that is told of them. */
  async function openForRings(mock: Mock, login: Login): Promise<{ socket: TestSocket; ringIds: string[] }> {
    const socket = await setState(mock, login, 'ONLINE');
    socket.send({ kind: 'req', id: 'r', type: '.ams.routing.SubscribeRoutingTasks', body: { brandId: ACCOUNT } });
    const told = JSON.stringify(socket.take());
    return { socket, ringIds: [...new Set(Array.from(told.matchAll(/"ringId":"([^"]+)"/g), ([, id = '']) => id))] };
  }

  it('rings no more, and is rung anew when he is back', async () => {
    const mock = openMock();
    const login = await logIn(mock, 'bob');
    await (await mock.consumer({ accountId: ACCOUNT })).requestConversation();
    const first = await openForRings(mock, login);
    expect(first.ringIds).toHaveLength(1);
    first.socket.session.closed(1000);
    mock.clock.advance('71s');
    const second = await openForRings(mock, login);
    expect(second.ringIds).toHaveLength(1);
    expect(second.ringIds).not.toEqual(first.ringIds);
    // The first ring would have expired by now, and he would be passed over.
    mock.clock.advance('2s');
    expect(JSON.stringify(second.socket.take())).not.toContain('EXPIRED');
  });
});
