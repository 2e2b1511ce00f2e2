/** How long a connection may take for each step before it is closed, in milliseconds. */
export interface ConnectionTimes {
  /** To send its first byte. Browsers open some connections in advance. Default: 120000. */
  readonly firstByteMs: number;
  /** For the TLS handshake. Default: 10000. */
  readonly handshakeMs: number;
  /** HTTP/1: to send the headers of a request. Default: 60000. */
  readonly headersMs: number;
  /**
   * To send a whole request, headers and body; over HTTP/2, each one. After that the answer is 408. Default: 300000.
   */
  readonly requestMs: number;
  /** HTTP/1: to begin another request on a connection that is kept alive. Default: 5000. */
  readonly keepAliveMs: number;
  /** HTTP/2: to begin another request in a session that has none open. Default: 60000. */
  readonly idleSessionMs: number;
  /** To read an answer over HTTP/2 once the mock has sent all of it. Default: 120000. */
  readonly takeAnswerMs: number;
  /** To close its own side after the mock has closed the connection. Default: 2000. */
  readonly lingerMs: number;
  /** How long `close` waits for calls in progress. Default: 1000. */
  readonly closeMs: number;
}

/** What counts unless a test says otherwise. */
export const DEFAULT_TIMES: ConnectionTimes = {
  firstByteMs: 120_000,
  handshakeMs: 10_000,
  headersMs: 60_000,
  requestMs: 300_000,
  keepAliveMs: 5000,
  idleSessionMs: 60_000,
  takeAnswerMs: 120_000,
  lingerMs: 2000,
  closeMs: 1000,
};

/** How often node looks for requests that take too long. */
const LOOK_MS = 30_000;

/** The options by which node's HTTP/1 server keeps these times. */
export function http1Times({ headersMs, requestMs, keepAliveMs }: ConnectionTimes): {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
} {
  return {
    // Node takes no shorter time for the whole than for its headers.
    headersTimeout: Math.min(headersMs, requestMs),
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.min(LOOK_MS, headersMs),
  };
}
