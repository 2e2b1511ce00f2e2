import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { isMockAt } from '../mock-at.ts';
import type { Finding, Surroundings } from './finding.ts';

/**
 * Whether the mock can listen where it wants to, and whether `localhost` leads there.
 *
 * @param addressesOf - finds the addresses of a host. Default: as this machine does
 */
export async function checkListening(
  { port }: Pick<Surroundings, 'port'>,
  addressesOf: AddressesOf = lookUp,
): Promise<Finding[]> {
  return [
    await checkPort(port),
    await checkLoopback('127.0.0.1'),
    await checkLoopback('::1'),
    await checkName(addressesOf),
  ];
}

type AddressesOf = (host: string) => Promise<readonly string[]>;

async function lookUp(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

async function checkPort(port: number): Promise<Finding> {
  const failures = [await tryListening(port, '127.0.0.1'), await tryListening(port, '::1')].filter(
    (code) => code !== undefined && !NO_ADDRESS.has(code),
  );
  if (failures.length === 0) return { level: 'ok', line: `port ${String(port)} is free` };
  if (failures.includes('EACCES'))
    return {
      level: 'fail',
      line: `port ${String(port)} may not be used by this user`,
      remedy: 'choose one above 1023 with --port',
    };
  if (await isMockAt(`http://127.0.0.1:${String(port)}`))
    return {
      level: 'note',
      line: `port ${String(port)} is taken by lp-auth-mock itself`,
      remedy: 'use it, or start another with --port 0',
    };
  return {
    level: 'fail',
    line: `port ${String(port)} is taken by another program`,
    remedy: 'start with --port 0, or stop that program',
  };
}

/** What listening fails with where an address does not exist. */
const NO_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

async function checkLoopback(address: string): Promise<Finding> {
  const code = await tryListening(0, address);
  if (code === undefined) return { level: 'ok', line: `loopback ${address} is there` };
  return {
    level: address === '::1' ? 'note' : 'fail',
    line: `loopback ${address} cannot be listened on (${code})`,
    remedy: remedyFor(address),
  };
}

function remedyFor(address: string): string {
  return address === '::1'
    ? 'none needed as long as localhost means 127.0.0.1'
    : 'bring the loopback interface up: ip link set lo up';
}

async function checkName(addressesOf: AddressesOf): Promise<Finding> {
  const addresses = await addressesOf('localhost').catch(() => []);
  const isLoopback =
    addresses.length > 0 && addresses.every((address) => address.startsWith('127.') || address === '::1');
  if (isLoopback) return { level: 'ok', line: `localhost means ${addresses.join(' and ')}` };
  return {
    level: 'fail',
    line: `localhost means ${addresses.join(' and ') || 'nothing'}`,
    remedy: 'add a line to the hosts file: 127.0.0.1 localhost',
  };
}

/** @returns the code of the failure; undefined when it listens. */
function tryListening(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen({ port, host, ipv6Only: true }, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}
