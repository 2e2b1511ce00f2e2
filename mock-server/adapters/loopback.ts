import type { AddressInfo, Server } from 'node:net';

/** How often a free port that turns out to be taken on ::1 is given back and another one tried. */
const FREE_PORT_TRIES = 10;

/** What was opened on one address. */
interface Opened {
  readonly server: Server;
}

/** How a server is opened and closed again. */
interface Opener<Each extends Opened> {
  readonly open: (port: number, host: string) => Promise<Each>;
  readonly close: (each: Each) => Promise<void>;
}

/**
 * Opens both loopbacks on one port: `localhost` may mean either, and a stranger on the other one would be hard to find.
 *
 * @param wanted - 0 picks a port that is free on both
 * @throws node's error when one of them is taken. Without IPv6, 127.0.0.1 is enough.
 */
export async function openOnLoopback<Each extends Opened>({ open, close }: Opener<Each>, wanted: number): Promise<[Each, ...Each[]]> {
  for (let tries = 1; ; tries += 1) {
    const four = await open(wanted, '127.0.0.1');
    try {
      return [four, await open(portOf(four.server), '::1')];
    } catch (error) {
      if (isWithoutIpv6(error)) return [four];
      await close(four);
      if (wanted !== 0 || tries === FREE_PORT_TRIES) throw error;
    }
  }
}

function isWithoutIpv6(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
}

/** Listens. @throws node's error when it cannot. */
export function listenOn<Each extends Server>(server: Each, port: number, host: string): Promise<Each> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
