import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { Mock } from '../../mock-server/index.ts';
import type { WireReply } from './wire.ts';
import { comparableHeaders } from './wire.ts';

/** A socket as its client sees it, through an adapter. */
export interface WireSocket {
  send(text: string): void;
  /** The next frame. Rejects when the socket closes before one comes. */
  next(): Promise<string>;
  /** Closes it from the client's side. */
  readonly close: (code?: number, reason?: string) => void;
  /** When it is closed, with the code and the reason that the client saw. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
}

export interface WireHandshake {
  /** With `ws` or `wss`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Opens a socket, or gives the answer that refused the handshake. */
export type ConnectWire = (handshake: WireHandshake) => Promise<WireSocket | WireReply>;

interface Heard {
  readonly socket: Pick<WireSocket, 'next' | 'closed'>;
  readonly frame: (text: string) => void;
  readonly end: (code: number, reason: string) => void;
}

/** Keeps what came until somebody asks for it. */
export function createHeard(): Heard {
  const frames: string[] = [];
  const waiting: { readonly resolve: (text: string) => void; readonly reject: (error: Error) => void }[] = [];
  let ended: Error | undefined;
  let end: Heard['end'] = () => undefined;
  const closed = new Promise<readonly [number, string]>((resolve) => {
    end = (code, reason) => {
      ended = new Error(`closed with ${String(code)} ${reason}`);
      for (const { reject } of waiting.splice(0)) reject(ended);
      resolve([code, reason]);
    };
  });
  return {
    frame: (frame) => {
      const next = waiting.shift();
      if (next === undefined) frames.push(frame);
      else next.resolve(frame);
    },
    end: (code, reason) => {
      end(code, reason);
    },
    socket: {
      closed,
      next: () => {
        const frame = frames.shift();
        if (frame !== undefined) return Promise.resolve(frame);
        if (ended !== undefined) return Promise.reject(ended);
        return new Promise((resolve, reject) => {
          waiting.push({ resolve, reject });
        });
      },
    },
  };
}

/** In process: what a test hears of `mock.connect`. */
export function connectInProcess(mock: Mock): ConnectWire {
  return async ({ url, headers }) => {
    const { pathname, searchParams, host } = new URL(url);
    const heard = createHeard();
    const session = await mock.connect(
      {
        method: 'GET',
        path: pathname,
        query: searchParams,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body: '',
        origin: `http://${host}`,
      },
      { send: heard.frame, close: heard.end },
    );
    if (!('receive' in session)) {
      if ('abort' in session) throw new Error(`aborted: ${session.abort}`);
      const { status, body: said, headers: told } = session;
      return { status, headers: comparableHeaders(Object.entries(told)), text: said };
    }
    return {
      ...heard.socket,
      send: (frame) => {
        session.receive(frame);
      },
      close: (code = 1005, reason = '') => {
        session.closed(code, reason);
        heard.end(code, reason);
      },
    };
  };
}

/** What both kinds of client have in common. */
type Client = Pick<globalThis.WebSocket, 'send' | 'close'> | Pick<WebSocket, 'send' | 'close'>;

function wireSocket(heard: Heard, client: Client): WireSocket {
  return {
    ...heard.socket,
    send: (frame) => {
      client.send(frame);
    },
    close: (code, reason) => {
      client.close(code, reason);
    },
  };
}

/** By the global WebSocket, as a page does. */
export const connectGlobal: ConnectWire = ({ url }) => {
  const client = new globalThis.WebSocket(url);
  const heard = createHeard();
  client.addEventListener('message', ({ data }) => {
    heard.frame(String(data));
  });
  client.addEventListener('close', ({ code, reason }) => {
    heard.end(code, reason);
  });
  return new Promise((resolve, reject) => {
    client.addEventListener('error', () => {
      reject(new Error('the socket failed'));
    });
    client.addEventListener('open', () => {
      resolve(wireSocket(heard, client));
    });
  });
};

/** Over a connection to this port, whatever host the URL names, by the client of `ws`. */
export function connectTo(portOf: () => Promise<number>, options: WebSocket.ClientOptions = {}): ConnectWire {
  return async ({ url, headers }) => {
    const { host, pathname, search, protocol } = new URL(url);
    const port = String(await portOf());
    const client = new WebSocket(`${protocol}//127.0.0.1:${port}${pathname}${search}`, {
      perMessageDeflate: false,
      ...options,
      headers: { ...headers, host },
    });
    const heard = createHeard();
    client.on('message', (data: Buffer) => {
      heard.frame(data.toString());
    });
    client.on('close', (code, reason) => {
      heard.end(code, reason.toString());
    });
    return new Promise((resolve, reject) => {
      client.on('error', reject);
      client.on('unexpected-response', (_request, response: IncomingMessage) => {
        text(response).then((said) => {
          resolve({
            status: response.statusCode ?? 0,
            headers: comparableHeaders(pairs(response.headers)),
            text: said,
          });
        }, reject);
      });
      client.on('open', () => {
        resolve(wireSocket(heard, client));
      });
    });
  };
}

function pairs(headers: OutgoingHttpHeaders): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [name, String(value)]);
}
