import type { Socket } from 'node:net';

// Taken when this file is loaded: fake timers that a test installs later hang no frame.
const { setImmediate: soon } = globalThis;

let waiting: Socket[] = [];

/**
 * Keeps what is written to a connection until the turn of the event loop is over, and then sends it in one piece. Of
 * many connections that are answered in one turn all are sent one after the other: a client in another process is woken
 * once, and not by each.
 */
export function sendWithTurn(socket: Socket): void {
  // Whoever has corked it, it is in the list already or will be written to when that one is done.
  if (socket.writableCorked > 0) return;
  socket.cork();
  if (waiting.push(socket) === 1) soon(sendAll);
}

function sendAll(): void {
  const now = waiting;
  waiting = [];
  for (const socket of now) socket.uncork();
}
