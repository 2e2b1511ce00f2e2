/**
 * One HTTP request as plain data: what every adapter hands to {@link Mock.handle}.
 *
 * Header names are lower-case; a repeated header is joined with `, ` (RFC 9110 section 5.3). `path` is the raw path,
 * still percent-encoded, without the query. `body` is the whole body as text, empty when there is none. `isBodyUtf8` is
 * false when the bytes of the body were not UTF-8, so that `body` has lost some of them: every endpoint that reads a
 * text refuses such a body. When it is absent, it counts as true. `bytes` are then the body as it came, for uploads;
 * without them an upload of such a body is refused. `origin` is the scheme, host and port that the caller used, for
 * instance `http://localhost:4407`.
 */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBodyUtf8?: boolean | undefined;
  readonly bytes?: Uint8Array | undefined;
  readonly origin: string;
  /**
   * Where the caller is: on this machine (`loopback`, Unix sockets included), on another (`remote`), or in this very
   * process (`in-process`: `mock.fetch`, MSW). Only the admin API uses it. Default: `remote`.
   */
  readonly peer?: Peer | undefined;
}

/** Where a caller is, according to its connection and never to what it says about itself. */
export type Peer = 'loopback' | 'remote' | 'in-process';

/** The body of a call, whether its bytes were UTF-8, and these where they were not. */
export type CallBody = Pick<Call, 'body' | 'isBodyUtf8' | 'bytes'>;

/**
 * Reads the body of a call; stops just past the limit. Undefined when the caller went away before
 * it had sent all.
 */
export type BodyReader = (limitBytes: number) => Promise<CallBody | undefined>;

/** One HTTP answer as plain data. Header names are lower-case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The values of `Set-Cookie`. Each needs its own header, because they cannot be joined (RFC 9110 section 5.3).
   * Default: none.
   */
  readonly cookies?: readonly string[] | undefined;
  readonly body: string;
  /** The body where it is no text but a file: `body` is then empty. Default: `body`, as UTF-8. */
  readonly bytes?: Uint8Array | undefined;
}

/** The connection is dropped (`reset`) or never answered (`timeout`). Only a fault causes it. */
export interface Abort {
  readonly abort: 'reset' | 'timeout';
}

/** The result of a call: an answer or, when a fault says so, none. */
export type Reply = Answer | Abort;

/** An answer whose body comes in pieces, for as long as somebody reads. Only the admin API streams. */
export interface AnswerStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Asked for the next piece only when the last one was taken; told by `return` when nobody reads any more. */
  readonly stream: AsyncIterable<string>;
}

/**
 * The largest request body that is read, in bytes, but for uploads. An adapter stops keeping bytes one past this; the
 * endpoint then answers as it does for any body it cannot read.
 */
export const MAX_BODY_BYTES = 1_048_576;
