import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { OAuth2Server } from 'oauth2-mock-server';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';

/** What the bench's no-op servers answer: as long as a validated send's answer. */
const CONSTANT = { code: 'OK', body: { sequence: 0 }, reqId: '1' };

/** Each contender listens on a free port of the loopback and gives that port. */
const contenders: Readonly<Record<string, () => Promise<number>>> = {
  'node:http no-op': () =>
    new Promise((resolve) => {
      const body = JSON.stringify(CONSTANT);
      const server = createServer((request, response) => {
        request.resume();
        request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
      });
      server.listen(0, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port);
      });
    }),
  'Express no-op with JSON': () =>
    new Promise((resolve) => {
      const app = express();
      app.use(express.json());
      app.post('/', (_request, response) => {
        response.json(CONSTANT);
      });
      const server = app.listen(0, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port);
      });
    }),
  'lp-auth-mock': async () => (await startServer(createMock(), { port: 0 })).port,
  'lp-auth-mock in Express': () =>
    new Promise((resolve) => {
      const server = createServer(createExpressApp(createMock()) as RequestListener);
      server.listen(0, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port);
      });
    }),
  'oauth2-mock-server': async () => {
    const server = new OAuth2Server();
    await server.issuer.keys.generate('RS256');
    await server.start(0, '127.0.0.1');
    return server.address().port;
  },
};

const name = process.argv[2] ?? '';
const port = await contenders[name]?.();
process.on('message', () => process.send?.({ cpuMicroseconds: cpu(), heapBytes: process.memoryUsage().heapUsed }));
process.on('disconnect', () => process.exit());
process.send?.({ port });

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
