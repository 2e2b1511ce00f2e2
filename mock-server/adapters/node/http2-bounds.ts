import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { startTimer } from '../../clock.ts';
import type { ConnectionTimes } from './connection-times.ts';
import { carrierOf } from './write-reply.ts';

/** How often to look for what node tells nobody: a session that reads no more, an answer that nobody takes. */
const LOOK_MS = 200;

/** Ends a session in which no request is open for too long, and its connection with it, whatever became of either. */
export function boundSession(session: ServerHttp2Session, socket: TLSSocket, times: ConnectionTimes): void {
  const { idleSessionMs, lingerMs } = times;
  const carrier = carrierOf(socket);
  let open = 0;
  let stopTimer = (): void => undefined;
  const wait = (ms: number, then: () => void): void => {
    stopTimer();
    if (!carrier.destroyed) stopTimer = startTimer(ms, then);
  };
  const cut = (): void => {
    session.destroy();
    carrier.destroy();
  };
  const end = (): void => {
    wait(lingerMs, cut);
    session.close();
  };
  session.on('stream', (stream) => {
    open += 1;
    stopTimer();
    stream.once('close', () => {
      open -= 1;
      if (open === 0) wait(idleSessionMs, end);
    });
  });
  session.once('close', () => {
    carrier.destroy();
  });
  carrier.once('close', () => {
    stopTimer();
  });
  wait(idleSessionMs, end);
  keepReading(socket);
}

/**
 * After an error of the whole connection node reads on no more, and so never learns that the client has gone: the
 * socket would stay half closed for good. Asked to read, it does.
 */
function keepReading(socket: TLSSocket): void {
  let stopTimer = (): void => undefined;
  let bytes = -1;
  const look = (): void => {
    if (socket.bytesRead === bytes) handleOf(socket)?.readStart();
    bytes = socket.bytesRead;
    stopTimer = startTimer(LOOK_MS, look);
  };
  socket.once('close', () => {
    stopTimer();
  });
  look();
}

/** No method of the socket reaches it: by node's own account it is reading all the while. */
function handleOf(socket: TLSSocket): { readStart(): void } | null {
  return (socket as unknown as { readonly _handle: { readStart(): void } | null })._handle;
}

const NO_ERROR = 0x0;
const CANCEL = 0x8;

/** Refuses a request that does not come whole in time, and gives up an answer that nobody takes. */
export function boundExchange(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  times: ConnectionTimes,
): void {
  const { requestMs, takeAnswerMs, lingerMs } = times;
  const { stream } = request;
  const carrier = carrierOf(response.socket);
  let stopTimer = (): void => undefined;
  const wait = (ms: number, then: () => void): void => {
    if (!stream.destroyed) stopTimer = startTimer(ms, then);
  };
  const giveUp = (): void => {
    stream.close(CANCEL);
    // After an error of the whole connection not even that gets out.
    wait(lingerMs, () => {
      carrier.destroy();
    });
  };
  const untilTaken = (): void => {
    if (response.writableEnded) wait(takeAnswerMs, giveUp);
    else wait(LOOK_MS, untilTaken);
  };
  const refuse = (): void => {
    if (!response.headersSent) refuseLate(response);
    // It goes out once the answer has.
    stream.close(NO_ERROR);
    wait(takeAnswerMs, giveUp);
  };
  if (!stream.endAfterHeaders) wait(requestMs, refuse);
  request.once('end', () => {
    stopTimer();
    untilTaken();
  });
  stream.once('close', () => {
    stopTimer();
  });
}

/** In the words that HTTP/1 has for it. */
function refuseLate(response: Http2ServerResponse): void {
  const body = JSON.stringify({ error: 'request_timeout' });
  response.writeHead(408, { 'content-type': 'application/json', 'content-length': String(body.length) });
  response.end(body);
}
