import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import type { Answer, AnswerStream, Reply } from '../../http/call.ts';

/** Answers that never end, or never come: whoever closes the server need not wait for them. */
const endless = new WeakSet<ServerResponse>();

/** Whether waiting for an answer's end is of no use. */
export function isEndless(response: ServerResponse): boolean {
  return endless.has(response);
}

/** Writes a reply out as node's response, or drops the connection as it asks for. */
export function writeReply(reply: Reply | AnswerStream, response: ServerResponse): void {
  if ('abort' in reply) {
    // A timeout is an answer that never comes: the caller's own timer has to end it.
    if (reply.abort === 'reset') dropConnection(response);
    else endless.add(response);
  } else if ('stream' in reply) {
    writeStream(reply, response);
  } else {
    writeAnswer(reply, response);
  }
}

/** By a TCP reset; by an ordinary end where none can be sent, over a Unix socket for instance. */
function dropConnection(response: ServerResponse | Http2ServerResponse): void {
  try {
    if (response.socket !== null) carrierOf(response.socket).resetAndDestroy();
  } catch {
    // HTTP/2 has its socket destroyed by the session alone.
    if ('stream' in response) response.stream.session?.destroy();
    else response.destroy();
  }
}

/** The TCP connection under a socket: TLS, which cannot send a reset, keeps it in this member. */
export function carrierOf(socket: Socket & { readonly _parent?: Socket | null }): Socket {
  return socket._parent ?? socket;
}

function writeAnswer({ status, headers, cookies, body, bytes }: Answer, response: ServerResponse): void {
  // As a flat list, which node writes out as it stands.
  const lines: (string | string[])[] = [];
  for (const name in headers) if (name !== 'upgrade' || !isHttp2(response)) lines.push(name, headers[name] ?? '');
  if (cookies !== undefined) lines.push('set-cookie', [...cookies]);
  if (bytes !== undefined) lines.push('content-length', String(bytes.length));
  else if (body !== '') lines.push('content-length', String(Buffer.byteLength(body)));
  response.writeHead(status, lines);
  response.end(bytes ?? body);
}

/** Where connection-specific headers are forbidden (RFC 9113 section 8.2.2), and node throws on them. */
function isHttp2(response: ServerResponse | Http2ServerResponse): boolean {
  return 'stream' in response;
}

/** Takes the next piece when the last one is on its way, and no more when the client is gone. */
function writeStream({ status, headers, stream }: AnswerStream, response: ServerResponse): void {
  endless.add(response);
  response.writeHead(status, headers);
  // A client that goes away is no error: that is how such an answer ends.
  pipeline(Readable.from(stream, { highWaterMark: 1 }), response, () => undefined);
}
