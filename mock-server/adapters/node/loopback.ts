import type { Listening } from './listening.ts';
import { closeListening, portOf } from './listening.ts';

/** How often a free port that turns out to be taken on ::1 is given back and another one tried. */
const FREE_PORT_TRIES = 10;

/**
 * Opens both loopbacks on one port: `localhost` may mean either, and a foreign server on the other one would be hard to
 * find.
 *
 * @param wanted - 0 picks a port that is free on both
 * @throws node's error when one of them is taken. Without IPv6, 127.0.0.1 is enough.
 */
export async function openOnLoopback(
  open: (port: number, host: string) => Promise<Listening>,
  wanted: number,
): Promise<[Listening, ...Listening[]]> {
  for (let tries = 1; ; tries += 1) {
    const four = await open(wanted, '127.0.0.1');
    try {
      return [four, await open(portOf(four), '::1')];
    } catch (error) {
      if (isWithoutIpv6(error)) return [four];
      await closeListening(four);
      if (wanted !== 0 || tries === FREE_PORT_TRIES) throw error;
    }
  }
}

function isWithoutIpv6(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
}
