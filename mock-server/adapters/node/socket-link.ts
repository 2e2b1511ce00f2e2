import type { Socket } from 'node:net';
import type { Session, SocketLink } from '../../http/socket.ts';
import { LOST, MAX_CLOSE_REASON_BYTES } from '../../http/socket.ts';
import type { Mock } from '../../mock.ts';
import { sendWithTurn } from './outbox.ts';
import type { HeardWebSocket, WebSocketListener } from './web-socket-server.ts';

/** How much may wait for a client that does not read, in bytes; beyond it the connection is dropped. */
export const MAX_UNSENT_BYTES = 16_777_216;

/** An error on our own side (RFC 6455 section 7.4.1). */
const INTERNAL_ERROR = 1011;

/** What the links of one mock have in common. */
export type LinkHost = Pick<Mock, 'settled' | 'settings'>;

/**
 * A link whose WebSocket is opened later, see {@link SocketLink}. A class, because thousands of sockets may be idle and
 * each should take little beside the WebSocket itself.
 */
export class NodeLink implements SocketLink, WebSocketListener {
  readonly #host: LinkHost;
  #session: Session | undefined;
  #webSocket: HeardWebSocket | undefined;
  #socket: Socket | undefined;

  constructor(host: LinkHost) {
    this.#host = host;
  }

  send(text: string): void {
    if (this.#webSocket === undefined || this.#socket === undefined) return;
    sendWithTurn(this.#socket);
    this.#webSocket.send(text);
    this.#dropSlowReader();
  }

  close(code: number, reason: string): void {
    if (code === LOST) this.#webSocket?.terminate();
    else this.#webSocket?.close(code, reason);
  }

  /** Has the session hear what comes over the WebSocket, and the WebSocket send what the session says. */
  join(session: Session, webSocket: HeardWebSocket, socket: Socket): void {
    this.#session = session;
    this.#webSocket = webSocket;
    this.#socket = socket;
    webSocket.listener = this;
  }

  message(data: Buffer, isBinary: boolean): void {
    this.#tell((session) => {
      session.receive(isBinary ? data : data.toString());
    });
  }

  ping(): void {
    this.#tell((session) => {
      session.pinged();
    });
  }

  closed(code: number, reason: Buffer): void {
    this.#tell((session) => {
      session.closed(code, reason.toString());
    });
  }

  /** What throws is the tester's own `onExchange` or `watch`: it ends this socket, as it fails a call. */
  #tell(what: (session: Session) => void): void {
    // A pong waits for the client, too.
    this.#dropSlowReader();
    try {
      if (this.#session !== undefined) what(this.#session);
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      this.close(INTERNAL_ERROR, `watcher-failed; ${name}`.slice(0, MAX_CLOSE_REASON_BYTES));
    }
  }

  /** Closes it with 1001; what a client sent before is still answered. Resolves when the connection is closed. */
  async sayGoodbye(): Promise<void> {
    const { settled, settings } = this.#host;
    const closed = untilClosed(this.#socket);
    await settled();
    const reason = settings.reasonHeader ? "server-closing; the mock's server was closed" : '';
    this.close(GOING_AWAY, reason);
    this.#session?.closed(GOING_AWAY, reason);
    await closed;
  }

  #dropSlowReader(): void {
    const webSocket = this.#webSocket;
    if (webSocket !== undefined && webSocket.bufferedAmount > MAX_UNSENT_BYTES) webSocket.terminate();
  }
}

/** A server that closes (RFC 6455 section 7.4.1). */
const GOING_AWAY = 1001;

function untilClosed(socket: Socket | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (socket === undefined || socket.destroyed) resolve();
    else
      socket.once('close', () => {
        resolve();
      });
  });
}
