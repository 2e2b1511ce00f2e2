/**
 * What the middleware reads of a request. The requests of `node:http`, Express, Connect, Vite and webpack all have it.
 * It is spelled out here so that no package of types is needed.
 */
export interface ConnectRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
}

/** What the middleware needs of a response, spelled out likewise. */
export interface ConnectResponse {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string | number | readonly string[]): unknown;
  end(body?: string): unknown;
}

/**
 * What {@link attachSockets} needs of a server. Those of `node:http` and `node:https`, and what Express's `listen`
 * returns, have it.
 */
export interface SocketHost {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  listeners(event: string): readonly unknown[];
  close(done?: (error?: Error) => void): unknown;
}

/** Calls the next handler or, with an error, the error handler. */
export type ConnectNext = (error?: unknown) => void;

/** A handler in Connect's form, `(request, response, next)`. `http.createServer` takes it too. */
export type ConnectHandler = (request: ConnectRequest, response: ConnectResponse, next?: ConnectNext) => void;
