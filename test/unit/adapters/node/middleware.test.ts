import { describe, expect, it, jest } from '@jest/globals';
import { createNodeHandler, readHead } from '../../../../mock-server/adapters/node/middleware.ts';
import type { Answer, Call } from '../../../../mock-server/index.ts';
import { nodeRequest } from './node-request.ts';
import { recordResponse } from './recorded-response.ts';

const NOON_MS = Date.UTC(2026, 0, 1, 12);

/** What a handler is told of a request, and what it does about it. */
function handling(parts: object = {}) {
  const told: unknown[] = [];
  const answer: Answer = { status: 200, headers: {}, body: 'whole' };
  const mock = {
    settings: { admin: 'loopback', limits: { megabytes: 1 } },
    clock: { now: () => NOON_MS },
    bodyBytes: (...asked: unknown[]) => {
      told.push(['bodyBytes', ...asked]);
      return 10;
    },
    owns: (...asked: unknown[]) => {
      told.push(['owns', ...asked]);
      return false;
    },
    handle: ({ path, body, isBodyUtf8 }: Call) => {
      told.push(['handle', path, body, isBodyUtf8]);
      return Promise.resolve(answer);
    },
    admin: async ({ path }: Call, read: (limitBytes: number) => Promise<unknown>) => {
      told.push(['admin', path, await read(4)]);
      return answer;
    },
    ...parts,
  };
  return { handler: createNodeHandler(mock as never), told };
}

/** When all that was set off is done. */
const done = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('a request of node’s', () => {
  it.each([
    ['/a?b=c', '/a', 'b=c'],
    ['/', '/', ''],
    ['?b=c', '/', 'b=c'],
    ['', '/', ''],
    ['http://host/a', '/a', ''],
    ['https://host:1/a?b', '/a', 'b='],
    ['ws://host', '/', ''],
    ['WSS://host/a', '/a', ''],
    ['https://host?a=/b', '/', 'a=%2Fb'],
    ['http://host#a', '#a', ''],
    ['ftp://host/a', 'ftp://host/a', ''],
    ['/http://host/a', '/http://host/a', ''],
    ['*http://host/a', '*http://host/a', ''],
    [`/${'a'.repeat(2000)}?b`, `/${'a'.repeat(2000)}`, 'b='],
  ])('for %s has the path %s and the query %s', (url, wantedPath, wantedQuery) => {
    const { path, query } = readHead(nodeRequest({ url }));
    expect([path, query.toString()]).toEqual([wantedPath, wantedQuery]);
  });

  it('has all of its headers, a peer and no body yet', () => {
    const rawHeaders = ['Host', 'shop.test', 'X-A', '1', 'x-a', '', 'X-B', '2'];
    const { query, ...call } = readHead(nodeRequest({ method: 'PUT', url: '/a', rawHeaders }));
    expect([query.size, { ...call, headers: { ...call.headers } }]).toEqual([
      0,
      {
        method: 'PUT',
        path: '/a',
        headers: { host: 'shop.test', 'x-a': '1, ', 'x-b': '2' },
        body: '',
        origin: 'http://shop.test',
        peer: 'loopback',
      },
    ]);
  });

  it('is a GET of the root where nothing is said', () => {
    const { method, path, headers } = readHead(nodeRequest({ method: undefined, url: undefined, rawHeaders: ['A'] }));
    expect([method, path, { ...headers }]).toEqual(['GET', '/', { a: '' }]);
  });

  const SOCKET = { localAddress: '::1', localPort: 4407 };
  it.each([
    ['shop.test', {}, 'http://shop.test'],
    ['Shop_1.test:65535', { encrypted: true }, 'https://Shop_1.test:65535'],
    ['a'.repeat(253), {}, `http://${'a'.repeat(253)}`],
    ['[::FFFF:127.0.0.1]:1', { encrypted: false }, 'http://[::FFFF:127.0.0.1]:1'],
    ['[::1]', {}, 'http://[::1]'],
    ['a'.repeat(254), SOCKET, 'http://[::1]:4407'],
    ['shop.test:', SOCKET, 'http://[::1]:4407'],
    ['shop.test:123456', SOCKET, 'http://[::1]:4407'],
    ['shop.test:1a', SOCKET, 'http://[::1]:4407'],
    ['[::1]a', SOCKET, 'http://[::1]:4407'],
    ['a[::1]', SOCKET, 'http://[::1]:4407'],
    ['[]', SOCKET, 'http://[::1]:4407'],
    ['[::g]', SOCKET, 'http://[::1]:4407'],
    ['a b', SOCKET, 'http://[::1]:4407'],
    [' a', SOCKET, 'http://[::1]:4407'],
    ['', { ...SOCKET, localAddress: '127.0.0.1', encrypted: true }, 'https://127.0.0.1:4407'],
    [undefined, SOCKET, 'http://[::1]:4407'],
    [undefined, {}, 'http://localhost:80'],
  ])('to the host %s on %j has the origin %s', (host, members, wanted) => {
    const rawHeaders = host === undefined ? [] : ['host', host];
    expect(readHead(nodeRequest({ rawHeaders, socket: members })).origin).toBe(wanted);
  });
});

describe('the handler of node’s requests', () => {
  it.each<[string, boolean, readonly unknown[]]>([
    ['passes on what is not for the mock where there is a next', true, [['owns', '/a', 'shop.test'], ['next']]],
    [
      'answers it where there is none',
      false,
      [
        ['bodyBytes', 'POST', '/a'],
        ['handle', '/a', 'body', undefined],
        ['writeHead', 200, ['content-length', '5']],
        ['end', 'whole'],
      ],
    ],
  ])('%s', async (_, hasNext, wanted) => {
    const { handler, told } = handling();
    const { response, done: answered } = recordResponse();
    const next = (...given: unknown[]): unknown => told.push(['next', ...given]);
    const request = nodeRequest({ method: 'POST', url: '/a?b', rawHeaders: ['Host', 'shop.test'] });
    handler(request, response, hasNext ? next : undefined);
    request.end('body');
    await done();
    expect([...told, ...answered]).toEqual(wanted);
  });

  it.each<[string, object, unknown]>([
    ['/__admin/a', { owns: () => true }, ['admin', '/__admin/a', { body: '{}' }]],
    ['/__administrator', {}, ['handle', '/__administrator', '{}', undefined]],
    ['/__admin/a', { settings: { admin: false, limits: { megabytes: 1 } } }, ['handle', '/__admin/a', '{}', undefined]],
  ])('asks the admin API for what is its own, where there is one: %s', async (url, parts, wanted) => {
    const { handler, told } = handling(parts);
    const request = nodeRequest({ url });
    handler(request, recordResponse().response);
    request.end('{}');
    await done();
    expect(told.at(-1)).toEqual(wanted);
  });

  it.each([
    [['0123456789', 'x', 'dropped'], '0123456789x'],
    [['01234', '56789'], '0123456789'],
    [[], ''],
  ])('reads of a body what tells that it is too large, and drops the rest: %j', async (pieces, wanted) => {
    const { handler, told } = handling();
    const request = nodeRequest();
    handler(request, recordResponse().response);
    for (const piece of pieces) {
      request.write(piece);
      await done();
    }
    request.end();
    await done();
    expect(told.at(-1)).toEqual(['handle', '/', wanted, undefined]);
  });

  it('takes the body that a parser before it has read, and fails where there is none', async () => {
    const told: unknown[] = [];
    const read = async (members: object, readAll = true): Promise<void> => {
      const handling_ = handling();
      const request = nodeRequest(members);
      request.end('{}');
      if (readAll) await request.resume().toArray();
      else request.read(1);
      const { response, done: answered } = recordResponse();
      handling_.handler(request, response);
      await done();
      told.push([handling_.told.slice(1), answered[0]]);
    };
    await read({ body: { a: 1 } });
    await read({ headers: { 'content-length': '2' } });
    await read({}, false);
    expect(told).toEqual([
      [[['handle', '/', '{"a":1}', undefined]], ['writeHead', 200, expect.anything()]],
      [[], ['writeHead', 500, expect.anything()]],
      [[], ['writeHead', 500, expect.anything()]],
    ]);
  });

  it.each([true, false])('tells what failed to the next one, or answers it: %p', async (hasNext) => {
    const error = new RangeError('secret');
    const { handler } = handling({ owns: () => true, handle: () => Promise.reject(error) });
    const { response, done: answered } = recordResponse();
    const next = jest.fn();
    const request = nodeRequest();
    handler(request, response, hasNext ? next : undefined);
    request.end();
    await done();
    const told = expect.objectContaining({ date: 'Thu, 01 Jan 2026 12:00:00 GMT' });
    expect([next.mock.calls, answered[0]]).toEqual(hasNext ? [[[error]], undefined] : [[], ['writeHead', 500, told]]);
  });

  it('refuses bodies beyond their room, until those before are answered', async () => {
    let go: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { handler, told } = handling({
      bodyBytes: () => 1_000_000,
      handle: async ({ body }: Call) => {
        told.push(body.length);
        await answered;
        return { status: 200, headers: {}, body: '' };
      },
    });
    const ask = async (bytes: number): Promise<unknown[]> => {
      const request = nodeRequest();
      const { response, done: heard } = recordResponse();
      handler(request, response);
      request.end('x'.repeat(bytes));
      await done();
      return heard;
    };
    // A quarter of the megabyte, at two bytes for each beyond the first 64 kB.
    const first = await ask(65_536 + 100_000);
    const refused = await ask(65_536 + 25_001);
    const fitting = await ask(65_536 + 25_000);
    expect([first, fitting, told]).toEqual([[], [], [165_536, 90_536]]);
    expect(refused).toEqual([
      ['writeHead', 503, expect.objectContaining({ date: 'Thu, 01 Jan 2026 12:00:00 GMT', 'retry-after': '1' })],
      ['end', '{"error":"too_many_bodies"}'],
    ]);
    go();
    await done();
    await ask(65_536 + 125_000);
    expect(told.at(-1)).toBe(190_536);
  });
});
