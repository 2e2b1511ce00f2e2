import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

/** How WebSockets are opened. */
export interface WebSocketOptions {
  /** A larger message closes the socket with 1009. */
  readonly maxMessageBytes: number;
  /** How long the client may take to answer a close frame. */
  readonly closeMs: number;
  /** The close reason for what the library itself objects to: 1002, 1007 and 1009. */
  readonly reasonOf: (code: number) => string;
  /** What the answer that opens a socket has beside its own headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Hears of what happens to one WebSocket. */
export interface WebSocketListener {
  message(data: Buffer, isBinary: boolean): void;
  ping(): void;
  /** Whatever went wrong before is told by its code. */
  closed(code: number, reason: Buffer): void;
}

/** A WebSocket of the library's that has one listener. */
export interface HeardWebSocket extends Pick<WebSocket, 'send' | 'close' | 'terminate' | 'bufferedAmount'> {
  listener: WebSocketListener | undefined;
}

/**
 * Answers a handshake with 101; undefined when the library objects to the handshake, which it then has refused itself,
 * and when the client is gone.
 */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => HeardWebSocket | undefined;

/** The library `ws`, in a file of its own that is loaded with the first handshake. */
export function createUpgrade({ maxMessageBytes, closeMs, reasonOf, headers }: WebSocketOptions): Upgrade {
  class ReasonedWebSocket extends WebSocket implements HeardWebSocket {
    listener: WebSocketListener | undefined = undefined;

    /** Each list of listeners takes memory, and thousands of sockets may be idle. */
    override emit(event: string | symbol, first?: unknown, second?: unknown): boolean {
      const { listener } = this;
      if (event === 'message') listener?.message(first as Buffer, second as boolean);
      else if (event === 'ping') listener?.ping();
      else if (event === 'close') listener?.closed(first as number, second as Buffer);
      return listener !== undefined;
    }

    override close(code?: number, reason?: string | Buffer): void {
      super.close(code, reason ?? (code === undefined ? undefined : reasonOf(code)));
    }
  }
  const options = {
    noServer: true,
    clientTracking: false,
    // It costs four fifths of the throughput, and much memory.
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    closeTimeout: closeMs,
    WebSocket: ReasonedWebSocket,
  };
  const server = new WebSocketServer(options);
  const added = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  server.on('headers', (lines) => {
    lines.push(...added);
  });
  return (request, socket, head) => {
    let opened: HeardWebSocket | undefined;
    server.handleUpgrade(request, socket, head, (webSocket) => {
      opened = webSocket;
    });
    return opened;
  };
}
