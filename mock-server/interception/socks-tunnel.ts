import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import type { Target } from './upstream-proxy.ts';

/**
 * Connects to a target through a SOCKS proxy. The proxy looks the name up.
 *
 * @throws Error of the library, whose message says what went wrong.
 */
export async function connectBySocks(proxy: URL, target: Target, timeoutMs: number): Promise<Socket> {
  const { socket } = await SocksClient.createConnection({
    command: 'connect',
    timeout: timeoutMs,
    destination: target,
    proxy: {
      host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(proxy.port) || 1080,
      type: proxy.protocol.startsWith('socks4') ? 4 : 5,
      ...(proxy.username === ''
        ? {}
        : { userId: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) }),
    },
  });
  // The library hands it over paused, and what has arrived already is kept in it.
  return socket;
}
