import type { Socket } from 'node:net';
import type { Session, SocketLink } from '../../http/socket.ts';
import { LOST, MAX_CLOSE_REASON_BYTES } from '../../http/socket.ts';
import type { WebSocket } from './web-socket-server.ts';

/** How much may wait for a client that does not read, in bytes; beyond it the connection is dropped. */
export const MAX_UNSENT_BYTES = 16_777_216;

/** An error on our own side (RFC 6455 section 7.4.1). */
const INTERNAL_ERROR = 1011;

/** A link whose WebSocket is opened later, see {@link SocketLink}. */
export interface NodeLink extends SocketLink {
  /** Has the session hear what comes over the WebSocket, and the WebSocket send what the session says. */
  join(session: Session, webSocket: WebSocket, socket: Socket): void;
}

export function createNodeLink(): NodeLink {
  let opened: { readonly webSocket: WebSocket; readonly socket: Socket } | undefined;
  let isCorked = false;
  /** All that is sent in one tick goes out at once. */
  const cork = (socket: Socket): void => {
    if (isCorked) return;
    isCorked = true;
    socket.cork();
    process.nextTick(() => {
      isCorked = false;
      socket.uncork();
    });
  };
  const dropSlowReader = (): void => {
    if (opened !== undefined && opened.webSocket.bufferedAmount > MAX_UNSENT_BYTES) opened.webSocket.terminate();
  };
  return {
    send: (text) => {
      if (opened === undefined) return;
      cork(opened.socket);
      opened.webSocket.send(text);
      dropSlowReader();
    },
    close: (code, reason) => {
      if (code === LOST) opened?.webSocket.terminate();
      else opened?.webSocket.close(code, reason);
    },
    join: (session, webSocket, socket) => {
      opened = { webSocket, socket };
      webSocket.on('message', (data: Buffer, isBinary) => {
        guarded(webSocket, () => {
          session.receive(isBinary ? data : data.toString());
        });
      });
      webSocket.on('ping', () => {
        // Its pong waits as well.
        dropSlowReader();
        guarded(webSocket, () => {
          session.pinged();
        });
      });
      webSocket.on('close', (code, reason) => {
        guarded(webSocket, () => {
          session.closed(code, reason.toString());
        });
      });
      // Told by the close code as well.
      webSocket.on('error', () => undefined);
    },
  };
}

/** What throws is the tester's own `onExchange` or `watch`: it ends this socket, as it fails a call. */
function guarded(webSocket: WebSocket, run: () => void): void {
  try {
    run();
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    webSocket.close(INTERNAL_ERROR, `watcher-failed; ${name}`.slice(0, MAX_CLOSE_REASON_BYTES));
  }
}
