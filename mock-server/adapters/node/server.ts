import type { RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { startTimer } from '../../clock.ts';
import type { Mock } from '../../mock.ts';
import type { DevelopmentCertificates } from '../../tls/certificate-store.ts';
import type { ConnectionTimes } from './connection-times.ts';
import { DEFAULT_TIMES, http1Times } from './connection-times.ts';
import { withConsole } from './console-listener.ts';
import type { Https, HttpsOptions } from './https.ts';
import { createHttps } from './https.ts';
import type { Listening } from './listening.ts';
import { closeListening, listen, portOf } from './listening.ts';
import { openOnLoopback } from './loopback.ts';
import { createNodeHandler } from './middleware.ts';
import { serveUpgrades } from './sockets.ts';
import { deliverOverNetwork } from './webhooks.ts';

export { CertificateError } from './https.ts';
export { createMiddleware } from './middleware.ts';
export { attachSockets } from './sockets.ts';
export type { AttachedSockets } from './sockets.ts';
export type { ConnectHandler, ConnectNext, ConnectRequest, ConnectResponse, SocketHost } from './connect.ts';
export type { ConnectionTimes, DevelopmentCertificates };

export interface ServerOptions extends HttpsOptions {
  /** Port to listen on; 0 picks a free one. Default: `server.port` of the mock's options, 4407. */
  port?: number | undefined;
  /**
   * Host to listen on. Default: `server.host` of the mock's options, `localhost`: 127.0.0.1 and ::1, which other
   * machines cannot reach.
   */
  host?: string | undefined;
  /** How long connections may take for each step, in milliseconds. Default: see each step. */
  times?: Partial<ConnectionTimes> | undefined;
}

/** A connection of Node's (`net.Socket`), spelled out so that no package of types is needed. */
export interface AdoptedSocket {
  readonly remoteAddress?: string | undefined;
  destroy(error?: Error): unknown;
}

/** A server that is listening. */
export interface RunningServer {
  /** For instance `http://localhost:4407`. */
  readonly url: string;
  /**
   * The same port over TLS, for instance `https://localhost:4407`; undefined when `server.tls` is off, and inside Bun,
   * whose servers cannot do that.
   */
  readonly httpsUrl: string | undefined;
  readonly port: number;
  /**
   * The development CA and its certificates, made when they are missing; undefined when `server.tls` is off or names a
   * certificate of your own. Does not reject when the folder cannot be written.
   */
  certificates(): Promise<DevelopmentCertificates | undefined>;
  /** Serves a connection that another listener, for instance a proxy, has accepted. */
  adopt(socket: AdoptedSocket): void;
  /**
   * Stops accepting connections and closes idle ones. Connections with a call in progress are closed once it is
   * answered, or after a second (`times.closeMs`).
   */
  close(): Promise<void>;
}

/**
 * Serves the mock over HTTP and, on the same port, over TLS. This includes the admin API at `/__admin`, for callers on
 * this machine; the mock's option `admin` removes it or opens it up. `/` leads to the console at `/__admin/ui/`.
 *
 * @throws Error with Node's `code` (such as `EADDRINUSE`) when it cannot listen.
 * @throws CertificateError when `server.tls` names a certificate or a key that cannot be used.
 */
export async function startServer(mock: Mock, options: ServerOptions = {}): Promise<RunningServer> {
  const host = options.host ?? mock.settings.server.host;
  const wanted = options.port ?? mock.settings.server.port;
  const times = { ...DEFAULT_TIMES, ...options.times };
  const https = await createHttps(mock, options, times);
  const certificates = async (): Promise<DevelopmentCertificates | undefined> => https?.certificates();
  const listener = withConsole({ mock, certificates }, createNodeHandler(mock));
  const setup = { mock, listener, https, times };
  const listening: [Listening, ...Listening[]] =
    host === 'localhost'
      ? await openOnLoopback((port, address) => open(setup, port, address), wanted)
      : [await open(setup, wanted, host)];
  const [first] = listening;
  const port = portOf(first);
  const stopDelivering = deliverOverNetwork(mock, port, async () => (await https?.certificates())?.ca);
  const authority = `${nameOf(host)}:${String(port)}`;
  return {
    url: `http://${authority}`,
    httpsUrl: https === undefined ? undefined : `https://${authority}`,
    port,
    certificates,
    adopt: (socket) => {
      first.server.emit('connection', socket);
    },
    close: async () => {
      stopDelivering();
      await Promise.all(listening.map(closeListening));
    },
  };
}

/** The addresses that mean every address of the machine: one can listen on them, but not be called by them. */
const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** What stands for the host in a URL. */
function nameOf(host: string): string {
  if (EVERY_ADDRESS.includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** Tokens travel in headers, and a caller may send absurd ones: they must get an answer, not a dropped connection. */
const MAX_HEADER_BYTES = 262_144;

/** How long a connection may be quiet until the system asks whether its client is still there. */
const KEEP_ALIVE_PROBE_MS = 60_000;

const SERVER_OPTIONS = {
  maxHeaderSize: MAX_HEADER_BYTES,
  requireHostHeader: false,
  keepAlive: true,
  keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS,
};

interface Setup {
  readonly mock: Mock;
  readonly listener: RequestListener;
  readonly https: Https | undefined;
  readonly times: ConnectionTimes;
}

function open({ mock, listener, https, times }: Setup, port: number, host: string): Promise<Listening> {
  const server = createServer({ ...SERVER_OPTIONS, ...http1Times(times) }, (request, response) => {
    if (request.headers.host === undefined && request.httpVersion === '1.1') refuseHostless(response);
    else listener(request, response);
  });
  server.on('clientError', (error, socket) => {
    refuseUnreadable(error, socket, times.lingerMs);
  });
  // An expectation that nobody knows may be ignored (RFC 9110 section 10.1.1); node would refuse it without a body.
  server.on('checkExpectation', (request, response) => {
    server.emit('request', request, response);
  });
  serveUpgrades(server, mock, { times });
  https?.addTo(server);
  return listen(server, port, host, times.closeMs);
}

/**
 * What node says of bytes that are no request, as a status line and the error in the body. Everything else is a 400.
 */
const UNREADABLE: ReadonlyMap<string | undefined, readonly [status: string, error: string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['431 Request Header Fields Too Large', 'headers_too_large']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', 'request_timeout']],
]);
const MALFORMED_REQUEST = 'malformed_request';

/**
 * Bytes that are no HTTP never become a Call; they too are answered in JSON.
 *
 * @param lingerMs - how long the client may take to close its side: by then it has read why
 */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex, lingerMs: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, name] = UNREADABLE.get(error.code) ?? ['400 Bad Request', MALFORMED_REQUEST];
  const body = JSON.stringify({ error: name });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n\r\n${body}`,
  );
  const stopTimer = startTimer(lingerMs, () => {
    socket.destroy();
  });
  socket.once('close', stopTimer).resume();
}

/** A request without Host is malformed (RFC 9112 section 3.2). Node would refuse it without a body. */
function refuseHostless(response: ServerResponse): void {
  const body = JSON.stringify({ error: MALFORMED_REQUEST });
  response.writeHead(400, {
    'content-type': 'application/json',
    'content-length': String(body.length),
    connection: 'close',
  });
  response.end(body);
}
