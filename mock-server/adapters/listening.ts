import type { AddressInfo, Server, Socket } from 'node:net';

/** A server that listens. */
export interface Listening {
  readonly server: Server;
  /** Every connection, also those that have not said anything yet: nobody else would end them. */
  readonly sockets: ReadonlySet<Socket>;
}

/** Listens on one address. @throws node's error when it cannot. */
export function listen(server: Server, port: number, host: string): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => { sockets.delete(socket); });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve({ server, sockets });
    });
  });
}

/** The port that a server listens on. */
export function portOf({ server }: Listening): number {
  return (server.address() as AddressInfo).port;
}

/** Closes a server and every connection to it. */
export function closeListening({ server, sockets }: Listening): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => { resolve(); });
    for (const socket of sockets) socket.destroy();
  });
}
