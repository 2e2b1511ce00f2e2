import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import type { TestSocket } from '../support/sockets.ts';
import { brandSocket, CONSUMER_SOCKET, initConnection, logIn, openSocket, signUp } from '../support/sockets.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';

const EIGHT_HOURS = 28_800;

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'endings', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

interface LoggedIn {
  readonly socket: TestSocket;
  /** Asks the login service for something that the session may do. */
  readonly ask: (what: 'refresh' | 'logout') => Promise<number>;
}

async function openAgent(mock: Mock, username = 'ada'): Promise<LoggedIn> {
  const login = await post(mock, `/api/account/${ACCOUNT}/login?v=1.3`, { username, password: 'secret' });
  const { bearer, csrf, sessionId } = JSON.parse(login.body) as { bearer: string; csrf: string; sessionId: string };
  const headers = { cookie: `Session_id=${sessionId}` };
  return {
    socket: await openSocket(mock, brandSocket(bearer)),
    ask: async (what) => (await post(mock, `/api/account/${ACCOUNT}/${what}?v=1.3`, { csrf }, headers)).status,
  };
}

describe("An agent's socket ends with its login", () => {
  it('when the agent logs out, on all sockets of that login and no other', async () => {
    const mock = openMock();
    const [ada, again, bob] = [await openAgent(mock), await openAgent(mock), await openAgent(mock, 'bob')];
    expect(await ada.ask('logout')).toBe(200);
    expect([ada, again, bob].map(({ socket }) => socket.closed())).toEqual([
      [4407, 'agent-session-ended; the agent logged out'],
      undefined,
      undefined,
    ]);
    expect(mock.sockets.list().map(({ who }) => who)).toEqual(['ada', 'bob']);
    expect(mock.journal.find({ reason: 'agent-session-ended' })).toMatchObject([{ method: 'CLOSE', outcome: 4407 }]);
  });

  it('when the session expires, which a refresh puts off', async () => {
    const mock = openMock();
    const [ada, bob] = [await openAgent(mock), await openAgent(mock, 'bob')];
    mock.clock.advance('4h');
    expect(await ada.ask('refresh')).toBe(200);
    mock.clock.advance(EIGHT_HOURS / 2);
    expect([ada, bob].map(({ socket }) => socket.closed()?.[0])).toEqual([undefined, 4407]);
    mock.clock.advance(EIGHT_HOURS / 2 - 1);
    expect(ada.socket.closed()).toBeUndefined();
    mock.clock.advance('1s');
    expect(ada.socket.closed()).toEqual([
      4407,
      "agent-session-ended; the agent's session expired while the socket was open (ums.closeOnExpiry)",
    ]);
  });

  it('but not for expiring with ums.closeOnExpiry off', async () => {
    const mock = openMock({ ums: { closeOnExpiry: false } });
    const { socket } = await openAgent(mock);
    mock.clock.advance('9h');
    expect(socket.closed()).toBeUndefined();
  });

  it('and leaves nothing behind on a socket that was closed before', async () => {
    const mock = openMock();
    const { socket, ask } = await openAgent(mock);
    socket.session.closed(1000);
    expect(await ask('logout')).toBe(200);
    mock.clock.advance('9h');
    expect([socket.closed(), mock.journal.count({ method: 'CLOSE' })]).toEqual([undefined, 1]);
  });
});

describe('A socket whose account goes, or is another from now on', () => {
  const removed = '13571357';
  const GONE: readonly [string, string, (mock: Mock) => void][] = [
    ['removed', 'the account was removed', (mock) => mock.accounts.remove(removed)],
    [
      'reset',
      'the account was reset or restored',
      (mock) => {
        mock.reset();
      },
    ],
    [
      'reset alone',
      'the account was reset or restored',
      (mock) => {
        mock.account(removed).reset();
      },
    ],
    [
      'restored',
      'the account was reset or restored',
      (mock) => {
        mock.restore(mock.snapshot());
      },
    ],
  ];

  it.each(GONE)('%s: is closed with 1001, a slug and a sentence, both sides', async (_, sentence, end) => {
    const mock = openMock();
    mock.accounts.create({ accountId: removed });
    const path = CONSUMER_SOCKET.replace(ACCOUNT, removed);
    const consumer = await openSocket(mock, path, { authorization: `jwt ${await signUp(mock, removed)}` });
    const agent = await openSocket(mock, brandSocket((await logIn(mock, 'ada', removed)).bearer, removed));
    const entries = mock.journal.find().length;
    end(mock);
    for (const socket of [consumer, agent]) {
      expect(socket.closed()).toEqual([1001, `account-gone; ${sentence}`]);
      socket.send({ kind: 'req', id: '1', type: 'GetClock' });
      expect(socket.take()).toEqual([]);
    }
    expect(mock.sockets.list()).toEqual([]);
    mock.clock.advance('9h');
    // The journal of an account that is gone is gone as well.
    expect(mock.journal.find().length).toBeLessThanOrEqual(entries + 2);
  });

  it('is closed with its first frame still under way, and the mock goes on', async () => {
    const mock = openMock();
    const jwt = await signUp(mock);
    const socket = await openSocket(mock);
    socket.send(initConnection(jwt));
    mock.reset();
    await mock.settled();
    expect([socket.take(), socket.closed()?.[0]]).toEqual([[], 1001]);
    const next = await openSocket(mock);
    next.send(initConnection(await signUp(mock)));
    await mock.settled();
    expect(next.take()).toMatchObject([{ code: 200 }]);
  });

  it('an account that nobody configured is evicted: its sockets are closed', async () => {
    const mock = openMock({ limits: { unconfiguredAccounts: 1 } });
    const path = (id: string): string => CONSUMER_SOCKET.replace(ACCOUNT, id);
    const socket = await openSocket(mock, path('11112222'), { authorization: `jwt ${await signUp(mock, '11112222')}` });
    for (const id of ['22221111', '33331111', '44441111', '55551111']) await signUp(mock, id);
    expect(socket.closed()).toEqual([1001, 'account-gone; the account was removed']);
  });
});

it('A socket that the test closes says so', async () => {
  const mock = openMock();
  const sockets = [await openAgent(mock), await openAgent(mock)];
  const [first, second] = mock.sockets.list();
  expect([mock.sockets.close(first?.id ?? ''), mock.sockets.close(second?.id ?? '', 4999)]).toEqual([true, true]);
  expect(sockets.map(({ socket }) => socket.closed())).toEqual([
    [1001, 'socket-closed; the test closed the socket'],
    [4999, 'socket-closed; the test closed the socket'],
  ]);
});
