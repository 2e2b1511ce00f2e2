import type { ServerResponse } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { startTimer } from '../clock.ts';
import type { CallsUnderWay } from './calls-under-way.ts';
import { createCallsUnderWay } from './calls-under-way.ts';
import { DEFAULT_TIMES } from './connection-times.ts';

/** A server that listens. */
export interface Listening {
  readonly server: Server;
  /** Every connection, also those that have not said anything yet: nobody else would end them. */
  readonly sockets: ReadonlySet<Socket>;
  readonly calls: CallsUnderWay;
  /** How long closing waits for the calls that are under way. */
  readonly closeMs: number;
}

/** What a server that listens is closed by. */
export interface ListeningSetup {
  /** Calls that come in by something else than the server's own requests may be noted there too. Default: none do. */
  readonly calls?: CallsUnderWay | undefined;
  /** Default: {@link DEFAULT_TIMES}. */
  readonly closeMs?: number | undefined;
}

/** Listens on one address. @throws node's error when it cannot. */
export function listen(server: Server, port: number, host: string, setup: ListeningSetup = {}): Promise<Listening> {
  const { calls = createCallsUnderWay(), closeMs = DEFAULT_TIMES.closeMs } = setup;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => { sockets.delete(socket); });
  });
  server.on('request', (_request, response: ServerResponse) => { calls.add(response); });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve({ server, sockets, calls, closeMs });
    });
  });
}

/** The port that a server listens on. */
export function portOf({ server }: Listening): number {
  return (server.address() as AddressInfo).port;
}

/** Takes no connections any more, lets the calls under way end, for a while, and closes every connection. */
export async function closeListening({ server, sockets, calls, closeMs }: Listening): Promise<void> {
  const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
  const cut = (): void => { for (const socket of sockets) socket.destroy(); };
  const stopTimer = startTimer(closeMs, cut);
  await calls.finish(sockets);
  stopTimer();
  cut();
  await closed;
}
