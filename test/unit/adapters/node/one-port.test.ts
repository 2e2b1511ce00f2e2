import { describe, expect, it, jest } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { sortConnections } from '../../../../mock-server/adapters/node/one-port.ts';
import type { FakeSocket } from './fake-socket.ts';
import { fakeSocket, settled } from './fake-socket.ts';

interface Sorting extends FakeSocket {
  /** What was done with the connection, in order. */
  readonly done: unknown[];
  readonly serve: (socket: Socket) => void;
}

/** A connection to a server whose own listener does this with it. */
function sorting(listener: (socket: Socket) => void = () => undefined): Sorting {
  const done: unknown[] = [];
  const server = new EventEmitter();
  server.on('connection', function (this: unknown, socket: Socket) {
    done.push(['http', this === server]);
    listener(socket);
  });
  const serve = sortConnections(server as never, 7, (socket) => done.push(['tls', socket.isPaused()]));
  const fake = fakeSocket();
  Object.assign(fake.socket, {
    setTimeout: (ms: number) => {
      done.push(ms);
      return fake.socket;
    },
  });
  server.emit('connection', fake.socket);
  return { ...fake, done, serve };
}

describe('a port that speaks HTTP and TLS', () => {
  it.each([
    ['\x16', [7, 0, ['tls', true]]],
    ['G', [7, 0, ['http', true]]],
    ['\x15', [7, 0, ['http', true]]],
  ])('is told by the first byte which of them it is: %j', async (first, done) => {
    const sorted = sorting();
    expect(sorted.done).toEqual([7]);
    sorted.say(Buffer.from(`${first}more`));
    await settled();
    expect(sorted.done).toEqual(done);
  });

  it('hands the connection on with all of its bytes, and reading', async () => {
    const heard: string[] = [];
    const { say, socket } = sorting((served) => served.on('data', (piece) => heard.push(String(piece))));
    say(Buffer.from('GET'));
    await settled();
    say(Buffer.from(' /'));
    await settled();
    expect([heard.join(''), socket.isPaused()]).toEqual(['GET /', false]);
  });

  it('serves by HTTP what was decrypted', () => {
    const { serve, done } = sorting();
    serve(fakeSocket().socket);
    expect(done).toEqual([7, ['http', true]]);
  });

  it.each<[string, (fake: FakeSocket) => unknown]>([
    ['ends', ({ socket }) => socket.push(null)],
    ['says nothing for too long', ({ socket }) => socket.emit('timeout')],
    ['fails', ({ socket }) => socket.emit('error', new Error('reset'))],
  ])('lets go of a connection that %s before its first byte', async (_, end) => {
    const sorted = sorting();
    sorted.socket.resume();
    end(sorted);
    await settled();
    expect([sorted.socket.destroyed, sorted.done]).toEqual([true, [7]]);
  });

  it('leaves the end of a connection and its timeouts to whoever serves it', async () => {
    const { say, socket } = sorting((served) => served.on('error', () => undefined));
    say(Buffer.from('G'));
    await settled();
    const destroy = jest.spyOn(socket, 'destroy');
    socket.emit('timeout');
    socket.emit('end');
    socket.emit('error', new Error('reset'));
    expect(destroy).not.toHaveBeenCalled();
    expect([socket.listenerCount('error'), socket.listenerCount('end') + socket.listenerCount('timeout')]).toEqual([
      1, 0,
    ]);
  });

  it('watches over a connection that nobody else watches', async () => {
    const { say, socket } = sorting();
    say(Buffer.from('G'));
    await settled();
    socket.emit('error', new Error('reset'));
    expect(socket.destroyed).toBe(true);
  });
});
