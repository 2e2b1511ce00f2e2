import type { Deviation, Reason } from '../../errors/reasons.ts';

/**
 * One call and its answer, as the log line and the journal show it, without its query, headers, body, secrets or
 * signatures.
 */
export interface Exchange {
  readonly method: string;
  /** The path without the query, which may hold a client's secret; cut at 512 characters. */
  readonly path: string;
  /** The row of the endpoint table, or undefined when no row has this path and method. */
  readonly endpointId: string | undefined;
  /** The account that the path names, whether the mock knows it or not. */
  readonly accountId: string | undefined;
  /** The HTTP status, or how the connection was dropped. */
  readonly outcome: number | 'reset' | 'timeout';
  /** Why the call was refused; undefined when it was not. */
  readonly reason: Reason | undefined;
  readonly deviations: readonly Deviation[];
  /**
   * What the mock forgot before it recorded this call, in words, to stay within the option `limits.megabytes`;
   * undefined for nearly every call.
   */
  readonly evicted?: string | undefined;
  /**
   * For a frame of a socket, or the end of one: `method` is then `RECEIVE`, `SEND` or `CLOSE`, and `outcome` the code
   * of the answer, 200 for what was sent unasked, the close code, or how a fault lost the frame. Undefined
   * for calls, handshakes included.
   */
  readonly frame?: { readonly socket: string; readonly type?: string | undefined } | undefined;
  /** The socket that a handshake opened, as `frame.socket` names it in what follows; undefined for all else. */
  readonly socket?: string | undefined;
  /** When, by the mock's clock, in epoch milliseconds. */
  readonly atMs: number;
  /** How long it took in real time, in milliseconds. */
  readonly durationMs: number;
}
