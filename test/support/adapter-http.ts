import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectMock } from '../../mock-server/client/client.ts';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { attachSockets, startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import type { Adapter, OpenAdapter } from './adapter.ts';
import { controlInProcess, splitUrl } from './adapter.ts';
import { connectTo } from './adapter-sockets.ts';
import { bytesOf, comparableHeaders, textOf } from './wire.ts';

/** An Express application on a port of its own, asked by supertest. */
export const expressAdapter: Adapter = {
  name: 'Express',
  sendsAnyHeader: true,
  sockets: 'with headers',
  open: (options) => {
    const mock = createMock(options);
    const server = createServer(createExpressApp(mock));
    attachSockets(server, mock);
    return Promise.resolve({
      send: sendTo(server),
      connect: connectTo(() => listening(server)),
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: () => closeServer(server),
    });
  },
};

/** The same, and what a test controls goes over HTTP as well, as it does to a mock in another process. */
export const remoteAdapter: Adapter = {
  name: 'Express, controlled over HTTP',
  sendsAnyHeader: true,
  open: async (options) => {
    const server = createServer(createExpressApp(createMock(options)));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const remote = connectMock(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    return {
      send: sendTo(server),
      control: (path, ...args) => controlInProcess(remote, path, args),
      close: () => closeServer(server),
    };
  },
};

/** The server of the command `start`, which needs no Express, asked likewise. */
export const serverAdapter: Adapter = {
  name: 'server',
  sendsAnyHeader: true,
  sockets: 'with headers',
  open: async (options) => {
    const mock = createMock(options);
    const server = await startServer(mock, { port: 0, host: '127.0.0.1', tls: false });
    return {
      send: sendTo(server.url),
      connect: connectTo(() => Promise.resolve(server.port)),
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: () => server.close(),
    };
  },
};

/** Asks by supertest, under the host that the URL names. */
export function sendTo(server: Server | string): OpenAdapter['send'] {
  return async (request) => {
    const { method, url, headers } = request;
    const { pathname, search, host } = splitUrl(url);
    const { default: supertest } = await import('supertest');
    const test = supertest(server)
      [method.toLowerCase() as 'get'](`${pathname}${search}`)
      .redirects(0)
      .set({ 'accept-encoding': 'identity', ...headers, host })
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
        });
        response.on('end', () => {
          done(null, textOf(Buffer.concat(chunks), request));
        });
      });
    // `send` would label a text as a form; `write` sends the bytes and no content type.
    const bytes = bytesOf(request);
    if (bytes !== undefined) test.write(Buffer.from(bytes));
    const response = await test;
    return {
      status: response.status,
      headers: comparableHeaders(Object.entries(response.headers as Record<string, string>)),
      text: method === 'HEAD' ? '' : (response.body as string),
    };
  };
}

/** The port, which supertest opens only with its first request. */
async function listening(server: Server): Promise<number> {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    // A call that a fault never answers would keep its connection, and the server with it.
    server.closeAllConnections();
  });
}
