import type { ServerResponse } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { startTimer } from '../../clock.ts';
import { finishCalls, noteCall } from './calls-under-way.ts';
import { DEFAULT_TIMES } from './connection-times.ts';

/** A server that listens. */
export interface Listening {
  readonly server: Server;
  /** Every connection, also those that have not said anything yet: nobody else would end them. */
  readonly sockets: ReadonlySet<Socket>;
  /** How long closing waits for the calls that are under way. */
  readonly closeMs: number;
}

/**
 * Listens on one address.
 *
 * @param closeMs - how long closing waits for the calls that are under way
 * @throws node's error when it cannot.
 */
export function listen(
  server: Server,
  port: number,
  host: string,
  closeMs = DEFAULT_TIMES.closeMs,
): Promise<Listening> {
  const sockets = new Set<Socket>();
  // One for all, because there may be thousands.
  function forget(this: Socket): void {
    sockets.delete(this);
  }
  server.on('connection', (socket: Socket) => {
    // Once more when an upgrade on it was handed back.
    if (!sockets.has(socket)) socket.on('close', forget);
    sockets.add(socket);
  });
  server.on('request', (_request, response: ServerResponse) => {
    noteCall(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off('error', reject);
      server.on('error', warnOnce());
      resolve({ server, sockets, closeMs });
    });
  });
}

/** A connection that cannot be accepted, for want of descriptors for instance, is lost; the server goes on. */
function warnOnce(): (error: Error) => void {
  let isTold = false;
  return ({ message }) => {
    if (!isTold)
      process.emitWarning(`a connection could not be accepted: ${message}; the server goes on`, 'LpAuthMockWarning');
    isTold = true;
  };
}

/** The port that a server listens on. */
export function portOf({ server }: Listening): number {
  return (server.address() as AddressInfo).port;
}

/** Takes no connections any more, lets the calls under way end, for a while, and closes every connection. */
export async function closeListening({ server, sockets, closeMs }: Listening): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const stopTimer = startTimer(closeMs, cut);
  await finishCalls(sockets);
  stopTimer();
  cut();
  await closed;
}
