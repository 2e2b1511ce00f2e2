import type { Socket } from 'node:net';

/** Closes a WebSocket with 1001, once what was under way on it is delivered; resolves when its connection is closed. */
export type Goodbye = () => Promise<void>;

/**
 * The open WebSockets of this process by the TCP connection below. All of them, because a proxy has connections on
 * which the mock's server answers: whichever of the two is closed, the socket hears of it.
 */
const goodbyes = new Map<Socket, Goodbye>();

/** Takes note of an open WebSocket until its connection is closed. */
export function noteSocket(carrier: Socket, goodbye: Goodbye): void {
  goodbyes.set(carrier, goodbye);
  carrier.once('close', () => {
    goodbyes.delete(carrier);
  });
}

/** What ends the WebSockets among these connections. */
export function goodbyesOf(carriers: Iterable<Socket>): ReadonlyMap<Socket, Goodbye> {
  const found = new Map<Socket, Goodbye>();
  for (const carrier of carriers) {
    const goodbye = goodbyes.get(carrier);
    if (goodbye !== undefined) found.set(carrier, goodbye);
  }
  return found;
}
