import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Mock } from '../mock.ts';
import { createExpressApp } from './express.ts';

export interface ServerOptions {
  /** Port to listen on; 0 picks a free one. Default: `server.port` of the mock's options, 4407. */
  port?: number | undefined;
  /** Host to listen on. Default: `server.host` of the mock's options, `localhost`: 127.0.0.1 and ::1, no other machine. */
  host?: string | undefined;
}

/** A server that listens. */
export interface RunningServer {
  /** For instance `http://localhost:4407`. */
  readonly url: string;
  readonly port: number;
  /** Closes the server and every connection to it. */
  close(): Promise<void>;
}

/**
 * Serves the mock over HTTP.
 *
 * @throws Error with node's `code` (`EADDRINUSE` and the like) when it cannot listen.
 */
export async function startServer(mock: Mock, options: ServerOptions = {}): Promise<RunningServer> {
  const host = options.host ?? mock.settings.server.host;
  const wanted = options.port ?? mock.settings.server.port;
  const listener = createExpressApp(mock) as RequestListener;
  const servers: [Server, ...Server[]] = host === 'localhost'
    ? await listenOnLoopback(listener, wanted)
    : [await listen(listener, wanted, host)];
  const port = portOf(servers[0]);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`,
    port,
    close: async () => { await Promise.all(servers.map(close)); },
  };
}

/** Tokens travel in headers, and a caller may send absurd ones: they shall get an answer, not a dropped connection. */
const MAX_HEADER_BYTES = 262_144;

/** How often a free port that turns out to be taken on ::1 is given back and another one tried. */
const FREE_PORT_TRIES = 10;

/** Both loopbacks on one port: `localhost` may mean either, and a stranger on the other one would be hard to find. */
async function listenOnLoopback(listener: RequestListener, wanted: number): Promise<[Server, ...Server[]]> {
  for (let tries = 1; ; tries += 1) {
    const four = await listen(listener, wanted, '127.0.0.1');
    try {
      return [four, await listen(listener, portOf(four), '::1')];
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

function listen(listener: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, listener);
  server.on('clientError', refuseUnreadable);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** Bytes that are no HTTP never become a Call; they too are answered in JSON. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, name] = error.code === 'HPE_HEADER_OVERFLOW' ? ['431 Request Header Fields Too Large', 'headers_too_large'] : ['400 Bad Request', 'malformed_request'];
  const body = JSON.stringify({ error: name });
  socket.end(`HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n\r\n${body}`);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => { resolve(); });
    server.closeAllConnections();
  });
}
