import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAdminPath } from '../../admin/path.ts';
import type { Call, CallBody } from '../../http/call.ts';
import { detached } from '../../memory/detached.ts';
import type { Mock } from '../../mock.ts';
import type { ConnectHandler } from './connect.ts';
import { bytesForBodies } from '../../memory/budget.ts';
import type { BodyPool, IncomingBody } from './body-pool.ts';
import { BodiesFull, createBodyPool } from './body-pool.ts';
import { refuseCrowded, refuseFailed } from './failed-call.ts';
import { writeReply } from './write-reply.ts';
import { bodyReadBefore, bodyTaken } from './parsed-body.ts';
import { peerOf } from './peer.ts';
import { noteConnection } from './webhooks.ts';

/** What Express, Connect, Vite and webpack mount, and what a bare `node:http` server can call. */
export type NodeHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

/**
 * The adapter from node's requests to the mock. With `next`, whatever is not LivePerson's is passed on, so that a front
 * end's own server goes on answering its own paths; without, the mock answers all. The admin API at `/__admin` comes
 * along, unless the mock's option `admin` is `false`.
 */
export function createNodeHandler(
  mock: Pick<Mock, 'handle' | 'admin' | 'owns' | 'bodyBytes' | 'settings' | 'clock'>,
): NodeHandler {
  const bodies = createBodyPool(bytesForBodies(mock.settings.limits.megabytes));
  return (request, response, next) => {
    const head = readHead(request);
    if (next !== undefined && !mock.owns(head.path, head.headers['host'])) {
      next();
      return;
    }
    answer(mock, bodies, head, request, response).catch((error: unknown) => {
      if (next === undefined) refuseFailed(error, response, mock.clock.now());
      else next(error);
    });
  };
}

async function answer(
  mock: Pick<Mock, 'handle' | 'admin' | 'bodyBytes' | 'settings' | 'clock'>,
  bodies: BodyPool,
  head: Call,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const incoming = bodies.open();
  try {
    if (mock.settings.admin !== false && isAdminPath(head.path)) {
      writeReply(await mock.admin(head, (limitBytes) => readBody(request, limitBytes, incoming)), response);
      return;
    }
    const body = await readBody(request, mock.bodyBytes(head.method, head.path), incoming);
    if (body !== undefined) writeReply(await mock.handle(Object.assign(head, body)), response);
  } catch (error) {
    if (!(error instanceof BodiesFull)) throw error;
    refuseCrowded(response, mock.clock.now());
  } finally {
    incoming.release();
  }
}

/** A node request as a {@link Call}, without its body. */
export function readHead(request: IncomingMessage): Call {
  return Object.assign(readCall(request), { peer: peerOf(request) });
}

/** The same without its peer, for what is not of the admin API: node keeps the address once it was asked for. */
export function readCall(request: IncomingMessage): Call {
  const { path, query } = splitTarget(request.url ?? '');
  const headers = readHeaders(request.rawHeaders);
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body: '',
    origin: originOf(request, headers['host']),
  };
}

/** A target longer than this is not kept alive by its path. */
const LONG_TARGET = 1024;

/** `request.url` and not `originalUrl`: mounted under a prefix, the mock answers below it. */
export function splitTarget(target: string): { path: string; query: string } {
  // A request through a proxy names the whole URL (RFC 9112 section 3.2.2).
  const local = target.replace(/^(?:https?|wss?):\/\/[^/?#]*/i, '');
  const mark = local.indexOf('?');
  if (mark === -1) return { path: local || '/', query: '' };
  const path = local.slice(0, mark) || '/';
  return { path: target.length > LONG_TARGET ? detached(path) : path, query: local.slice(mark + 1) };
}

/** From the raw list, because `request.headers` keeps only the first of two `authorization` headers. */
function readHeaders(raw: readonly string[]): Record<string, string> {
  // No prototype: `__proto__` is a legal header name.
  const headers = Object.create(null) as Record<string, string>;
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : `${earlier}, ${value}`;
  }
  return headers;
}

/**
 * Scheme, host and port as the caller named them; a Host header that is none is replaced by the address of the socket.
 */
function originOf(request: IncomingMessage, host: string | undefined): string {
  const { socket } = request;
  const scheme = 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http';
  if (host !== undefined && /^(?:[\w.-]{1,253}|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)) return `${scheme}://${host}`;
  const address = socket.localAddress ?? 'localhost';
  return `${scheme}://${address.includes(':') ? `[${address}]` : address}:${String(socket.localPort ?? 80)}`;
}

/** The whole body; undefined when the client hung up, and nobody is there to answer. */
function readBody(request: IncomingMessage, limitBytes: number, body: IncomingBody): Promise<CallBody | undefined> {
  return new Promise((resolve, reject) => {
    if (request.readableEnded) {
      resolve(bodyReadBefore(request));
      return;
    }
    const hungUp = (): void => {
      resolve(undefined);
    };
    // Gone before this handler had its turn: no event would ever tell.
    if (request.destroyed) {
      hungUp();
      return;
    }
    if (request.readableDidRead) throw bodyTaken();
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      // One chunk past the limit tells the mock that the body is too large; the rest is read and dropped.
      if (bytes <= limitBytes) body.push(chunk);
      bytes += chunk.length;
    });
    request.on('end', () => {
      try {
        resolve(body.read());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    request.on('close', hungUp);
    request.on('error', hungUp);
  });
}

/** The same on a server of somebody else's, where webhooks are delivered from the first request on. */
export function createMountedHandler(mock: Mock): NodeHandler {
  const handler = createNodeHandler(mock);
  return (request, response, next) => {
    noteConnection(mock, request.socket);
    handler(request, response, next);
  };
}

/**
 * The mock as a `(request, response, next)` handler for another server: Vite's `server.middlewares.use(...)`, webpack's
 * `setupMiddlewares`, Connect, Express, or `http.createServer` itself. Requests that are not for LivePerson are passed
 * to `next`; without a `next` they get a 404 in JSON. It answers all of `/api/account/`: put your own routes there
 * before `app.use(createMiddleware(createMock()))`. Mounted under a prefix, it answers below that prefix.
 *
 * From the first request over the network on, the mock delivers its webhooks over it, to this machine alone unless
 * `webhooks.hosts` names more.
 */
export function createMiddleware(mock: Mock): ConnectHandler {
  // Whoever calls it hands over node's own request and response, of which the public type names a part.
  return createMountedHandler(mock) as ConnectHandler;
}
