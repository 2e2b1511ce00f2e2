import { afterEach } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import express from 'express';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import type { Mock } from '../../mock-server/index.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../support/through-every-adapter.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    ),
  );
});

/** What a client hears of an app: status, content type, body. */
export type Ask = (
  path: string,
  init?: RequestInit,
) => Promise<{ status: number; type: string | null; body: string; headers: Headers }>;

/** Serves an app on a free port. */
export async function serve(app: RequestListener): Promise<Ask> {
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return async (path, init) => {
    const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, init);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.text(),
      headers: response.headers,
    };
  };
}

export const JWKS = '/sentinel/well-known/jwks';
export const TOKEN = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0&grant_type=client_credentials`;
export const FORM = `client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;
export const json = (body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
export const form = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body,
});
/** The mock's app as Express types what it mounts. */
export const appOf = (mock: Mock): RequestHandler => createExpressApp(mock);
/** Ends Express's own error output, which goes to the console. */
const quiet = (error: Error & { status?: number }, _request: Request, response: Response, next: NextFunction): void => {
  if (response.headersSent) next(error);
  else response.status(error.status ?? 500).send(`outer: ${error.name}`);
};

/** An app of somebody's own with the mock in it. */
export function hostApp(mount: (outer: Express) => unknown): Express {
  const outer = express();
  outer.disable('x-powered-by');
  outer.get('/before', (_request, response) => {
    response.send('before');
  });
  mount(outer);
  outer.get('/after', (_request, response) => {
    response.send('after');
  });
  outer.use((request, response) => {
    response.status(404).send(`outer: ${request.path}`);
  });
  outer.use(quiet);
  return outer;
}
