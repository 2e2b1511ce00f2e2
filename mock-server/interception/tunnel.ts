import type { OutgoingHttpHeaders } from 'node:http';
import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Target } from './upstream-proxy.ts';

/** How long a host may take to answer a connection attempt. */
const CONNECT_MS = 30_000;

/** A host that could not be reached. The message says why, in words that fit behind its name. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/**
 * Connects to a target, directly or through the user's own proxy.
 *
 * @param headers - what the user's proxy is told beside the target
 * @throws Unreachable when there is no way to it.
 */
export function connectTo(target: Target, proxy: URL | undefined, headers: OutgoingHttpHeaders): Promise<Duplex> {
  if (proxy === undefined) return connectDirectly(target);
  return isSocks(proxy) ? connectThroughSocks(proxy, target) : connectThrough(proxy, target, headers);
}

/** Whether a proxy speaks SOCKS: it only makes connections, whatever is said over them. */
export function isSocks({ protocol }: URL): boolean {
  return protocol.startsWith('socks');
}

async function connectThroughSocks(proxy: URL, target: Target): Promise<Duplex> {
  // Few users have such a proxy: its library is loaded for them alone.
  const { connectBySocks } = await import('./socks-tunnel.ts');
  try {
    const socket = await connectBySocks(proxy, target, CONNECT_MS);
    socket.on('error', () => {
      socket.destroy();
    });
    return socket;
  } catch (error) {
    throw new Unreachable(`your proxy ${proxy.host}: ${(error as Error).message}`);
  }
}

/** Joins two connections until both directions have ended. */
export function join(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => {
      to.destroy();
    });
    // One that ended in good order may still have bytes on their way to the other.
    from.on('close', () => {
      if (!from.readableEnded) to.destroy();
    });
  }
}

function connectDirectly({ host, port }: Target): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Unreachable(why));
    };
    const giveUp = (): void => {
      fail(`no answer within ${String(CONNECT_MS / 1000)} s`);
    };
    socket.setTimeout(CONNECT_MS).once('timeout', giveUp);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      fail(error.code ?? error.message);
    });
    socket.once('connect', () => {
      socket.setTimeout(0).off('timeout', giveUp);
      resolve(socket);
    });
  });
}

function connectThrough(proxy: URL, { host, port }: Target, headers: OutgoingHttpHeaders): Promise<Duplex> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  return new Promise((resolve, reject) => {
    const request = requestVia(proxy)({
      ...addressOf(proxy),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...headers, ...proxyAuthorization(proxy) },
      agent: false,
      timeout: CONNECT_MS,
    });
    request.on('timeout', () => {
      request.destroy(new Error(`no answer within ${String(CONNECT_MS / 1000)} s`));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      reject(new Unreachable(`your proxy ${proxy.host}: ${error.code ?? error.message}`));
    });
    request.on('close', () => {
      reject(new Unreachable(`your proxy ${proxy.host}: no answer`));
    });
    request.on('connect', ({ statusCode }, socket, head) => {
      socket.on('error', () => {
        socket.destroy();
      });
      if (statusCode === undefined || statusCode >= 300) {
        socket.destroy();
        reject(new Unreachable(`your proxy ${proxy.host} refuses with ${String(statusCode)}`));
        return;
      }
      socket.setTimeout(0);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.end();
  });
}

/** The function that asks a host, or a proxy, with the scheme of its URL. */
export function requestVia(url: URL): typeof requestByHttp {
  return url.protocol === 'https:' ? requestByHttps : requestByHttp;
}

/** Where a URL leads, as node's `request` takes it. */
export function addressOf(url: URL): { host: string; port: number } {
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
  };
}

/** The credentials that a proxy's URL holds, as a header. */
export function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A `%` that encodes nothing stands for itself, as with curl. */
function decoded(part: string): string {
  return part.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
