import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The first byte of a TLS handshake record (RFC 8446 section 5.1). No HTTP method starts with it. */
const TLS_HANDSHAKE = 0x16;

/**
 * Lets one port speak HTTP and TLS: the first byte of a connection decides. What is no TLS goes on as before, be it
 * HTTP or not.
 *
 * @param firstByteMs - how long a connection may stay silent before it is closed
 * @param onTls - takes over a connection whose client speaks TLS: paused, its bytes all still to be read
 * @returns serves a connection by HTTP, for instance one that was decrypted.
 */
export function sortConnections(
  server: Server,
  firstByteMs: number,
  onTls: (socket: Socket) => void,
): (socket: Socket) => void {
  const listeners = server.listeners('connection') as ((socket: Socket) => void)[];
  const serve = (socket: Socket): void => {
    for (const listener of listeners) listener.call(server, socket);
  };
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    waitForFirstByte(socket, firstByteMs, (first) => {
      if (first === TLS_HANDSHAKE) {
        onTls(socket);
        return;
      }
      serve(socket);
      // By then the listeners of HTTP are on.
      process.nextTick(() => {
        socket.resume();
      });
    });
  });
  return serve;
}

function waitForFirstByte(socket: Socket, firstByteMs: number, decide: (first: number | undefined) => void): void {
  const hangUp = (): void => {
    socket.destroy();
  };
  socket.on('error', hangUp).once('end', hangUp).once('timeout', hangUp).setTimeout(firstByteMs);
  socket.once('data', (chunk: Buffer) => {
    socket.off('end', hangUp).off('timeout', hangUp).setTimeout(0);
    socket.pause();
    socket.unshift(chunk);
    decide(chunk[0]);
    // Whoever serves it listens now. A connection whose upgrades are handed back comes here with each of them.
    if (socket.listenerCount('error') > 1) socket.off('error', hangUp);
  });
}
