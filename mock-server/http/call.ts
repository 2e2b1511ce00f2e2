/**
 * One HTTP request as plain data: what every adapter hands to {@link Mock.handle}.
 *
 * Header names are lower-case; a repeated header is joined with `, ` (RFC 9110 section 5.3). `path` is the raw path,
 * still percent-encoded, without the query. `body` is the whole body as text, empty when there is none. `isBodyUtf8` is
 * false when the bytes of the body were not UTF-8, so that `body` has lost some of them: every endpoint refuses such a
 * body. When it is absent, it counts as true. `origin` is the scheme, host and port that the caller used, for instance
 * `http://localhost:4407`.
 */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBodyUtf8?: boolean | undefined;
  readonly origin: string;
  /**
   * Where the caller is: on this machine (`loopback`, Unix sockets included), on another (`remote`), or in this very
   * process (`in-process`: `mock.fetch`, MSW). Only the admin API uses it. Default: `remote`.
   */
  readonly peer?: Peer | undefined;
}

/** Where a caller is, according to its connection and never to what it says about itself. */
export type Peer = 'loopback' | 'remote' | 'in-process';

/** The body of a call, and whether its bytes were UTF-8. */
export type CallBody = Pick<Call, 'body' | 'isBodyUtf8'>;

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
 * The largest request body that is read, in bytes. An adapter stops keeping bytes one past this; the endpoint then
 * answers as it does for any body it cannot read.
 */
export const MAX_BODY_BYTES = 1_048_576;
