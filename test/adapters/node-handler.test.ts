import { afterEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNodeHandler } from '../../mock-server/adapters/node-handler.ts';
import type { Call } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { say } from './raw-socket.ts';

const servers: Server[] = [];
afterEach(async () => { await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => { server.close(resolve); }))); });

/** The call that the mock is handed for these bytes. */
async function callFor(bytes: string): Promise<Call> {
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
  await say((server.address() as AddressInfo).port, bytes);
  const [call] = calls;
  if (call === undefined) throw new Error('the mock was not called');
  return call;
}

const request = (target: string, ...headers: string[]): string => `POST ${target} HTTP/1.1\r\n${['Host: shop.test:81', 'Connection: close', 'Content-Length: 2', ...headers].join('\r\n')}\r\n\r\n{}`;

it('a call holds the raw path, the query, the body and the origin that the caller named', async () => {
  const { method, path, query, body, origin } = await callFor(request('/a%2Fb/../c?v=1&v=2&%zz'));
  expect([method, path, query.getAll('v'), body, origin]).toEqual(['POST', '/a%2Fb/../c', ['1', '2'], '{}', 'http://shop.test:81']);
});

it('header names are lower-case, and repeated ones are joined in their order', async () => {
  const { headers } = await callFor(request('/', 'X-LP-ON-BEHALF: a', 'AUTHORIZATION: one', 'authorization: two', 'Cookie: a=1', 'Cookie: b=2'));
  expect(Object.entries(headers)).toEqual([
    ['host', 'shop.test:81'], ['connection', 'close'], ['content-length', '2'], ['x-lp-on-behalf', 'a'], ['authorization', 'one, two'], ['cookie', 'a=1, b=2'],
  ]);
});

it('headers named like members of every object are headers like any other', async () => {
  const { headers } = await callFor(request('/', '__proto__: a', 'constructor: b', '__proto__: c', 'hasOwnProperty: d'));
  expect(Object.entries(headers).slice(3)).toEqual([['__proto__', 'a, c'], ['constructor', 'b'], ['hasownproperty', 'd']]);
  expect(Object.getPrototypeOf(headers)).toBeNull();
});

it.each([
  ['http://api.liveperson.net/a?b=c', '/a', 'b=c'], ['HTTPS://api.liveperson.net', '/', ''], ['http://api.liveperson.net?b=c', '/', 'b=c'], ['//a//b', '//a//b', ''], ['/?', '/', ''], ['/a?b?c', '/a', 'b%3Fc='],
])('the target %s has the path %s', async (target, wantedPath, wantedQuery) => {
  const { path, query } = await callFor(request(target));
  expect([path, query.toString()]).toEqual([wantedPath, wantedQuery]);
});
