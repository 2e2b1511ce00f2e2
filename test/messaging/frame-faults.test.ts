import { describe, expect, it } from '@jest/globals';
import type { FaultSpec, Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { frameTypes } from '../../mock-server/messaging/frame-types.ts';
import type { Frame, TestSocket } from '../support/sockets.ts';
import { brandSocket, CONSUMER_SOCKET, initConnection, logIn, openSocket, signUp } from '../support/sockets.ts';
import { ACCOUNT, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'frames', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

async function openConsumer(mock: Mock): Promise<TestSocket> {
  return openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
}

function ask(socket: TestSocket, type: string, body: object = {}, id = 'q'): Frame[] {
  socket.send({ kind: 'req', id, type, body });
  return socket.take();
}

/** In a conversation whose messages the socket is told; what that brought is taken. */
function startTalk(socket: TestSocket): string {
  const [answer] = ask(socket, 'cm.ConsumerRequestConversation');
  const { conversationId: dialogId } = answer?.['body'] as { conversationId: string };
  ask(socket, 'ms.SubscribeMessagingEvents', { dialogId });
  return dialogId;
}

const said = (dialogId: string, message: string): object => ({
  dialogId,
  event: { type: 'ContentEvent', contentType: 'text/plain', message },
});

async function inTalk(...faults: FaultSpec[]): Promise<{ mock: Mock; socket: TestSocket; dialogId: string }> {
  const mock = openMock();
  const socket = await openConsumer(mock);
  const dialogId = startTalk(socket);
  mock.journal.clear();
  for (const fault of faults) mock.faults.add(fault);
  return { mock, socket, dialogId };
}

/** Frames in a few characters: the message of a notification, or the code of an answer with its id. */
function brief(frames: readonly Frame[]): string[] {
  return frames.map(({ kind, code, reqId, body, type }) => {
    if (kind === 'resp') return `${String(reqId)}: ${String(code)}`;
    const [change] = (body as { changes?: { event?: { message?: string } }[] }).changes ?? [];
    return change?.event?.message ?? String(type);
  });
}

/** The journal's frames: what, how it ended, which faults, and the verdict. */
const written = (mock: Mock): unknown[] =>
  mock.journal
    .find(({ frame }) => frame !== undefined)
    .map(({ method, outcome, faults, verdict }) => [method, outcome, faults.length, verdict]);

describe('A fault at a request', () => {
  it.each<[string, FaultSpec['error'], unknown]>([
    [
      'an error of the Send API by its name',
      '40103',
      {
        code: 401,
        body: { title: 'Invalid ConsumerJWS', details: 'ConsumerJWS is invalid', errorCode: 40103 },
        type: '.ReqBody$ErrorResp',
      },
    ],
    ['a bad request', 'BAD_REQUEST', { code: 400, body: 'Bad Request', type: '.ReqBody$StringResp' }],
    ['too many', 'TOO_MANY_REQUESTS', { code: 429, body: 'Too many requests', type: '.ReqBody$StringResp' }],
    ['a code and a text', { code: 503, body: 'try later' }, { code: 503, body: 'try later' }],
    ['a code alone', { code: 500 }, { code: 500, body: '', type: '.ReqBody$StringResp' }],
    [
      'an object and its type',
      { code: 200, body: { sequence: 99 }, type: 'ms.PublishEventResponse' },
      { code: 200, body: { sequence: 99 }, type: 'ms.PublishEventResponse' },
    ],
  ])('answers it with %s, and nothing is carried out', async (_, error, answer) => {
    const { mock, socket, dialogId } = await inTalk({ frame: 'ms.PublishEvent', error, times: 1 });
    expect(ask(socket, 'ms.PublishEvent', said(dialogId, 'lost'))).toEqual([
      { kind: 'resp', reqId: 'q', type: '.ReqBody$StringResp', ...(answer as object) },
    ]);
    expect(ask(socket, '.ams.ms.PublishEvent', said(dialogId, 'kept'))[0]).toMatchObject({ body: { sequence: 0 } });
    const { code } = answer as { code: number };
    expect(written(mock)).toEqual([
      ['RECEIVE', code, 1, 'faulted'],
      ['SEND', 200, 0, 'accepted'],
      ['RECEIVE', 200, 0, 'accepted'],
    ]);
    expect(mock.journal.find({ verdict: 'faulted' })[0]).toMatchObject({
      faults: ['fault-1'],
      reason: { slug: 'fault-injected', sentence: 'fault-1 met this frame: it is spent, fired once' },
    });
  });

  it('never answers it, and the next one is answered', async () => {
    const { mock, socket } = await inTalk({ frame: 'GetClock', error: 'timeout', times: 1 });
    expect(ask(socket, 'GetClock')).toEqual([]);
    expect(brief(ask(socket, 'GetClock', {}, '2'))).toEqual(['2: 200']);
    expect(written(mock)[0]).toEqual(['RECEIVE', 'timeout', 1, 'faulted']);
  });

  it.each<[string, FaultSpec['error'], readonly [number, string]]>([
    ['a code', { close: 4401 }, [4401, 'fault-injected; fault-1 met this frame: it is spent, fired once']],
    ['a code and a reason', { close: 3000, reason: 'bye' }, [3000, 'bye']],
    ['no close frame', 'reset', [1006, '']],
  ])('ends the socket with %s', async (_, error, closed) => {
    const { mock, socket } = await inTalk({ frame: 'GetClock', error, times: 1 });
    expect(ask(socket, 'GetClock')).toEqual([]);
    expect(socket.closed()).toEqual(closed);
    expect(mock.sockets.list()).toEqual([]);
    expect(ask(socket, 'GetClock')).toEqual([]);
    const outcome = error === 'reset' ? 'reset' : closed[0];
    expect(written(mock)).toEqual([
      ['RECEIVE', outcome, 1, 'faulted'],
      ['CLOSE', closed[0], 1, 'faulted'],
    ]);
  });

  it('says no reason of its own with the option reasonHeader off, but the reason that was asked for', async () => {
    const mock = openMock({ reasonHeader: false });
    mock.faults.add({ frame: 'request', error: { close: 4407 }, times: 1 });
    mock.faults.add({ frame: 'request', error: { close: 4407, reason: 'mine' } });
    const sockets = [await openConsumer(mock), await openConsumer(mock)];
    for (const socket of sockets) ask(socket, 'GetClock');
    expect(sockets.map((socket) => socket.closed())).toEqual([
      [4407, ''],
      [4407, 'mine'],
    ]);
  });

  it('holds it up in the time of the mock, and what comes behind it', async () => {
    const { mock, socket } = await inTalk({ frame: 'ms.PublishEvent', delayMs: 2000, times: 1 });
    socket.send({ kind: 'req', id: '1', type: 'ms.PublishEvent', body: {} });
    socket.send({ kind: 'req', id: '2', type: 'GetClock', body: {} });
    mock.clock.advance(1.999);
    await mock.settled();
    expect(socket.take()).toEqual([]);
    mock.clock.advance(0.001);
    expect(brief(socket.take())).toEqual(['1: 400', '2: 200']);
    expect(written(mock)[0]).toEqual(['RECEIVE', 400, 1, 'refused']);
  });

  it('meets InitConnection: the socket is closed when that comes too late', async () => {
    const mock = openMock();
    const jwt = await signUp(mock);
    mock.faults.add({ frame: 'InitConnection', delayMs: 6000 });
    const socket = await openSocket(mock);
    socket.send(initConnection(jwt));
    mock.clock.advance('5s');
    expect(socket.closed()?.[0]).toBe(4407);
    mock.clock.advance('5s');
    await mock.settled();
    expect(socket.take()).toEqual([]);
  });

  it('meets frames that are no request', async () => {
    const { socket } = await inTalk({ frame: 'request', error: { code: 500 }, times: 1 });
    socket.send('{');
    expect(socket.take()).toMatchObject([{ reqId: '0', code: 500 }]);
  });
});

describe('A fault at an answer', () => {
  it('loses the answer of what was carried out', async () => {
    const { mock, socket, dialogId } = await inTalk({ frame: 'ms.PublishEventResponse', error: 'timeout', times: 1 });
    expect(brief(ask(socket, 'ms.PublishEvent', said(dialogId, 'first'), '1'))).toEqual(['first']);
    expect(brief(ask(socket, 'ms.PublishEvent', said(dialogId, 'again'), '2'))).toEqual(['2: 200', 'again']);
    expect(written(mock).slice(0, 2)).toEqual([
      ['SEND', 200, 0, 'accepted'],
      ['RECEIVE', 'timeout', 1, 'faulted'],
    ]);
  });

  it('sends it twice, holds it up, or ends the socket in its place', async () => {
    const { mock, socket } = await inTalk(
      { frame: 'GetClockResponse', error: 'duplicate', times: 1 },
      { frame: '.GetClock$Response', delayMs: 1000, times: 2 },
      { frame: 'answer', after: 1, error: { close: 1011 } },
    );
    expect(brief(ask(socket, 'GetClock', {}, '1'))).toEqual(['1: 200', '1: 200']);
    expect(ask(socket, 'GetClock', {}, '2')).toEqual([]);
    mock.clock.advance('1s');
    expect(brief(socket.take())).toEqual(['2: 200']);
    expect(ask(socket, 'GetClock', {}, '3')).toEqual([]);
    mock.clock.advance('1s');
    expect([brief(socket.take()), socket.closed()?.[0]]).toEqual([[], 1011]);
  });
});

describe('A fault at a notification', () => {
  const NOTIFICATION = 'ms.MessagingEventNotification';
  const notices = async (fault: FaultSpec, ...messages: string[]): Promise<unknown> => {
    const { socket, dialogId } = await inTalk(fault);
    const frames = messages.flatMap((message) => ask(socket, 'ms.PublishEvent', said(dialogId, message)));
    return brief(frames.filter(({ kind }) => kind === 'notification'));
  };

  it.each<[string, FaultSpec, readonly string[]]>([
    ['comes twice', { frame: NOTIFICATION, error: 'duplicate', times: 1 }, ['a', 'a', 'b', 'c', 'd']],
    ['never comes', { frame: NOTIFICATION, error: 'timeout', after: 1, times: 2 }, ['a', 'd']],
    ['comes behind the next', { frame: NOTIFICATION, error: 'reorder', times: 1 }, ['b', 'a', 'c', 'd']],
    ['changes places with its neighbour', { frame: 'notification', error: 'reorder' }, ['b', 'a', 'd', 'c']],
    [
      'comes twice, one in two',
      { frame: 'notification', error: 'duplicate', every: 2 },
      ['a', 'b', 'b', 'c', 'd', 'd'],
    ],
  ])('%s', async (_, fault, heard) => {
    expect(await notices(fault, 'a', 'b', 'c', 'd')).toEqual(heard);
  });

  it('that comes twice stands twice in the journal, and one that never comes says so', async () => {
    const { mock, socket, dialogId } = await inTalk(
      { frame: NOTIFICATION, error: 'duplicate', times: 1 },
      { frame: NOTIFICATION, error: 'timeout', times: 1 },
    );
    for (const message of ['a', 'b']) ask(socket, 'ms.PublishEvent', said(dialogId, message));
    expect(written(mock).filter((entry) => (entry as string[])[0] === 'SEND')).toEqual([
      ['SEND', 200, 1, 'faulted'],
      ['SEND', 200, 1, 'faulted'],
      ['SEND', 'timeout', 1, 'faulted'],
    ]);
  });

  it('is late in the time of the mock, and what is sent behind it', async () => {
    const { mock, socket, dialogId } = await inTalk({ frame: NOTIFICATION, delayMs: 500, times: 1 });
    expect(brief(ask(socket, 'ms.PublishEvent', said(dialogId, 'a'), '1'))).toEqual(['1: 200']);
    expect(ask(socket, 'GetClock', {}, '2')).toEqual([]);
    mock.clock.advance(0.5);
    expect(brief(socket.take())).toEqual(['a', '2: 200']);
    expect(brief(ask(socket, 'GetClock', {}, '3'))).toEqual(['3: 200']);
  });

  it('ends the socket behind the answer that goes first', async () => {
    const { mock, socket, dialogId } = await inTalk({ frame: NOTIFICATION, error: { close: 4401 } });
    expect(brief(ask(socket, 'ms.PublishEvent', said(dialogId, 'a')))).toEqual(['q: 200']);
    expect(socket.closed()?.[0]).toBe(4401);
    expect(mock.conversations.find(dialogId)?.messages).toHaveLength(1);
  });

  it('meets the agents too, by the short name or the long one', async () => {
    for (const frame of [NOTIFICATION, '.ams.ms.OnlineEventDistribution']) {
      const mock = openMock();
      const agent = await openSocket(mock, brandSocket((await logIn(mock)).bearer));
      const consumer = await openConsumer(mock);
      const dialogId = startTalk(consumer);
      ask(agent, '.ams.cm.UpdateConversationField', {
        conversationId: dialogId,
        conversationField: [{ field: 'ParticipantsChange', type: 'ADD', role: 'ASSIGNED_AGENT' }],
      });
      mock.faults.add({ frame, endpoint: 'ums.brand', error: 'duplicate' });
      expect(ask(consumer, 'ms.PublishEvent', said(dialogId, 'a'))).toHaveLength(2);
      expect(agent.take()).toHaveLength(2);
    }
  });
});

describe('What a fault holds up', () => {
  const held: readonly [string, FaultSpec][] = [
    ['a delay', { frame: 'notification', delayMs: 60_000 }],
    ['a change of order', { frame: 'notification', error: 'reorder' }],
  ];

  it.each(held)('by %s is sent before the mock closes the socket', async (_, fault) => {
    const { mock, socket, dialogId } = await inTalk(fault);
    expect(brief(ask(socket, 'ms.PublishEvent', said(dialogId, 'a')))).toEqual(['q: 200']);
    mock.reset(ACCOUNT);
    expect([brief(socket.take()), socket.closed()?.[0]]).toEqual([['a'], 1001]);
  });

  it('is lost with a connection that is lost, and nothing of it comes later', async () => {
    const { mock, socket, dialogId } = await inTalk({ frame: 'notification', delayMs: 60_000 });
    ask(socket, 'ms.PublishEvent', said(dialogId, 'a'));
    socket.session.closed();
    mock.clock.advance('2m');
    expect(brief(socket.take())).toEqual([]);
  });

  it('has a bound: beyond it the socket is closed with 1008', async () => {
    const { mock, socket } = await inTalk({ frame: 'answer', delayMs: 1 });
    const id = 'x'.repeat(1_000_000);
    for (let sent = 0; sent < 9 && socket.closed() === undefined; sent += 1)
      socket.send({ kind: 'req', id, type: 'GetClock' });
    expect(socket.closed()).toEqual([1008, 'socket-flooded; a fault holds up more than may wait']);
    expect(mock.journal.find({ reason: 'socket-flooded' })).toHaveLength(1);
  });
});

describe('Which frames a fault is for', () => {
  it('is counted over all frames that it is for, and no others', async () => {
    const { mock, socket } = await inTalk({ frame: 'any', after: 3, error: 'reset' });
    ask(socket, 'GetClock');
    expect(socket.closed()).toBeUndefined();
    ask(socket, 'GetClock');
    expect(socket.closed()?.[0]).toBe(1006);
    expect(mock.faults.list()[0]).toMatchObject({ seen: 4, fired: 1 });
  });

  it('is told by its account, its endpoint, its socket, who is at it, and what it says', async () => {
    const mock = openMock();
    const [mine, other] = [await openConsumer(mock), await openConsumer(mock)];
    const who = mock.sockets.list().map((socket) => socket.who);
    const ids = mock.sockets.list().map(({ id }) => id);
    const count = (fault: FaultSpec): number => {
      mock.faults.clear();
      mock.faults.add({ frame: 'GetClock', delayMs: 0, ...fault });
      ask(mine, 'GetClock', { marked: 'by me' });
      ask(other, 'GetClock');
      return mock.faults.list()[0]?.fired ?? 0;
    };
    expect(count({})).toBe(2);
    expect(count({ frame: 'KeepAlive' })).toBe(0);
    expect([count({ account: ACCOUNT }), count({ account: OTHER_ACCOUNT })]).toEqual([2, 0]);
    expect([count({ endpoint: 'ums.consumer' }), count({ endpoint: 'ums.brand' })]).toEqual([2, 0]);
    expect([count({ match: { socketId: ids[0] } }), count({ match: { socketId: 'none' } })]).toEqual([1, 0]);
    expect([count({ match: { consumerId: who[1] } }), count({ match: { consumerId: 'jane' } })]).toEqual([1, 0]);
    expect([count({ match: { text: 'by me' } }), count({ match: { text: 'by you' } })]).toEqual([1, 0]);
    expect([count({ match: { path: '/consumer' } }), count({ match: { path: '/brand' } })]).toEqual([2, 0]);
    expect(count({ match: { clientId: 'cid' } })).toBe(0);
    expect(count({ match: (_, frame) => frame?.text.includes('by me') === true && frame.kind === 'request' })).toBe(1);
  });

  it('by its handshake: its query and its headers, of which the mock keeps no token', async () => {
    const mock = openMock();
    const headers = {
      authorization: `jwt ${await signUp(mock)}`,
      host: 'a.test',
      'user-agent': 'bot/1',
      'sec-websocket-key': 'x',
    };
    const socket = await openSocket(mock, CONSUMER_SOCKET, headers);
    const handshakes: unknown[] = [];
    mock.faults.add({
      frame: 'GetClock',
      error: 'reset',
      match: ({ method, path, query, headers: kept }) => {
        handshakes.push([method, `${path}?${query.toString()}`, kept]);
        return false;
      },
    });
    mock.faults.add({
      frame: 'GetClock',
      error: { code: 503 },
      match: { headers: { host: 'localhost', 'user-agent': 'bot' } },
    });
    expect(brief(ask(socket, 'GetClock'))).toEqual(['q: 503']);
    expect(mock.faults.list().map(({ fired }) => fired)).toEqual([0, 1]);
    expect(handshakes).toEqual([['GET', CONSUMER_SOCKET, { host: 'localhost:4407', 'user-agent': 'bot/1' }]]);
  });

  it('leaves calls alone, and a fault for calls leaves frames alone', async () => {
    const mock = openMock();
    mock.faults.add({ frame: 'any', error: 'timeout' });
    await signUp(mock);
    mock.faults.clear();
    const socket = await openConsumer(mock);
    mock.faults.add({ error: 'reset' });
    expect(brief(ask(socket, 'GetClock'))).toEqual(['q: 200']);
  });

  it('is none of a function that throws: the socket closes with 1011, and says whose fault it is', async () => {
    const { mock, socket } = await inTalk({
      frame: 'request',
      error: 'timeout',
      match: () => {
        throw new RangeError('with a secret in it');
      },
    });
    ask(socket, 'GetClock');
    expect(socket.closed()?.[0]).toBe(1011);
    expect(socket.closed()?.[1]).toMatch(/^test-code-failed; the match function of fault-1 threw: RangeError at /);
    expect(mock.journal.count({ reason: 'test-code-failed' })).toBe(2);
  });

  it('knows the type of every request that a socket takes', async () => {
    const mock = openMock();
    const sockets = [await openConsumer(mock), await openSocket(mock, brandSocket((await logIn(mock)).bearer))];
    const taken = sockets.flatMap((socket) => {
      ask(socket, 'nothing');
      const sentence = mock.journal.find({ reason: 'command-unknown' }).at(-1)?.reason?.sentence ?? '';
      return sentence.replace('type must be one of ', '').split(', ');
    });
    const requests = [...frameTypes()].filter(([, kind]) => kind === 'request').map(([type]) => type);
    expect([...requests].sort()).toEqual([...new Set(taken)].sort());
  });
});

describe('A handshake', () => {
  it.each<[FaultSpec['error'], unknown]>([
    [
      { status: 503, body: 'down' },
      { status: 503, body: 'down' },
    ],
    ['agent_bearer_invalid', { status: 401 }],
    ['TOO_MANY_REQUESTS', { status: 429 }],
    ['method_not_allowed', { status: 405 }],
    ['reset', { abort: 'reset' }],
    ['timeout', { abort: 'timeout' }],
  ])('can be met by %j', async (error, reply) => {
    const mock = openMock();
    mock.faults.add({ endpoint: 'ums.brand', error });
    await expect(openSocket(mock, brandSocket((await logIn(mock)).bearer))).rejects.toThrow('no socket: ');
    const link = { send: () => undefined, close: () => undefined };
    const path = new URL(`ws://localhost${brandSocket((await logIn(mock)).bearer)}`);
    const call = { method: 'GET', path: path.pathname, query: path.searchParams, headers: {}, body: '' };
    expect(await mock.connect({ ...call, origin: 'http://localhost' }, link)).toMatchObject(reply as object);
  });

  it('can open a socket that closes at once, and stands in the journal with the tokens that came', async () => {
    const mock = openMock();
    mock.faults.add({ endpoint: 'ums.consumer', error: { close: 4407, reason: 'expired' }, times: 1 });
    const socket = await openConsumer(mock);
    ask(socket, 'GetClock');
    await mock.settled();
    expect([socket.closed(), socket.take()]).toEqual([[4407, 'expired'], []]);
    const entries = mock.journal.find({ endpointId: 'ums.consumer' });
    expect(entries.map(({ method, outcome, faults }) => [method, outcome, faults])).toEqual([
      ['GET', 101, ['fault-1']],
      ['CLOSE', 4407, ['fault-1']],
    ]);
    expect(entries[0]).toMatchObject({ verdict: 'faulted', tokens: [{ kind: 'LP_JWT' }] });
    expect(brief(ask(await openConsumer(mock), 'GetClock'))).toEqual(['q: 200']);
  });

  it('is never met by a fault for calls that are no handshake', async () => {
    const mock = openMock();
    mock.faults.add({ error: { close: 4407 } });
    await signUp(mock);
    const socket = await openConsumer(mock);
    await mock.settled();
    expect(socket.closed()?.[0]).toBe(4407);
  });
});
