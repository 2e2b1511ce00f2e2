import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Mock } from '../mock.ts';
import { refuseFailed } from './failed-call.ts';
import type { NodeHandler } from './node-handler.ts';
import { createNodeHandler } from './node-handler.ts';

/**
 * An Express application, typed by `node:http` alone so that nobody needs Express's types: a listener for
 * `http.createServer`, a middleware for another app, and what supertest takes.
 */
export interface ExpressApp {
  (...call: Parameters<NodeHandler>): void;
  /** Express's own `use`, for routes beside the mock's. LivePerson's paths are answered before them. */
  use(...handlers: unknown[]): unknown;
  get(path: string, ...handlers: unknown[]): unknown;
  post(path: string, ...handlers: unknown[]): unknown;
}

/**
 * The mock as an Express application. Mounted in another server (`app.use(...)`, Vite's `server.middlewares.use(...)`)
 * it passes on what is not LivePerson's; alone, it answers that with a 404 in JSON.
 *
 * Mounting brings the admin API at `/__admin`, which hands out client secrets to callers on this machine. Where others can
 * reach the application, make the mock with `admin: false`: a reverse proxy that adds no header cannot be told from a
 * caller on this machine.
 */
export function createExpressApp(mock: Mock): ExpressApp {
  const app = express();
  const handler = createNodeHandler(mock);
  app.disable('x-powered-by');
  app.use(handler);
  const inner = app as unknown as { handle: NodeHandler };
  const handle = inner.handle.bind(app);
  // Without a `next`, Express would end in its own page in HTML.
  const lastResort = (request: IncomingMessage, response: ServerResponse) => (error?: unknown): void => {
    if (error === undefined) handler(request, response);
    else refuseFailed(error, response);
  };
  inner.handle = (request, response, next) => {
    handle(request, response, next ?? lastResort(request, response));
  };
  return app;
}
