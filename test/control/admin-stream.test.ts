import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer, get } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createAdmin } from '../../mock-server/admin/admin.ts';
import { writeReply } from '../../mock-server/adapters/node/write-reply.ts';
import { followJournal } from '../../mock-server/admin/journal-stream.ts';
import type { JournalEntry, Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { openAdmin, serve } from './admin-setup.ts';
import { call, idIn, OPENING, take, watched } from './watched-journal.ts';

describe('A reader who stalls', () => {
  it('keeps nothing: it hears on with what the journal still has', async () => {
    const mock = createMock({ journal: { entriesPerAccount: 10 } });
    const pieces = followJournal(mock.journal, { query: {}, after: undefined });
    await pieces.next();
    await call(mock, 1000);
    expect(await take(pieces, 10)).toEqual([991, 992, 993, 994, 995, 996, 997, 998, 999, 1000]);
    const next = take(pieces, 1);
    await call(mock, 1);
    expect(await next).toEqual([1001]);
    await pieces.return?.();
  });

  it('over HTTP too is sent no more than fits on its way', async () => {
    const { stream, taken } = manyPieces();
    const { port, response } = await serveStream(stream);
    const client = connect({ port, host: '127.0.0.1' });
    client.pause().write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const { writableLength } = await untilStill(taken, await response);
    client.destroy();
    expect(taken()).toBeLessThan(MANY);
    expect(writableLength).toBeLessThan(4 * PIECE_CHARS);
  });
});

const PIECE_CHARS = 65_536;
const MANY = 1000;

/** More than any buffer of the system holds, and how many were taken. */
function manyPieces(): { readonly stream: AsyncIterable<string>; readonly taken: () => number } {
  let count = 0;
  const next = (): Promise<IteratorResult<string>> => {
    count += 1;
    return Promise.resolve(
      count > MANY ? { done: true, value: undefined } : { done: false, value: 'x'.repeat(PIECE_CHARS) },
    );
  };
  return { stream: { [Symbol.asyncIterator]: () => ({ next }) }, taken: () => count };
}

/** Waits until something was taken, and then nothing more in a thousand turns of the event loop. */
async function untilStill<Value>(taken: () => number, value: Value): Promise<Value> {
  for (let before = -1; taken() === 0 || taken() !== before;) {
    before = taken();
    for (let turns = 0; turns < 1000; turns += 1)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
  }
  return value;
}

const opened: Server[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serveStream(
  stream: AsyncIterable<string>,
): Promise<{ port: number; response: Promise<ServerResponse> }> {
  const server = createServer((_, response) => {
    writeReply({ status: 200, headers: {}, stream }, response);
  });
  opened.push(server);
  const response = once(server, 'request').then(([, each]) => each as ServerResponse);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, response };
}

/** The stream of a server, its pieces joined until they hold so many events. */
async function listen(
  port: number,
  query = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<{ response: IncomingMessage; until: (events: number) => Promise<string> }> {
  const asked = get({
    port,
    host: '127.0.0.1',
    path: `/__admin/journal/stream${query}`,
    headers: { host: `localhost:${String(port)}`, ...headers },
  });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let heard = '';
  response
    .setEncoding('utf8')
    .on('error', () => undefined)
    .on('data', (text: string) => {
      heard += text;
    });
  return {
    response,
    until: async (events) => {
      while (heard.split('\n\n').length - 1 < events) await once(response, 'data');
      return heard;
    },
  };
}

function entriesIn(heard: string): JournalEntry[] {
  return [...heard.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as JournalEntry);
}

describe('GET /__admin/journal/stream', () => {
  it('is what a browser takes for server-sent events', async () => {
    const { mock, server } = await openAdmin();
    const { response, until } = await listen(server.port);
    expect([response.statusCode, response.headers['content-type'], response.headers['cache-control']]).toEqual([
      200,
      'text/event-stream',
      'no-store',
    ]);
    expect(await until(1)).toBe(OPENING);
    await call(mock, 1);
    const entries = entriesIn(await until(2));
    expect(entries).toEqual(JSON.parse(JSON.stringify(mock.journal.find())));
  });

  it.each([
    ['the query', '?after=2', {}],
    ['the header of a browser that comes back', '', { 'last-event-id': '2' }],
    ['the query before the header', '?after=2', { 'last-event-id': '0' }],
  ])('begins where %s says', async (_, query, headers) => {
    const { mock, server } = await openAdmin();
    await call(mock, 4);
    const { until } = await listen(server.port, query, headers);
    expect(entriesIn(await until(3)).map(({ id }) => id)).toEqual([3, 4]);
  });

  it('hears what its query says', async () => {
    const { mock, server } = await openAdmin();
    await call(mock, 1, OTHER_ACCOUNT);
    await call(mock, 1);
    await post(mock, '/nowhere');
    const { until } = await listen(server.port, `?after=0&accountId=${ACCOUNT}&outcome=200`);
    expect(entriesIn(await until(2)).map(({ id }) => id)).toEqual([2]);
  });

  it('watches no longer when its reader has gone', async () => {
    const { mock, untilNobody } = createWatchedMock();
    const server = await serve(mock);
    const { response, until } = await listen(server.port);
    await until(1);
    response.destroy();
    await expect(untilNobody).resolves.toBeUndefined();
  });

  it('watches nothing for HEAD', async () => {
    const { mock, watchers } = createWatchedMock();
    const server = await serve(mock);
    const { status, headers } = await fetch(`http://127.0.0.1:${String(server.port)}/__admin/journal/stream`, {
      method: 'HEAD',
    });
    expect([status, headers.get('content-type'), watchers()]).toEqual([200, 'text/event-stream', 0]);
  });

  it('ends with the server', async () => {
    const { mock, untilNobody } = createWatchedMock();
    const server = await serve(mock);
    const { until } = await listen(server.port);
    await until(1);
    await server.close();
    await expect(untilNobody).resolves.toBeUndefined();
  });

  it('speaks HTTP/2 as well', async () => {
    const { mock, untilNobody } = createWatchedMock();
    const server = await serve(mock);
    const session = connectHttp2(server.httpsUrl ?? '', { rejectUnauthorized: false });
    const stream = session.request({ ':path': '/__admin/journal/stream' }).setEncoding('utf8');
    expect((await once(stream, 'data'))[0]).toBe(OPENING);
    const heard = once(stream, 'data');
    await call(mock, 1);
    expect(idIn((await heard)[0] as string)).toBe(1);
    session.destroy();
    await expect(untilNobody).resolves.toBeUndefined();
  });
});

function createWatchedMock(
  options?: MockOptions,
): { readonly mock: Mock } & Omit<ReturnType<typeof watched>, 'journal'> {
  const mock = createMock(options);
  const { journal, ...rest } = watched(mock);
  const heard = { ...mock, journal };
  return { mock: { ...heard, admin: createAdmin(heard) }, ...rest };
}
