/** Headers as they were, in their order; a repeated one is joined with `, `. */
export type CapturedHeaders = readonly (readonly [name: string, value: string])[];

/** A body as far as it is kept. */
export interface CapturedBody {
  /** At most {@link MAX_BODY_BYTES} of it, in UTF-8. */
  readonly text: string;
  /** Of the whole body, in characters. */
  readonly characters: number;
  readonly isCut: boolean;
  /** False when the bytes were no UTF-8, so that some of them are lost. */
  readonly isUtf8: boolean;
}

/**
 * What was said in one call. A token that this mock signed stands there as `<AppJWT 0123456789abcdef>`, with the id
 * that the journal has for it; any other token as `<token not of this mock>`, and a secret as `<not kept>`.
 */
export interface CapturedExchange {
  /** The id of its journal entry. */
  readonly id: number;
  /** When it was answered, by the time of the machine, in epoch milliseconds. */
  readonly realMs: number;
  readonly origin: string;
  readonly request: {
    readonly method: string;
    /** Path and query. */
    readonly target: string;
    readonly headers: CapturedHeaders;
    readonly body: CapturedBody;
  };
  /** How the call was answered; `abort` says how the connection ended when there was no answer. */
  readonly answer:
    | { readonly status: number; readonly headers: CapturedHeaders; readonly body: CapturedBody }
    | { readonly abort: 'reset' | 'timeout' };
}

/**
 * What was said in the frames of one journal entry: a request that came over a socket with its answer, what was sent
 * unasked, or the end of the socket. Secrets and tokens are replaced as in a {@link CapturedExchange}.
 */
export interface CapturedFrame {
  /** The id of its journal entry. */
  readonly id: number;
  /** By the time of the machine, in epoch milliseconds. */
  readonly realMs: number;
  /** Where the socket was opened. */
  readonly origin: string;
  readonly frame: {
    /** What the client sent; of the end of a socket, the reason that it gave. Left out: the client said nothing. */
    readonly received?: CapturedBody | undefined;
    /**
     * What the mock sent, an answer or a notification; of the end of a socket, the reason that the mock gave. Left out:
     * nothing was sent, or a fault lost it.
     */
    readonly sent?: CapturedBody | undefined;
  };
}
