import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { HttpHandler, WebSocketHandler } from 'msw';
import { createSocketHandlers, refuseUpgrade } from '../../../mock-server/adapters/msw-sockets.ts';
import { startTimer } from '../../../mock-server/clock.ts';
import type { Call, Reply } from '../../../mock-server/http/call.ts';
import type { Session, SocketLink } from '../../../mock-server/http/socket.ts';
import type { Mock } from '../../../mock-server/index.ts';

const PATH = '/ws_api/account/1/messaging/consumer?v=3';
const MSG = `wss://va.msg.liveperson.net${PATH}`;
const HOSTS = { domains: ['liveperson.net'], hosts: { publicSites: [] } };
const WAYS_OUT = 'use startServer of lp-auth-mock/server, or lp-auth-mock run';

type Listener = (event: object) => void;
type Answer = Session | Reply;

/** A client of MSW's, connected to a mock that answers its handshake when it is told to. */
interface Connected {
  readonly calls: Call[];
  readonly link: () => SocketLink;
  readonly answer: (answered: Answer) => Promise<void>;
  readonly fail: (thrown: unknown) => Promise<void>;
  /** Has the client send a frame, or close. */
  readonly emit: (type: 'message' | 'close', event: object) => void;
  /** What was done to the client, once that turn is over. */
  readonly done: () => Promise<unknown[]>;
  /** What its session was told. */
  readonly told: unknown[];
  readonly session: Session;
}

/** Until what is timed for the next turn is over. */
const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    startTimer(0, resolve);
  });

beforeAll(() => {
  // MSW listens to other pages once for each pair of handlers, and Node warns of the eleventh.
  jest.spyOn(BroadcastChannel.prototype, 'addEventListener').mockReturnValue();
});
afterAll(() => {
  jest.restoreAllMocks();
});

async function connect(
  url = MSG,
  { protocols, socket, origins }: Partial<Record<string, unknown>> = {},
): Promise<Connected> {
  const calls: Call[] = [];
  const links: SocketLink[] = [];
  const done: unknown[] = [];
  const told: unknown[] = [];
  const listeners = new Map<string, Listener[]>();
  let resolve: (answered: Answer) => void = () => undefined;
  let reject: (thrown: unknown) => void = () => undefined;
  const mock = {
    ...HOSTS,
    connect: (call: Call, link: SocketLink) => {
      calls.push(call);
      links.push(link);
      return new Promise<Answer>((onAnswer, onThrown) => {
        resolve = onAnswer;
        reject = onThrown;
      });
    },
  } as unknown as Pick<Mock, 'connect' | 'domains' | 'hosts'>;
  const client = {
    url: new URL(url),
    socket: socket === 'none' ? undefined : { dispatchEvent: ({ type }: Event) => done.push(['event', type]) },
    send: (text: string) => done.push(['send', text]),
    close: (...given: unknown[]) => done.push(['close', ...given]),
    addEventListener: (type: string, listener: Listener) => {
      listeners.set(type, [...(listeners.get(type) ?? []), listener]);
    },
  };
  const server = { addEventListener: () => undefined };
  const [, serving] = createSocketHandlers(mock, origins === undefined ? {} : { origins: origins as string[] });
  await (serving as WebSocketHandler).run({ client, server, info: { protocols } } as never);
  return {
    calls,
    told,
    link: () => links[0] ?? { send: () => undefined, close: () => undefined },
    answer: async (answered) => {
      resolve(answered);
      await nextTurn();
    },
    fail: async (thrown) => {
      reject(thrown);
      await nextTurn();
    },
    emit: (type, event) => {
      // MSW's own listeners stand before.
      for (const listener of listeners.get(type) ?? []) listener({ stopPropagation: () => undefined, ...event });
    },
    done: async () => {
      await nextTurn();
      return done;
    },
    session: {
      id: 'a',
      pinged: () => undefined,
      receive: (data) => told.push(data),
      closed: (...given) => told.push(given),
    },
  };
}

describe('a socket that MSW has connected', () => {
  it.each<[string, string, string]>([
    [MSG, 'va.msg.liveperson.net', 'https://va.msg.liveperson.net'],
    [`ws://liveperson.net:8080${PATH}`, 'liveperson.net:8080', 'http://liveperson.net:8080'],
    [`ws://localhost:4407${PATH}`, 'localhost:4407', 'http://localhost:4407'],
  ])('is a call of its handshake: %s', async (url, host, origin) => {
    const { calls } = await connect(url, { origins: ['http://localhost:4407'] });
    const [path = ''] = PATH.split('?');
    const query = new URLSearchParams('v=3');
    expect(calls).toEqual([{ method: 'GET', path, query, headers: { host }, body: '', origin, peer: 'in-process' }]);
  });

  it.each(['ws://localhost:4407/', 'wss://evil.test/', 'wss://liveperson.net.evil.test/', 'wss://undefined/'])(
    'is not of the mock elsewhere: %s',
    async (url) => {
      expect((await connect(url)).calls).toEqual([]);
    },
  );

  it('tells its session what came before that was there, then all that comes', async () => {
    const { told, emit, answer, session } = await connect();
    emit('message', { data: 'early' });
    emit('message', { data: new Blob(['binary']) });
    expect(told).toEqual([]);
    await answer(session);
    emit('message', { data: '' });
    emit('close', { code: 1001, reason: 'bye' });
    expect(told).toEqual(['early', new Uint8Array(), '', [1001, 'bye']]);
  });

  it.each<[string, number, string, unknown[]]>([
    ['what the mock closes', 4000, 'bye', [['close', 4000, 'bye']]],
    ['a lost connection', 1006, 'unheard', [['event', 'error'], ['close', 1006]]], // prettier-ignore
  ])('hears frames at once, and %s in a turn of its own', async (_, code, reason, ended) => {
    const { link, answer, session, done } = await connect();
    await answer(session);
    const all = await done();
    link().send('text');
    link().close(code, reason);
    link().send('sent in the tick of the close');
    const frames = [['send', 'text'], ['send', 'sent in the tick of the close']]; // prettier-ignore
    expect(all).toEqual(frames);
    expect(await done()).toEqual([...frames, ...ended]);
  });

  it.each<[Reply, boolean]>([
    [{ status: 401, headers: {}, body: '' }, true],
    [{ abort: 'reset' }, true],
    [{ abort: 'timeout' }, false],
  ])('is lost where its handshake is refused, and waits where no answer comes: %j', async (reply, isLost) => {
    for (const socket of ['there', 'none']) {
      const { answer, done, emit } = await connect(MSG, { socket });
      emit('message', { data: 'early' });
      await answer(reply);
      const error = socket === 'none' ? [] : [['event', 'error']];
      expect(await done()).toEqual(isLost ? [...error, ['close', 1006]] : []);
    }
  });

  it('is closed where a watcher throws, during the handshake and after it', async () => {
    const refused = await connect();
    await refused.fail(new RangeError('a secret'));
    expect(await refused.done()).toEqual([['close', 1011, 'watcher-failed; RangeError']]);
    const odd = await connect();
    await odd.fail('a secret');
    expect(await odd.done()).toEqual([['close', 1011, 'watcher-failed; string']]);
    for (const [thrown, name] of [
      [new RangeError('a secret'), 'RangeError'],
      ['a secret', 'string'],
    ]) {
      // prettier-ignore
      const { answer, session, emit, done } = await connect();
      const receive = jest.fn<Session['receive']>().mockImplementation(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- a watcher may throw anything
        throw thrown;
      });
      await answer({ ...session, receive });
      emit('message', { data: 'text' });
      expect(await done()).toEqual([['close', 1011, `watcher-failed; ${String(name)}`]]);
    }
  });

  it('is closed with the way out where it was given headers, and only there', async () => {
    const reason =
      'headers-unseen; MSW hides headers: authenticate by InitConnection, or use startServer or lp-auth-mock run';
    const given = await connect(MSG, { protocols: { headers: {} } });
    expect([given.calls, await given.done()]).toEqual([[], [['close', 1008, reason]]]);
    for (const protocols of [undefined, null, 'headers', ['headers'], {}, { protocols: 'a' }, () => undefined]) {
      const { calls, done } = await connect(MSG, { protocols });
      expect([calls.length, await done()]).toEqual([1, []]);
    }
    const callable = Object.assign(() => undefined, { headers: {} });
    expect((await connect(MSG, { protocols: callable })).calls).toHaveLength(1);
  });
});

describe('an upgrade that MSW sees as a request', () => {
  const upgrade = (url: string, value: string): Request => new Request(url, { headers: { upgrade: value } });

  it.each(['websocket', 'WebSocket'])('is answered with the way out: %s', async (value) => {
    const response = refuseUpgrade(upgrade('https://a.test', value));
    const text = (await response?.text()) ?? '';
    expect([response?.status, Object.fromEntries(response?.headers ?? []), JSON.parse(text)]).toEqual([
      501,
      { 'content-type': 'application/json', 'content-length': String(text.length) },
      {
        error: 'socket_not_intercepted',
        message: `MSW serves the global WebSocket alone (Node 22 and later), no other client; ${WAYS_OUT}`,
      },
    ]);
  });

  it('is left alone where it is another, or none', () => {
    expect([upgrade('https://a.test', 'h2c'), new Request('https://a.test')].map(refuseUpgrade)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('is refused at the places of the mock alone', async () => {
    const mock = { ...HOSTS, connect: () => Promise.reject(new Error('not asked')) } as unknown as Mock;
    const statusAt = async (url: string, origins?: string[]): Promise<number | undefined> => {
      const [refusing] = createSocketHandlers(mock, { origins });
      const args = { request: upgrade(url, 'websocket'), requestId: 'a' };
      return (await (refusing as HttpHandler).run(args))?.response?.status;
    };
    expect(await statusAt('http://va.msg.liveperson.net/x')).toBe(501);
    expect(await statusAt('http://localhost:4407/x', ['http://localhost:4407'])).toBe(501);
    for (const url of ['http://localhost:4407/x', 'https://a.test/?http://liveperson.net/'])
      expect(await statusAt(url)).toBeUndefined();
  });
});
