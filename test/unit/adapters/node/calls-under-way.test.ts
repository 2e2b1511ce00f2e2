import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { finishCalls, noteCall } from '../../../../mock-server/adapters/node/calls-under-way.ts';
import { noteSocket } from '../../../../mock-server/adapters/node/open-sockets.ts';
import { writeReply } from '../../../../mock-server/adapters/node/write-reply.ts';
import { settled } from './fake-socket.ts';

/** A connection that notes how it ends. */
function connection(members: object = {}): Socket & { readonly ended: string[] } {
  const ended: string[] = [];
  const end = (how: string) => (): void => {
    ended.push(how);
    if (socket.destroyed) return;
    socket.destroyed = true;
    socket.emit('close');
  };
  const socket = Object.assign(new EventEmitter(), {
    ended,
    destroyed: false,
    destroy: end('destroy'),
    destroySoon: end('destroySoon'),
    ...members,
  });
  return socket as unknown as Socket & { ended: string[] };
}

/** A call on a connection, under way until it is closed. */
function call(socket: Socket | null | undefined, members: object = {}): ServerResponse {
  const response = Object.assign(new EventEmitter(), { socket, shouldKeepAlive: true, ...members });
  noteCall(response as unknown as ServerResponse);
  return response as unknown as ServerResponse;
}

/** Finishes, and tells when that is over. */
function finishing(...sockets: Socket[]): { readonly isOver: () => boolean } {
  let isOver = false;
  void finishCalls(new Set(sockets)).then(() => {
    isOver = true;
  });
  return { isOver: () => isOver };
}

describe('connections that are to end', () => {
  it('end at once where no call is under way, and with its last call where one is', async () => {
    const [idle, busy, other] = [connection(), connection(), connection()];
    const [first, last, elsewhere] = [call(busy), call(busy), call(other)];
    call(null);
    call(undefined);
    const { isOver } = finishing(idle, busy);
    await settled();
    expect([idle.ended, busy.ended, isOver()]).toEqual([['destroy'], [], false]);
    // Whoever ends the connection with the first answer loses the one behind it.
    expect([first, last, elsewhere].map((each) => each.shouldKeepAlive)).toEqual([true, false, true]);
    first.emit('close');
    await settled();
    expect(busy.ended).toEqual([]);
    last.emit('close');
    elsewhere.emit('close');
    await settled();
    expect([busy.ended, other.ended, isOver()]).toEqual([['destroySoon'], [], true]);
  });

  it('wait for no answer that has no end', async () => {
    const [one, both] = [connection(), connection()];
    const endless = [call(one), call(both)];
    for (const response of endless) writeReply({ abort: 'timeout' }, response);
    const answered = call(both);
    const { isOver } = finishing(one, both);
    expect([one.ended, both.ended]).toEqual([['destroy'], []]);
    answered.emit('close');
    await settled();
    expect([both.ended, isOver()]).toEqual([['destroySoon'], true]);
    for (const response of endless) response.emit('close');
  });

  it('are those below TLS, and end what is decrypted', async () => {
    const below = connection();
    const above = connection({ _parent: below });
    const response = call(above);
    const { isOver } = finishing(below);
    response.emit('close');
    expect([above.ended, below.ended]).toEqual([['destroySoon'], []]);
    below.destroy();
    await settled();
    expect(isOver()).toBe(true);
  });

  it('end by HTTP/2 itself, whose session is told', async () => {
    const socket = connection();
    const closed: string[] = [];
    const [first] = [
      call(socket, { stream: { session: { close: () => closed.push('first') } } }),
      call(socket, { stream: { session: { close: () => closed.push('last') } } }),
    ];
    const lone = connection();
    call(lone, { stream: {} });
    finishing(socket, lone);
    first.emit('close');
    await settled();
    expect([closed, socket.ended]).toEqual([['last'], []]);
    socket.destroy();
    lone.destroy();
  });

  it('wait for the goodbye of an open WebSocket', async () => {
    const socket = connection();
    let end: () => void = () => undefined;
    noteSocket(socket, {
      sayGoodbye: () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    });
    const { isOver } = finishing(socket);
    await settled();
    expect([socket.ended, isOver()]).toEqual([[], false]);
    end();
    await settled();
    expect(isOver()).toBe(true);
  });

  it('that are gone are not waited for', async () => {
    const socket = connection();
    call(socket);
    Object.assign(socket, { destroyed: true });
    const { isOver } = finishing(socket);
    await settled();
    expect(isOver()).toBe(true);
  });
});
