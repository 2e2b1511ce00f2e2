import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Mock } from '../mock.ts';
import type { Listening } from './listening.ts';
import { closeListening, listen, portOf } from './listening.ts';
import { openOnLoopback } from './loopback.ts';
import { createNodeHandler } from './node-handler.ts';
import type { NodeHandler } from './node-handler.ts';
import type { RunningServer } from './node-server.ts';
import { addressOf, join, openTunnel, proxyAuthorization, requestVia, Unreachable } from './tunnel.ts';
import type { Target, UpstreamProxy } from './upstream-proxy.ts';
import { readUpstreamProxy } from './upstream-proxy.ts';

export interface ProxyOptions {
  /** Port to listen on, on loopback alone. Default: 0, which picks a free one. */
  port?: number | undefined;
  /** The user's own proxy, for every host that is not LivePerson's. Default: none. */
  upstream?: UpstreamProxy | undefined;
}

/** A forward proxy that listens. */
export interface RunningProxy {
  /** For instance `http://localhost:4408`. */
  readonly url: string;
  readonly port: number;
  /** Closes the proxy and every connection through it. */
  close(): Promise<void>;
}

/**
 * A forward proxy: what is meant for LivePerson's hosts is answered by the mock, over TLS too; everything else goes
 * through untouched.
 *
 * @throws node's error (`EADDRINUSE` and the like) when it cannot listen.
 */
export async function startProxy(mock: Mock, server: Pick<RunningServer, 'adopt'>, options: ProxyOptions = {}): Promise<RunningProxy> {
  const setup: Setup = { mock, adopt: server.adopt, answer: createNodeHandler(mock), upstream: options.upstream ?? readUpstreamProxy({}) };
  const listening = await openOnLoopback((port, host) => open(setup, port, host), options.port ?? 0);
  const port = portOf(listening[0]);
  return { url: `http://localhost:${String(port)}`, port, close: async () => { await Promise.all(listening.map(closeListening)); } };
}

interface Setup {
  readonly mock: Pick<Mock, 'claims'>;
  readonly adopt: RunningServer['adopt'];
  readonly answer: NodeHandler;
  readonly upstream: UpstreamProxy;
}

function open(setup: Setup, port: number, host: string): Promise<Listening> {
  const server = createServer((request, response) => { forward(setup, request, response); });
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => { void connectTo(setup, request.url ?? '', socket, head); });
  return listen(server, port, host);
}

/** CONNECT: a tunnel to the host that the client names (RFC 9110 section 9.3.6). */
async function connectTo({ mock, adopt, upstream }: Setup, authority: string, socket: Socket, head: Buffer): Promise<void> {
  socket.on('error', () => { socket.destroy(); });
  const target = readAuthority(authority);
  if (target === undefined) {
    refuseTunnel(socket, 400, 'malformed_target', authority);
    return;
  }
  if (mock.claims('/', target.host)) {
    socket.write(ESTABLISHED);
    if (head.length > 0) socket.unshift(head);
    adopt(socket);
    return;
  }
  try {
    const far = await openTunnel(target, upstream);
    if (socket.destroyed) {
      far.destroy();
      return;
    }
    socket.write(ESTABLISHED);
    if (head.length > 0) far.write(head);
    join(socket, far);
  } catch (error) {
    refuseTunnel(socket, 502, 'unreachable', `${authority}: ${whyOf(error)}`);
  }
}

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';

function readAuthority(authority: string): Target | undefined {
  const [, bracketed, plain, port] = /^(?:\[([\da-f:.]+)\]|([^:/@\s]+)):(\d{1,5})$/i.exec(authority) ?? [];
  const host = (bracketed ?? plain)?.replace(/\.$/, '');
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
}

function refuseTunnel(socket: Socket, status: number, error: string, message: string): void {
  const body = JSON.stringify({ error, message });
  socket.end(`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: application/json\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\nconnection: close\r\n\r\n${body}`);
}

/** A request with a whole URL (RFC 9112 section 3.2.2). Without one somebody talks to the proxy itself, as to the mock. */
function forward({ mock, answer, upstream }: Setup, request: IncomingMessage, response: ServerResponse): void {
  const target = request.url ?? '/';
  const url = /^https?:\/\//i.test(target) && URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || mock.claims('/', url.hostname.replace(/\.$/, ''))) answer(request, response);
  else passOn(url, upstream, request, response);
}

function passOn(url: URL, upstream: UpstreamProxy, request: IncomingMessage, response: ServerResponse): void {
  // Old clients send https URLs this way as well, and have the proxy speak TLS for them.
  const proxy = url.protocol === 'http:' ? upstream.forTarget('http', addressOf(url)) : undefined;
  const onward = requestVia(proxy ?? url)({
    ...addressOf(proxy ?? url),
    method: request.method,
    path: proxy === undefined ? `${url.pathname}${url.search}` : url.href,
    // The target counts, whatever Host says, however often (RFC 9112 section 3.2.2).
    headers: { host: url.host, ...endToEnd(request.rawHeaders, ['host']), ...framing(request), ...(proxy === undefined ? {} : proxyAuthorization(proxy)) },
    setHost: false,
    agent: false,
  });
  onward.on('error', (error) => { refuse(response, `${url.host}: ${whyOf(error)}`); });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
    answer.pipe(response);
    answer.on('error', () => { response.destroy(); });
  });
  response.on('close', () => { onward.destroy(); });
  request.pipe(onward);
}

/** Headers that end at a proxy, beside those that `Connection` names (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'proxy-authenticate', 'te', 'transfer-encoding', 'upgrade'];

/** A body of unknown length goes on in chunks: by itself node would send a DELETE on without its body. */
function framing({ headers }: IncomingMessage): OutgoingHttpHeaders {
  return headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };
}

function endToEnd(raw: readonly string[], replaced: readonly string[] = []): OutgoingHttpHeaders {
  const pairs = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
  const named = pairs.flatMap(([name, value]) => (name.toLowerCase() === 'connection' ? value.toLowerCase().split(',') : []));
  const dropped = new Set([...HOP_BY_HOP, ...replaced, ...named.map((name) => name.trim())]);
  // No object before the end: `__proto__` and `constructor` are legal header names.
  const headers = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of pairs) {
    const known = headers.get(name.toLowerCase());
    if (known !== undefined) known.values.push(value);
    else if (!dropped.has(name.toLowerCase())) headers.set(name.toLowerCase(), { name, values: [value] });
  }
  // One value alone stays a text: node takes some headers in no other form.
  return Object.fromEntries([...headers.values()].map(({ name, values }) => [name, values.length === 1 ? values[0] : values]));
}

function refuse(response: ServerResponse, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ error: 'unreachable', message });
  response.writeHead(502, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
  response.end(body);
}

function whyOf(error: unknown): string {
  if (error instanceof Unreachable) return error.message;
  return (error as NodeJS.ErrnoException).code ?? 'no answer';
}
