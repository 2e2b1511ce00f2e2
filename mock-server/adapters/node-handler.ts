import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAdminPath, MAX_ADMIN_BODY_BYTES } from '../control/admin/path.ts';
import type { AdminMock } from '../control/admin/route.ts';
import type { AnswerStream, Call, Reply } from '../http/call.ts';
import { MAX_BODY_BYTES } from '../http/call.ts';
import { detached } from '../detached.ts';
import type { Settings } from '../config.ts';
import type { Mock } from '../mock.ts';
import { bytesForBodies } from '../memory-budget.ts';
import { lazily } from '../lazily.ts';
import type { BodyPool, IncomingBody } from './body-pool.ts';
import { BodiesFull, createBodyPool } from './body-pool.ts';
import { refuseCrowded, refuseFailed } from './failed-call.ts';
import { writeReply } from './node-reply.ts';

/** What Express, Connect, Vite and webpack mount, and what a bare `node:http` server can call. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void;

/**
 * The door from node's requests to the mock. With `next`, whatever is not LivePerson's is passed on, so that a front
 * end's own server goes on answering its own paths; without, the mock answers all.
 */
export function createNodeHandler(mock: Pick<Mock, 'handle' | 'claims'> & AdminMock & { readonly settings: Pick<Settings, 'limits'> }): NodeHandler {
  const handle = withControlRoom(mock);
  const bodies = createBodyPool(bytesForBodies(mock.settings.limits.megabytes));
  return (request, response, next) => {
    const path = splitTarget(request.url ?? '/').path;
    if (next !== undefined && !mock.claims(path, request.headers.host)) {
      next();
      return;
    }
    answer(handle, bodies, request, response).catch((error: unknown) => {
      if (next === undefined) refuseFailed(error, response);
      else next(error);
    });
  };
}

/** What answers a call, wherever it goes. */
type Handle = (call: Call) => Promise<Reply | AnswerStream>;

/** Only a server has a control room: it is loaded when somebody first asks for it. */
function withControlRoom(mock: Pick<Mock, 'handle'> & AdminMock): Handle {
  const room = lazily<Handle>(async () => (await import('../control/admin/admin.ts')).createAdmin(mock));
  const ask: Handle = async (call) => (await room())(call);
  return (call) => (isAdminPath(call.path) ? ask(call) : mock.handle(call));
}

async function answer(handle: Handle, bodies: BodyPool, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = bodies.open();
  try {
    const call = await readCall(request, body);
    // The client went away before it had sent everything: nobody is there to answer.
    if (call !== undefined) writeReply(await handle(call), response);
  } catch (error) {
    if (!(error instanceof BodiesFull)) throw error;
    refuseCrowded(response);
  } finally {
    body.release();
  }
}

/** A node request as a {@link Call}; undefined when the client hung up halfway. */
async function readCall(request: IncomingMessage, incoming: IncomingBody): Promise<Call | undefined> {
  const { path, query } = splitTarget(request.url ?? '/');
  const headers = readHeaders(request.rawHeaders);
  const body = await readBody(request, limitFor(path, request.headers['content-type']), incoming);
  if (body === undefined) return undefined;
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    origin: originOf(request, headers['host']),
  };
}

/** A target longer than this is not kept alive by its path. */
const LONG_TARGET = 1024;

/** `request.url` and not `originalUrl`: mounted under a prefix, the mock answers below it. */
function splitTarget(target: string): { path: string; query: string } {
  // A request through a proxy names the whole URL (RFC 9112 section 3.2.2).
  const local = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '');
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

/** Scheme, host and port as the caller named them; a Host header that is none is replaced by the address of the socket. */
function originOf(request: IncomingMessage, host: string | undefined): string {
  const { socket } = request;
  const scheme = 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http';
  if (host !== undefined && /^(?:[\w.-]{1,253}|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)) return `${scheme}://${host}`;
  const address = socket.localAddress ?? 'localhost';
  return `${scheme}://${address.includes(':') ? `[${address}]` : address}:${String(socket.localPort ?? 80)}`;
}

/** A snapshot may be large. What any page could send without asking, which is no JSON, is not kept in such amounts. */
function limitFor(path: string, contentType: string | undefined): number {
  return isAdminPath(path) && /^application\/json\b/i.test(contentType ?? '') ? MAX_ADMIN_BODY_BYTES : MAX_BODY_BYTES;
}

async function readBody(request: IncomingMessage, limitBytes: number, body: IncomingBody): Promise<string | undefined> {
  if (request.readableEnded) return parsedBefore(request);
  // Gone before this handler had its turn: no event would ever tell.
  if (request.destroyed) return undefined;
  const isWhole = await new Promise<boolean>((resolve) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      // One chunk past the limit tells the mock that the body is too large; the rest is read and dropped.
      if (bytes <= limitBytes) body.push(chunk);
      bytes += chunk.length;
    });
    request.on('end', () => { resolve(true); });
    request.on('close', () => { resolve(false); });
    request.on('error', () => { resolve(false); });
  });
  return isWhole ? body.text() : undefined;
}

/** A body that a parser mounted before this handler has read: put back into the form it came in. */
function parsedBefore(request: IncomingMessage): string {
  const { body } = request as { body?: unknown };
  if (body === undefined) return '';
  if (typeof body === 'string') return body;
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  const isForm = /x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
  return isForm ? writeForm(body as Record<string, string | readonly string[]>) : writeJson(body);
}

function writeJson(parsed: unknown): string {
  try {
    return JSON.stringify(parsed);
  } catch {
    // Nested too deeply to be written again, though it could be read. Half an object is refused by every endpoint.
    return '{';
  }
}

/** A parameter that was there twice is an array after parsing, and twice again here: the mock is to judge it. */
function writeForm(parsed: Readonly<Record<string, string | readonly string[]>>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parsed)) {
    for (const each of [value].flat()) form.append(name, each);
  }
  return form.toString();
}
