import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Target, UpstreamProxy } from './upstream-proxy.ts';

/** How long a host may take to answer a connection attempt. */
const CONNECT_MS = 30_000;

/** A host that could not be reached. The message says why, in words that fit behind its name. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/**
 * Connects to a target, directly or through the user's own proxy.
 *
 * @throws Unreachable when there is no way to it.
 */
export function openTunnel(target: Target, upstream: UpstreamProxy): Promise<Duplex> {
  const proxy = upstream.forTarget('https', target);
  return proxy === undefined ? connectDirectly(target) : connectThrough(proxy, target);
}

/** Joins two connections until both directions have ended. */
export function join(one: Duplex, other: Duplex): void {
  for (const [from, to] of [[one, other], [other, one]] as const) {
    from.pipe(to);
    from.on('error', () => { to.destroy(); });
    // One that ended in good order may still have bytes on their way to the other.
    from.on('close', () => { if (!from.readableEnded) to.destroy(); });
  }
}

function connectDirectly({ host, port }: Target): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Unreachable(why));
    };
    const giveUp = (): void => { fail(`no answer within ${String(CONNECT_MS / 1000)} s`); };
    socket.setTimeout(CONNECT_MS).once('timeout', giveUp);
    socket.on('error', (error: NodeJS.ErrnoException) => { fail(error.code ?? error.message); });
    socket.once('connect', () => {
      socket.setTimeout(0).off('timeout', giveUp);
      resolve(socket);
    });
  });
}

function connectThrough(proxy: URL, { host, port }: Target): Promise<Duplex> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  return new Promise((resolve, reject) => {
    const request = requestVia(proxy)({
      ...addressOf(proxy), method: 'CONNECT', path: authority, headers: { host: authority, ...proxyAuthorization(proxy) }, agent: false, timeout: CONNECT_MS,
    });
    request.on('timeout', () => { request.destroy(new Error(`no answer within ${String(CONNECT_MS / 1000)} s`)); });
    request.on('error', (error: NodeJS.ErrnoException) => { reject(new Unreachable(`your proxy ${proxy.host}: ${error.code ?? error.message}`)); });
    request.on('connect', ({ statusCode }, socket, head) => {
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
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) };
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
