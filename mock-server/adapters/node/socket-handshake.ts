import type { IncomingMessage } from 'node:http';
import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { startTimer } from '../../clock.ts';
import type { Answer, Reply } from '../../http/call.ts';
import { instanceHeader } from '../../http/instance-header.ts';
import { MAX_FRAME_BYTES } from '../../http/socket.ts';
import { lazily } from '../../lazily.ts';
import type { Mock } from '../../mock.ts';
import type { ConnectionTimes } from './connection-times.ts';
import { refuseFailed } from './failed-call.ts';
import { readCall } from './middleware.ts';
import { noteSocket } from './open-sockets.ts';
import { NodeLink } from './socket-link.ts';
import type { Upgrade } from './web-socket-server.ts';
import { carrierOf, writeReply } from './write-reply.ts';

/** Answers a handshake that is for the mock: opens a socket, or refuses it over HTTP. */
export type AnswerHandshake = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

export function createHandshakes(
  mock: Pick<Mock, 'connect' | 'settled' | 'settings' | 'clock'>,
  times: Pick<ConnectionTimes, 'lingerMs'>,
): AnswerHandshake {
  const { reasonHeader, instance } = mock.settings;
  const named = instanceHeader(instance);
  // Loaded with the first handshake: most mocks never see one.
  const upgrade = lazily<Upgrade>(async () => {
    const { createUpgrade } = await import('./web-socket-server.ts');
    return createUpgrade({
      maxMessageBytes: MAX_FRAME_BYTES,
      closeMs: times.lingerMs,
      reasonOf: (code) => (reasonHeader ? (CLOSE_REASONS[code] ?? '') : ''),
      headers: named,
    });
  });
  const answer = async (request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> => {
    const refusal = judgeHandshake(request);
    if (refusal !== undefined) {
      refuse(request, socket, { ...refusal, headers: { ...refusal.headers, ...named } }, times.lingerMs);
      return;
    }
    const open = await upgrade();
    const link = new NodeLink(mock);
    const session = await mock.connect(readCall(request), link);
    if (!('receive' in session)) {
      refuse(request, socket, session, times.lingerMs);
      return;
    }
    // Undefined too where the client went away while the mock thought: nothing would ever tell the session.
    const webSocket = open(request, socket, head);
    if (webSocket === undefined) {
      socket.destroy();
      session.closed();
      return;
    }
    // The library has a listener of its own from now on.
    socket.off('error', destroy);
    link.join(session, webSocket, socket);
    noteSocket(carrierOf(socket), link);
  };
  return (request, socket, head) => {
    socket.on('error', destroy);
    answer(request, socket, head).catch((error: unknown) => {
      const response = responseOn(request, socket, times.lingerMs);
      refuseFailed(error, response, mock.clock.now());
    });
  };
}

function destroy(this: Socket): void {
  this.destroy();
}

/** Why a message is not taken that never reaches the session. */
const CLOSE_REASONS: Readonly<Record<number, string>> = {
  1002: 'frame-malformed; the bytes are no frame as RFC 6455 has it',
  1007: 'frame-not-utf8; the text of the frame is not UTF-8',
  1009: `frame-too-large; the frame is over ${String(MAX_FRAME_BYTES)} bytes`,
};

/** A token, as the names of subprotocols are (RFC 9110 section 5.6.2). */
const TOKENS = /^[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/;

/** What RFC 6455 section 4.2.1 asks of a handshake; the answer when it does not meet that. */
function judgeHandshake({ headers }: IncomingMessage): Answer | undefined {
  const { 'sec-websocket-key': key = '', 'sec-websocket-version': version = '' } = headers;
  if (version !== '13' && version !== '8')
    return malformed(426, 'Sec-WebSocket-Version must be 13', { 'sec-websocket-version': '13' });
  if (!/^[+/\dA-Za-z]{22}==$/.test(key)) return malformed(400, 'Sec-WebSocket-Key must be 16 bytes in Base64');
  const protocol = headers['sec-websocket-protocol'];
  if (protocol !== undefined && !TOKENS.test(protocol))
    return malformed(400, 'Sec-WebSocket-Protocol must be a list of names');
  return undefined;
}

function malformed(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = JSON.stringify({ error: 'malformed_handshake', message });
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body };
}

function refuse(request: IncomingMessage, socket: Socket, reply: Reply, lingerMs: number): void {
  writeReply(reply, responseOn(request, socket, lingerMs));
}

/** Node's own writer of answers, on a connection that it has let go. The connection ends with the answer. */
function responseOn(request: IncomingMessage, socket: Socket, lingerMs: number): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  // What the client goes on to send is of no interest, but its end is.
  socket.resume();
  socket.once('end', () => {
    socket.destroy();
  });
  response.once('finish', () => {
    response.detachSocket(socket);
    socket.end();
    const stopTimer = startTimer(lingerMs, () => {
      socket.destroy();
    });
    socket.once('close', stopTimer);
  });
  return response;
}
