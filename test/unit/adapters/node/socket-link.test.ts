import { describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { sendWithTurn } from '../../../../mock-server/adapters/node/outbox.ts';
import { MAX_UNSENT_BYTES, NodeLink } from '../../../../mock-server/adapters/node/socket-link.ts';
import { fakeSocket, settled } from './fake-socket.ts';

/** A link that has joined a WebSocket, both of which note what they are told. */
function joined({ settings = {}, session: members = {}, socket = fakeSocket().socket } = {}) {
  const told: unknown[] = [];
  const note =
    (name: string) =>
    (...given: unknown[]): unknown =>
      told.push([name, ...given]);
  const session = { id: '1', receive: note('receive'), pinged: note('pinged'), closed: note('closed'), ...members };
  const webSocket = {
    send: note('send'),
    close: note('close'),
    terminate: note('terminate'),
    bufferedAmount: 0,
    listener: undefined,
  };
  const host = {
    settings: { reasonHeader: true, ...settings },
    settled: () => {
      told.push(['settled']);
      return Promise.resolve();
    },
  };
  const link = new NodeLink(host as never);
  link.send('before there is a WebSocket');
  link.close(1000, 'likewise');
  link.ping();
  link.join(session, webSocket, socket);
  return { link, told, webSocket, socket };
}

describe('the link of a socket', () => {
  it('tells each side what the other says, from when it has joined them', () => {
    const { link, told, webSocket } = joined();
    link.send('a');
    link.message(Buffer.from('€'), false);
    link.message(Buffer.from('b'), true);
    link.ping();
    link.close(4000, 'c');
    link.close(1006, 'of no interest');
    link.closed(1000, Buffer.from('d'));
    expect([told, webSocket.listener]).toEqual([
      [
        ['send', 'a'],
        ['receive', '€'],
        ['receive', Buffer.from('b')],
        ['pinged'],
        ['close', 4000, 'c'],
        ['terminate'],
        ['closed', 1000, 'd'],
      ],
      link,
    ]);
  });

  it.each([
    [MAX_UNSENT_BYTES, 0],
    [MAX_UNSENT_BYTES + 1, 2],
  ])('drops a client for which %d bytes wait, when it is sent or sends something: %d', (bufferedAmount, times) => {
    const { link, told, webSocket } = joined();
    Object.assign(webSocket, { bufferedAmount });
    link.send('a');
    link.ping();
    expect(told.filter((each) => String(each) === 'terminate')).toHaveLength(times);
  });

  it.each([
    [new RangeError('secret'), 'watcher-failed; RangeError'],
    ['secret', 'watcher-failed; string'],
    [Object.assign(new Error('secret'), { name: 'N'.repeat(200) }), `watcher-failed; ${'N'.repeat(107)}`],
  ])('is closed where what hears of it fails: %p', (thrown, reason) => {
    const receive = (): void => {
      throw thrown as Error;
    };
    const { link, told } = joined({ session: { receive } });
    link.message(Buffer.from('a'), false);
    expect(told).toEqual([['close', 1011, reason]]);
  });

  it.each([
    [true, "server-closing; the mock's server was closed"],
    [false, ''],
  ])('says goodbye once all is settled, with a reason where one is wanted: %p', async (reasonHeader, reason) => {
    const { link, told, socket } = joined({ settings: { reasonHeader } });
    let isOver = false;
    const goodbye = link.sayGoodbye().then(() => {
      isOver = true;
    });
    await settled();
    expect([told, isOver]).toEqual([[['settled'], ['close', 1001, reason], ['closed', 1001, reason]], false]);
    socket.destroy();
    await goodbye;
    // It is gone, and so there is nothing to wait for.
    await link.sayGoodbye();
    expect(told).toHaveLength(6);
  });

  it('says goodbye at once where there is no connection', async () => {
    const link = new NodeLink({ settled: () => Promise.resolve(), settings: {} } as never);
    await expect(link.sayGoodbye()).resolves.toBeUndefined();
  });
});

describe('what is written to connections', () => {
  it('is sent when the turn is over, of each in one piece', async () => {
    const told: unknown[] = [];
    const connection = (name: string): Socket => {
      const socket = {
        writableCorked: 0,
        cork: () => {
          told.push(['cork', name]);
          socket.writableCorked += 1;
        },
        uncork: () => {
          told.push(['uncork', name]);
          socket.writableCorked -= 1;
        },
      };
      return socket as unknown as Socket;
    };
    const [a, b] = [connection('a'), connection('b')];
    for (const socket of [a, a, b]) sendWithTurn(socket);
    const corked = told.splice(0);
    await settled();
    const sent = told.splice(0);
    sendWithTurn(a);
    await settled();
    expect([corked, sent, told]).toEqual([
      [
        ['cork', 'a'],
        ['cork', 'b'],
      ],
      [
        ['uncork', 'a'],
        ['uncork', 'b'],
      ],
      [
        ['cork', 'a'],
        ['uncork', 'a'],
      ],
    ]);
  });

  it('is kept back for the link too', async () => {
    const { link, socket, told } = joined();
    link.send('a');
    expect([socket.writableCorked, told.length]).toEqual([1, 1]);
    await settled();
    expect(socket.writableCorked).toBe(0);
  });
});
