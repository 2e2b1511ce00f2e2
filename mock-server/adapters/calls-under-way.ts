import type { ServerResponse } from 'node:http';
import type { Http2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { carrierOf, isEndless } from './node-reply.ts';

/** The calls that a server has begun to answer, so that whoever closes it can let them end. */
export interface CallsUnderWay {
  /** Takes note of a call until its answer is out or its client is gone. */
  readonly add: (response: ServerResponse) => void;
  /**
   * Ends each connection as soon as no call is under way on it, and resolves when all have ended. A stream that goes on
   * for good, and an answer that never comes, are no reason to wait.
   */
  readonly finish: (sockets: ReadonlySet<Socket>) => Promise<void>;
}

interface Carried {
  /** The connection as the answer sees it: decrypted. */
  readonly socket: Socket;
  /** The TCP connection below. */
  readonly carrier: Socket;
}

/** Notes the calls of one server. */
export function createCallsUnderWay(): CallsUnderWay {
  const calls = new Map<ServerResponse, Carried>();
  let isFinishing = false;

  const carriersInUse = (): Set<Socket> => new Set([...calls].filter(([response]) => !isEndless(response)).map(([, { carrier }]) => carrier));
  const drop = (response: ServerResponse, { socket, carrier }: Carried): void => {
    calls.delete(response);
    // HTTP/2 ends its connection itself, after the last of its streams.
    if (isFinishing && !isHttp2(response) && !carriersInUse().has(carrier)) socket.destroySoon();
  };
  return {
    add: (response) => {
      const { socket } = response as { readonly socket?: Socket | null };
      if (socket === null || socket === undefined) return;
      const carried = { socket, carrier: carrierOf(socket) };
      calls.set(response, carried);
      response.once('close', () => { drop(response, carried); });
    },
    finish: async (sockets) => {
      isFinishing = true;
      const inUse = carriersInUse();
      for (const response of lastOfEach(calls)) makeLast(response);
      for (const socket of sockets) if (!inUse.has(socket)) socket.destroy();
      await Promise.all([...inUse].map(untilClosed));
    },
  };
}

/** The newest call of each connection: HTTP/1 answers in turn, and whoever ends it earlier loses those behind. */
function lastOfEach(calls: ReadonlyMap<ServerResponse, Carried>): Iterable<ServerResponse> {
  return new Map([...calls].map(([response, { carrier }]) => [carrier, response])).values();
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
    else socket.once('close', () => { resolve(); });
  });
}
