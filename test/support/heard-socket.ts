import type { WebSocket as PackageWebSocket } from 'ws';
import type { WireReply } from './wire.ts';

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

/** A socket that is being listened to. */
export interface Heard {
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

/** What both kinds of client have in common. */
type Client = Pick<globalThis.WebSocket, 'send' | 'close'> | Pick<PackageWebSocket, 'send' | 'close'>;

/** What a test holds of a client. */
export function wireSocket(heard: Heard, client: Client): WireSocket {
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
