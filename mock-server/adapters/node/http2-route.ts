import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2Server, Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { lazily } from '../../lazily.ts';
import type { Mock } from '../../mock.ts';
import { noteCall } from './calls-under-way.ts';
import type { ConnectionTimes } from './connection-times.ts';
import { boundExchange, boundSession } from './http2-bounds.ts';
import { createNodeHandler } from './middleware.ts';

/** Answers decrypted connections by HTTP/2, past Express, which knows HTTP/1 only. */
export function createHttp2Route(mock: Mock, times: ConnectionTimes): (socket: TLSSocket) => void {
  const handler = createNodeHandler(mock);
  const answer = (request: Http2ServerRequest, response: Http2ServerResponse): void => {
    noteCall(response as unknown as ServerResponse);
    boundExchange(request, response, times);
    handler(asHttp1(request), response as unknown as ServerResponse);
  };
  const server = lazily<Http2Server>(async () => (await import('node:http2')).createServer(answer));
  return (socket) => {
    Promise.resolve(server()).then(
      (opened) => {
        begin(opened, socket, times);
      },
      () => {
        socket.destroy();
      },
    );
  };
}

/** Node makes the session before `emit` returns. */
function begin(server: Http2Server, socket: TLSSocket, times: ConnectionTimes): void {
  if (socket.destroyed) return;
  server.once('session', (session) => {
    boundSession(session, socket, times);
  });
  server.emit('connection', socket);
}

/** Gives a request the `host` header that HTTP/2 writes as `:authority` (RFC 9113 section 8.3.1). */
function asHttp1(request: Http2ServerRequest): IncomingMessage {
  const raw = request.rawHeaders;
  const pairs = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
  const others = pairs.filter(([name = '']) => !name.startsWith(':') && name !== 'host');
  const rawHeaders = [['host', request.authority], ...others].flat();
  return Object.defineProperty(request, 'rawHeaders', { value: rawHeaders }) as unknown as IncomingMessage;
}
