import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Mock } from '../mock.ts';
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
    else refuseFailedRoute(error, response);
  };
  inner.handle = (request, response, next) => {
    handle(request, response, next ?? lastResort(request, response));
  };
  return app;
}

/** What a route of the user's own throws, or a body parser mounted for it. No message: it may quote what was sent. */
function refuseFailedRoute(error: unknown, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = statusOf(error);
  const body = JSON.stringify({ error: status < 500 ? 'malformed_request' : 'route_failed', name: error instanceof Error ? error.name : typeof error });
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
  response.end(body);
}

/** Express and its parsers put the HTTP status on the error. */
function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status <= 599 ? status : 500;
}
