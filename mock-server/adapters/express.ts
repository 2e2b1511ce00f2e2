import { createRequire } from 'node:module';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mock } from '../mock.ts';
import type { ConnectHandler, ConnectNext, ConnectRequest, ConnectResponse, SocketHost } from './node/connect.ts';
import { refuseFailed } from './node/failed-call.ts';
import type { NodeHandler } from './node/middleware.ts';
import { createMountedHandler } from './node/middleware.ts';

/**
 * What Express adds to a request, as far as it is typed here. If you have `@types/express`, use its types for a handler
 * instead.
 */
export interface RouteRequest extends ConnectRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** What a body parser mounted before it has read. */
  readonly body?: unknown;
}

/** What Express adds to a response, as far as it is typed here. */
export interface RouteResponse extends ConnectResponse {
  status(code: number): this;
  json(body: unknown): this;
  send(body?: unknown): this;
}

/** Your own route or middleware. */
export type RouteHandler = (request: RouteRequest, response: RouteResponse, next: ConnectNext) => unknown;

/** Adds handlers for a path. The second form accepts whatever Express accepts. */
export interface AddRoute {
  (path: string, ...handlers: RouteHandler[]): unknown;
  (path: unknown, ...handlers: unknown[]): unknown;
}

/** What `listen` returns: Node's server, as far as it is typed here. */
export interface ListeningServer extends SocketHost {
  readonly listening: boolean;
  address(): { readonly address: string; readonly family: string; readonly port: number } | string | null;
  once(event: 'listening' | 'close', listener: () => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * An Express application, typed without Express's and Node's own types, so that nobody needs to install them: a
 * listener for `http.createServer`, a middleware for another app, and what supertest takes.
 */
export interface ExpressApp extends ConnectHandler {
  /** Express's own, for routes beside the mock's. The mock answers LivePerson's paths first. */
  readonly use: ((...handlers: RouteHandler[]) => unknown) & AddRoute;
  readonly get: AddRoute;
  readonly post: AddRoute;
  readonly put: AddRoute;
  readonly patch: AddRoute;
  readonly delete: AddRoute;
  readonly all: AddRoute;
  /** Express's own `listen`: without a host, it listens on every address of this machine. */
  listen(port: number, ready?: () => void): ListeningServer;
  listen(port: number, host: string, ready?: () => void): ListeningServer;
}

/** The parts of Express 4 and 5 that are used here. */
interface Express {
  disable(setting: string): void;
  use(handler: NodeHandler): void;
  handle: NodeHandler;
}

/**
 * The mock as an Express application, made by the `express` that is installed next to this package (4.18 or later, or
 * 5): `app.use(createExpressApp(createMock()))`. Mounted so, it passes other paths on to your own routes; alone, it
 * answers them with a 404 in JSON. It answers all of `/api/account/`: put your own routes there before it. Its `listen`
 * serves http only.
 *
 * Mounting it also mounts the admin API at `/__admin`, which gives client secrets to callers on this machine. Where
 * others can reach the application, make the mock with `admin: false`: calls through a reverse proxy that adds no
 * header look like calls from this machine.
 *
 * From the first request over the network on, the mock delivers its webhooks over it, to this machine alone unless
 * `webhooks.hosts` names more.
 *
 * @throws Error when `express` is not installed: it is an optional peer dependency.
 */
export function createExpressApp(mock: Mock): ExpressApp {
  const app = loadExpress()();
  const handler = createMountedHandler(mock);
  app.disable('x-powered-by');
  app.use(handler);
  const handle = app.handle.bind(app);
  // Without a `next`, Express would end in its own page in HTML.
  const lastResort =
    (request: IncomingMessage, response: ServerResponse) =>
    (error?: unknown): void => {
      if (error === undefined) handler(request, response);
      else refuseFailed(error, response, mock.clock.now());
    };
  app.handle = (request, response, next) => {
    handle(request, response, next ?? lastResort(request, response));
  };
  return app as unknown as ExpressApp;
}

/** Late and not by `import`: only so can its absence be told in words, in ES modules and in CommonJS alike. */
function loadExpress(): () => Express {
  const require = createRequire(import.meta.url);
  try {
    require.resolve('express');
  } catch (cause) {
    throw new Error('lp-auth-mock/express needs the package express: npm install express', { cause });
  }
  return require('express') as () => Express;
}
