import type { ServerResponse } from 'node:http';
import type { Http2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { openSocketsOn } from './open-sockets.ts';
import { carrierOf, isEndless } from './write-reply.ts';

interface Carried {
  /** The connection as the answer sees it: decrypted. */
  readonly socket: Socket;
  /** The TCP connection below. */
  readonly carrier: Socket;
}

/**
 * The calls that servers of this process have begun to answer. All of them, because a proxy has connections on which
 * the mock's server answers: whichever of the two is closed, the call is to end first.
 */
const calls = new Map<ServerResponse, Carried>();

/** Connections that end with their last call. */
const ending = new WeakSet<Socket>();

/** Takes note of a call until its answer is out or its client is gone. */
export function noteCall(response: ServerResponse): void {
  const { socket } = response as { readonly socket?: Socket | null };
  if (socket === null || socket === undefined) return;
  const carried = { socket, carrier: carrierOf(socket) };
  calls.set(response, carried);
  response.once('close', () => {
    forget(response, carried);
  });
}

function forget(response: ServerResponse, { socket, carrier }: Carried): void {
  calls.delete(response);
  // HTTP/2 ends its connection itself, after the last of its streams.
  if (ending.has(carrier) && !isHttp2(response) && !carriersInUse().has(carrier)) socket.destroySoon();
}

/**
 * Ends each of these connections as soon as no call is under way on it, and resolves when all have ended. A stream that
 * goes on for good, and an answer that never comes, are no reason to wait. A WebSocket is closed with 1001.
 */
export async function finishCalls(sockets: ReadonlySet<Socket>): Promise<void> {
  const inUse = carriersInUse();
  const waitedFor = [...sockets].filter((socket) => inUse.has(socket));
  for (const socket of waitedFor) ending.add(socket);
  for (const response of lastOfEach(waitedFor)) makeLast(response);
  const open = openSocketsOn(sockets);
  for (const socket of sockets) if (!inUse.has(socket) && !open.has(socket)) socket.destroy();
  await Promise.all([...waitedFor.map(untilClosed), ...[...open.values()].map((socket) => socket.sayGoodbye())]);
}

function carriersInUse(): Set<Socket> {
  return new Set([...calls].filter(([response]) => !isEndless(response)).map(([, { carrier }]) => carrier));
}

/** The newest call of each connection: HTTP/1 answers in turn, and whoever ends it earlier loses those behind. */
function lastOfEach(sockets: readonly Socket[]): Iterable<ServerResponse> {
  const carried = [...calls].filter(([, { carrier }]) => sockets.includes(carrier));
  return new Map(carried.map(([response, { carrier }]) => [carrier, response])).values();
}

/** Tells the client that the connection ends with this answer: by `Connection: close`, or by GOAWAY in HTTP/2. */
function makeLast(response: ServerResponse): void {
  response.shouldKeepAlive = false;
  if (isHttp2(response)) response.stream.session?.close();
}

/** Its streams are answered in the classes of HTTP/1. */
function isHttp2(response: ServerResponse): response is ServerResponse & { readonly stream: Http2Stream } {
  return 'stream' in response;
}

function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else
      socket.once('close', () => {
        resolve();
      });
  });
}
