import type { Deviation, Reason } from '../../errors/reasons.ts';

/** One call and its answer, as the log line and the journal tell it. No query, header, body, secret or signature is in it. */
export interface Exchange {
  readonly method: string;
  /** The path without the query, which may hold a client's secret; cut at 512 characters. */
  readonly path: string;
  /** The row of the endpoint table, or undefined when no row has this path and method. */
  readonly endpointId: string | undefined;
  /** The account that the path names, known or not. */
  readonly accountId: string | undefined;
  /** The HTTP status, or how the connection was dropped. */
  readonly outcome: number | 'reset' | 'timeout';
  /** Why the call was refused; undefined when it was not. */
  readonly reason: Reason | undefined;
  readonly deviations: readonly Deviation[];
  /**
   * What went before this call was written down, so that the mock keeps no more than the option `limits.megabytes`, in
   * words; undefined for nearly every call.
   */
  readonly evicted?: string | undefined;
  /** By the mock's clock, in epoch milliseconds. */
  readonly atMs: number;
  /** By the wall, in milliseconds. */
  readonly durationMs: number;
}
