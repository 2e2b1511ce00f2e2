/**
 * What an adapter does for the engine with a WebSocket that it has opened. Neither is called before the promise of
 * {@link Mock.connect} has resolved and the task in which it did so is over, so that an adapter can upgrade the
 * connection in between. Both may be called at any time after that, until `closed` was told.
 */
export interface SocketLink {
  /** Sends one text frame. */
  send(text: string): void;
  /**
   * Closes the socket. Called once at the most, and nothing is sent after it.
   *
   * @param code - 1006 stands for a connection that is lost: it is dropped without a close frame
   * @param reason - at most 123 bytes (RFC 6455 section 5.5): visible ASCII, unless a fault has a reason of its own;
   *   empty with the option `reasonHeader: false`
   */
  close(code: number, reason: string): void;
}

/** A WebSocket as the engine sees it: what an adapter tells it. */
export interface Session {
  /** Names the socket, as `frame.socket` of the journal and {@link SocketView} do. */
  readonly id: string;
  /** One whole frame came: a text frame as text, a binary one as bytes. */
  receive(data: string | Uint8Array): void;
  /** A ping came: the socket is not idle. An adapter that does not see pings leaves it out. */
  pinged(): void;
  /**
   * The socket is closed, by whichever side. Nothing is sent from then on.
   *
   * @param code - default: 1006, a connection that was lost
   * @param reason - default: none
   */
  closed(code?: number, reason?: string): void;
}

/** The longest reason of a close frame, in bytes (RFC 6455 section 5.5). */
export const MAX_CLOSE_REASON_BYTES = 123;

/** The largest frame that is taken, in bytes; a larger one closes the socket with 1009 (decision D73). */
export const MAX_FRAME_BYTES = 1_048_576;

/** The code of a connection that was lost, which is never sent (RFC 6455 section 7.4.1). */
export const LOST = 1006;

/** Which codes a close frame may carry, in words for people. */
export const CLOSE_CODES = '1000 to 1003, 1007 to 1014 or 3000 to 4999';

/** Whether a close frame may carry that code (RFC 6455 section 7.4). */
export function isCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}
