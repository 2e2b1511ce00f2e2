import { createServer } from 'node:http';
import type { Server } from 'node:http';
import supertest from 'supertest';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { createMock } from '../../mock-server/index.ts';
import type { Door } from './door.ts';
import { controlInProcess, splitUrl } from './door.ts';
import { comparableHeaders } from './wire.ts';

/** A server on a port of its own, asked by supertest. */
export const expressDoor: Door = {
  name: 'Express',
  sendsAnyHeader: true,
  open: (options) => {
    const mock = createMock(options);
    const server: Server = createServer(createExpressApp(mock));
    return Promise.resolve({
      send: async ({ method, url, headers, body }) => {
        const { pathname, search, host } = splitUrl(url);
        const test = supertest(server)[method.toLowerCase() as 'get'](`${pathname}${search}`)
          .redirects(0)
          .set({ 'accept-encoding': 'identity', ...headers, host })
          .buffer(true)
          .parse((response, done) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (chunk: string) => { text += chunk; });
            response.on('end', () => { done(null, text); });
          });
        // `send` would label a text as a form; `write` sends the bytes and no content type.
        if (body !== undefined) test.write(body, 'utf8');
        const response = await test;
        return {
          status: response.status,
          headers: comparableHeaders(Object.entries(response.headers as Record<string, string>)),
          text: method === 'HEAD' ? '' : response.body as string,
        };
      },
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: () => new Promise((resolve) => {
        server.close(() => { resolve(); });
        // A call that a fault never answers would keep its connection, and the server with it.
        server.closeAllConnections();
      }),
    });
  },
};
