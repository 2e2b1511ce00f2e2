import { afterEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, createServer, ServerResponse } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { createNodeHandler } from '../../mock-server/adapters/node/middleware.ts';
import { MAX_BODY_BYTES } from '../../mock-server/http/call.ts';
import type { Call, Reply } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import { exchange, say } from './raw-socket.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
        }),
    ),
  );
});

/** The call that the mock is handed for these bytes. */
async function callFor(bytes: string): Promise<Call> {
  const { port, calls } = await listen();
  await say(port, bytes);
  const [call] = calls;
  if (call === undefined) throw new Error('the mock was not called');
  return call;
}

/** A server whose mock notes its calls. */
async function listen(): Promise<{ port: number; calls: readonly Call[] }> {
  const mock = createMock();
  const calls: Call[] = [];
  const handler = createNodeHandler({
    ...mock,
    handle: (call) => {
      calls.push(call);
      return mock.handle(call);
    },
  });
  const server = createServer(handler).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, calls };
}

const request = (target: string, ...headers: string[]): string =>
  `POST ${target} HTTP/1.1\r\n${['Host: shop.test:81', 'Connection: close', 'Content-Length: 2', ...headers].join('\r\n')}\r\n\r\n{}`;

it('a call holds the raw path, the query, the body and the origin that the caller named', async () => {
  const { method, path, query, body, origin } = await callFor(request('/a%2Fb/../c?v=1&v=2&%zz'));
  expect([method, path, query.getAll('v'), body, origin]).toEqual([
    'POST',
    '/a%2Fb/../c',
    ['1', '2'],
    '{}',
    'http://shop.test:81',
  ]);
});

it('header names are lower-case, and repeated ones are joined in their order', async () => {
  const { headers } = await callFor(
    request('/', 'X-LP-ON-BEHALF: a', 'AUTHORIZATION: one', 'authorization: two', 'Cookie: a=1', 'Cookie: b=2'),
  );
  expect(Object.entries(headers)).toEqual([
    ['host', 'shop.test:81'],
    ['connection', 'close'],
    ['content-length', '2'],
    ['x-lp-on-behalf', 'a'],
    ['authorization', 'one, two'],
    ['cookie', 'a=1, b=2'],
  ]);
});

it('headers named like members of every object are headers like any other', async () => {
  const { headers } = await callFor(
    request('/', '__proto__: a', 'constructor: b', '__proto__: c', 'hasOwnProperty: d'),
  );
  expect(Object.entries(headers).slice(3)).toEqual([
    ['__proto__', 'a, c'],
    ['constructor', 'b'],
    ['hasownproperty', 'd'],
  ]);
  expect(Object.getPrototypeOf(headers)).toBeNull();
});

it.each([
  ['http://api.liveperson.net/a?b=c', '/a', 'b=c'],
  ['HTTPS://api.liveperson.net', '/', ''],
  ['http://api.liveperson.net?b=c', '/', 'b=c'],
  ['//a//b', '//a//b', ''],
  ['/?', '/', ''],
  ['/a?b?c', '/a', 'b%3Fc='],
])('the target %s has the path %s', async (target, wantedPath, wantedQuery) => {
  const { path, query } = await callFor(request(target));
  expect([path, query.toString()]).toEqual([wantedPath, wantedQuery]);
});

it('of a body that is too large no more is kept than says so', async () => {
  const { port, calls } = await listen();
  const agent = new Agent();
  const chunk = 'x'.repeat(MAX_BODY_BYTES / 4);
  const { answer } = await exchange(port, agent, '/consumer', Array<string>(12).fill(chunk));
  agent.destroy();
  expect([answer.statusCode, calls.length]).toEqual([404, 1]);
  const kept = calls[0]?.body.length ?? 0;
  expect(kept).toBeGreaterThan(MAX_BODY_BYTES);
  expect(kept).toBeLessThanOrEqual(MAX_BODY_BYTES + chunk.length);
});

it('a request whose client hung up before its body was whole is no call, and the next one is', async () => {
  const { port, calls } = await listen();
  await say(port, request('/half').slice(0, -1), { hangUp: true });
  await say(port, request('/whole'));
  expect(calls.map(({ path }) => path)).toEqual(['/whole']);
});

it.each<[string, (request: PassThrough, handler: () => void) => void]>([
  [
    'before the handler had its turn',
    (request, handler) => {
      request.destroy();
      handler();
    },
  ],
  [
    'while its body was read',
    (request, handler) => {
      handler();
      request.destroy();
    },
  ],
  [
    'with an error',
    (request, handler) => {
      handler();
      request.destroy(new Error('aborted'));
    },
  ],
])('a client that hung up %s is neither a call nor an error', async (_, hangUp) => {
  const body = new PassThrough();
  const parts = {
    method: 'POST',
    url: `/api/account/${ACCOUNT}/consumer`,
    headers: {},
    rawHeaders: [],
    socket: { localPort: 80 },
  };
  const request = Object.assign(body, parts) as unknown as IncomingMessage;
  const seen: unknown[] = [];
  const handle = (call: Call): Promise<Reply> => {
    seen.push(call);
    return Promise.resolve({ status: 200, headers: {}, body: '' });
  };
  const handler = createNodeHandler({ ...createMock(), handle });
  hangUp(body, () => {
    handler(request, new ServerResponse(request), (error) => {
      seen.push(error);
    });
  });
  await new Promise((resolve) => {
    body.once('close', resolve);
  });
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(seen).toEqual([]);
});
