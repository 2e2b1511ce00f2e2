import { describe, expect, it } from '@jest/globals';
import type { OpenedSession } from './open-session.ts';
import { fault, openSession } from './open-session.ts';

const NOTE = 'ms.MessagingEventNotification';
const MEGABYTE = 1_048_576;

describe('A socket is closed', () => {
  it('once, whoever closes it, and everybody who must know hears of it once', () => {
    const opened = openSession();
    const { session, socket, closes, records, connections, ends } = opened;
    let heard = 0;
    for (let count = 0; count < 2; count += 1)
      socket.onEnd(() => {
        heard += 1;
      });
    expect(connections.list()).toEqual([session]);
    session.closed(1000, 'bye');
    session.closed();
    socket.end(4407, 'socket-closed', 'too late');
    expect([heard, ends(), connections.list(), closes]).toEqual([2, 1, [], []]);
    expect(records).toEqual([{ event: 'close', outcome: 1000, received: 'bye' }]);
  });

  it('by the mock with a slug and a sentence, or without a word', () => {
    for (const reasonHeader of [true, false]) {
      const { session, socket, closes, records } = openSession({ reasonHeader });
      socket.end(4407, 'socket-closed', 'it was time');
      socket.end(4401, 'socket-closed', 'again');
      session.closed(1000);
      const line = reasonHeader ? 'socket-closed; it was time' : '';
      expect(closes).toEqual([[4407, line]]);
      const reason = { slug: 'socket-closed', sentence: 'it was time' };
      expect(records).toEqual([{ event: 'close', outcome: 4407, reason, sent: line }]);
    }
  });

  it('as a connection that is lost, where nothing is said of it', () => {
    const { session, records } = openSession();
    session.closed();
    expect(records).toEqual([{ event: 'close', outcome: 1006, received: undefined }]);
  });

  it('and nothing is taken, sent or written down from then on', () => {
    const { session, socket, request, sent, records, passed, clock } = openSession({ idleTimeoutMs: 1000 });
    session.closed();
    request('GetClock');
    socket.notify(NOTE, 'late');
    session.pinged();
    clock.advance('1h');
    expect([sent(), passed, records.length]).toEqual([[], [], 1]);
  });

  it('in the middle of a frame that would go out twice', () => {
    const { request, sent, records } = openSession({
      fire: fault('answer', 'duplicate'),
      onSend: (session) => {
        session.closed();
      },
    });
    request('GetClock');
    expect([sent(), records.map(({ event }) => event)]).toEqual([['q 200 OK'], ['close', 'receive']]);
  });

  it('behind what a fault holds up, which may be its end already', () => {
    const { socket, sent, closes } = openSession({ fire: fault('notification', undefined, 1000) });
    socket.notify(NOTE, 'held up');
    socket.end(1001, 'socket-closed', 'it was time');
    expect([sent(), closes]).toEqual([['held up'], [[1001, 'socket-closed; it was time']]]);

    const ending = openSession({ fire: fault('notification', { close: 4401, reason: 'mine' }, 1000) });
    ending.socket.notify(NOTE, 'lost');
    ending.socket.end(1001, 'socket-closed', 'it was time');
    expect([ending.sent(), ending.closes]).toEqual([[], [[4401, 'mine']]]);
  });
});

describe('A fault ends a socket', () => {
  it('by a lost connection, once', () => {
    const { session, socket, closes, records } = openSession({ fire: fault('notification', 'reset', 100) });
    for (const body of ['one', 'two']) socket.notify(NOTE, body);
    socket.end(1001, 'socket-closed', 'too late');
    session.closed();
    expect(closes).toEqual([[1006, '']]);
    const reason = { slug: 'fault-injected', sentence: 'it met this frame' };
    expect(records.at(-1)).toEqual({ event: 'close', outcome: 1006, reason, faults: ['fault-1'] });
    expect(records.filter(({ event }) => event === 'close')).toHaveLength(1);
  });

  it('by a close frame, with its own reason or that of the mock', () => {
    const ends = [{ close: 4401 }, { close: 4401, reason: 'mine' }].map((effect) => {
      const { request, closes, records } = openSession({ fire: fault('request', effect) });
      request('GetClock');
      return [closes, records.at(-1)?.sent, records.at(-1)?.faults];
    });
    const own = 'fault-injected; it met this frame';
    expect(ends).toEqual([
      [[[4401, own]], own, ['fault-1']],
      [[[4401, 'mine']], 'mine', ['fault-1']],
    ]);
  });
});

describe('A frame that is none', () => {
  it.each<[string, Uint8Array | string, readonly [number, string]]>([
    ['binary', new Uint8Array(1), [1003, 'frame-not-text; the frame is binary; this socket takes text frames of JSON']],
    ['over a megabyte', ' '.repeat(MEGABYTE + 1), [1009, 'frame-too-large; the frame is over 1048576 bytes']],
  ])('ends the socket: %s', (_, data, end) => {
    const { session, closes } = openSession();
    session.receive(data);
    expect(closes).toEqual([end]);
  });

  it('is no frame of a megabyte', () => {
    const { session, closes, sent } = openSession();
    session.receive(JSON.stringify({ id: 'q', type: 'GetClock' }).padEnd(MEGABYTE));
    expect([sent(), closes]).toEqual([['q 200 OK'], []]);
  });

  it('ends it in its turn, however much comes behind it', async () => {
    const { session, request, closes, sent, settle } = openSession({
      carryOut: () => Promise.resolve({ name: 'Text', body: 'at last' }),
    });
    request('GetClock');
    session.receive(new Uint8Array(1));
    for (let count = 0; count < 9; count += 1) session.receive(' '.repeat(MEGABYTE));
    expect(closes).toEqual([]);
    await settle();
    expect([sent(), closes.map(([code]) => code)]).toEqual([['q 200 at last'], [1003]]);
  });
});

describe('A socket that is quiet for too long', () => {
  const ENDED = [[1000, 'socket-idle; the socket was quiet for 1000 ms (ums.idleTimeoutMs)']];

  it.each<[string, (opened: OpenedSession) => void]>([
    [
      'a frame',
      ({ request }) => {
        request('GetClock');
      },
    ],
    [
      'a ping',
      ({ session }) => {
        session.pinged();
      },
    ],
  ])('is closed, which %s puts off', (_, stir) => {
    const opened = openSession({ idleTimeoutMs: 1000 });
    const { clock, closes } = opened;
    clock.advance('999ms');
    stir(opened);
    clock.advance('999ms');
    expect(closes).toEqual([]);
    clock.advance('1ms');
    expect(closes).toEqual(ENDED);
  });

  it('is closed by the frame that comes too late, without an answer', () => {
    const { jump, request, closes, sent, passed } = openSession({ idleTimeoutMs: 1000 });
    jump(1000);
    request('GetClock');
    expect([closes, sent(), passed]).toEqual([ENDED, [], []]);
  });

  it('stays where it may be quiet', () => {
    const { clock, closes } = openSession();
    clock.advance('900d');
    expect(closes).toEqual([]);
  });
});

it.each<[string, unknown]>([
  ['RangeError', new RangeError('with a secret')],
  ['string', 'thrown bare'],
])('a watcher that throws ends the socket, and what it threw is named: %s', (name, thrown) => {
  const { request, closes, ends, connections } = openSession({
    onRecord: () => {
      throw thrown;
    },
  });
  request('GetClock');
  request('GetClock');
  const sentence = `a watcher of the journal, or the option onExchange, threw: ${name}`;
  expect([closes, ends(), connections.list()]).toEqual([[[1011, `test-code-failed; ${sentence}`]], 1, []]);
});
