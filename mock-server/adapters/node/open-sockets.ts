import type { Socket } from 'node:net';

/** An open WebSocket. */
export interface OpenSocket {
  /** Closes it with 1001, once what was under way on it is delivered; resolves when its connection is closed. */
  sayGoodbye(): Promise<void>;
}

/**
 * The open WebSockets of this process by the TCP connection below. All of them, because a proxy has connections on
 * which the mock's server answers: whichever of the two is closed, the socket hears of it. They go with their
 * connection: a listener on each of thousands would take more than the socket itself.
 */
const openSockets = new WeakMap<Socket, OpenSocket>();

/** Takes note of an open WebSocket. */
export function noteSocket(carrier: Socket, open: OpenSocket): void {
  openSockets.set(carrier, open);
}

/** What ends the WebSockets among these connections, which are open. */
export function openSocketsOn(carriers: Iterable<Socket>): ReadonlyMap<Socket, OpenSocket> {
  const found = new Map<Socket, OpenSocket>();
  for (const carrier of carriers) {
    const open = openSockets.get(carrier);
    if (open !== undefined) found.set(carrier, open);
  }
  return found;
}
