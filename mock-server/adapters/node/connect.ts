/**
 * What the middleware reads of a request and writes to a response. `node:http`'s own have all of it, and so have those of
 * Express, Connect, Vite and webpack. Written out here, so that the types need no package of types.
 */
export interface ConnectRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
}

/** As much of a response as tells one from anything else. */
export interface ConnectResponse {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string | number | readonly string[]): unknown;
  end(body?: string): unknown;
}

/** Goes on to the next handler, or with an error to the one for errors. */
export type ConnectNext = (error?: unknown) => void;

/** A handler as Connect has them: `(request, response, next)`. `http.createServer` takes it as well. */
export type ConnectHandler = (request: ConnectRequest, response: ConnectResponse, next?: ConnectNext) => void;
