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
   * @param reason - at most 123 bytes of visible ASCII (RFC 6455 section 5.5), empty with the option `reasonHeader:
   *   false`
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
