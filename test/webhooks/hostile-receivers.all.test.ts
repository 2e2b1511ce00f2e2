import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock } from '../../mock-server/index.ts';
import { openReceiver } from './receiver.ts';
import { CONTENT, openConversation, webhookMock } from './webhook-setup.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** A receiver that writes whatever it likes, once it has heard something. */
async function receiver(answer: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket
      .on('error', () => undefined)
      .once('data', () => {
        answer(socket);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push({
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/events`;
}

async function delivering(url: string, timeoutMs: number): Promise<Mock> {
  const mock = webhookMock({ [CONTENT]: { endpoint: url } }, { webhooks: { timeoutMs } });
  opened.push(await startServer(mock, { port: 0, tls: false }));
  return mock;
}

/** What comes of a message. */
async function outcome(url: string, timeoutMs = 60_000): Promise<unknown> {
  const mock = await delivering(url, timeoutMs);
  await (await openConversation(mock)).say('hello');
  await mock.settled();
  const [attempt, ...others] = mock.webhooks.list();
  expect([attempt?.state, others]).toEqual([attempt?.reason === undefined ? 'delivered' : 'dropped', []]);
  return attempt?.reason ?? attempt?.status;
}

/** Writes again and again, as fast as it is read. */
function writeForEver(socket: Socket, text: string): void {
  const write = (): void => {
    while (!socket.destroyed && socket.write(text));
    if (!socket.destroyed) socket.once('drain', write);
  };
  write();
}

const TOO_SLOW = 'no whole answer within 300 ms (webhooks.timeoutMs)';
const only = (status: number): string => `answered with ${String(status)}; only 200 and 201 count`;

describe('A receiver that answers', () => {
  it.each<[what: string, answer: (socket: Socket) => void, outcome: unknown]>([
    ['with 200 and nothing else', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), 200],
    ['until it closes', (socket) => socket.end('HTTP/1.0 201 Created\r\n\r\nthank you'), 201],
    ['with 103 before it', (socket) => socket.end('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'), 200],
    ['with 999', (socket) => socket.end('HTTP/1.1 999 So\r\ncontent-length: 0\r\n\r\n'), only(999)],
    ['with 204', (socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'), only(204)],
    [
      'with another protocol',
      (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: chat\r\n\r\n'),
      only(101),
    ],
    ['with half a status line', (socket) => socket.end('HTTP/1.1 2'), 'the connection failed (ECONNRESET)'],
    ['with nothing', (socket) => socket.end(), 'the connection failed (ECONNRESET)'],
    ['with a reset', (socket) => socket.resetAndDestroy(), 'the connection failed (ECONNRESET)'],
    [
      'with half a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nhalf'),
      'the connection was closed before its answer was whole',
    ],
    [
      'with a chunk that is none',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nno number\r\n'),
      'the connection failed (HPE_INVALID_CHUNK_SIZE)',
    ],
  ])('%s', async (_, answer, expected) => {
    expect(await outcome(await receiver(answer))).toBe(expected);
  });

  it.each<[what: string, answer: (socket: Socket) => void]>([
    [
      'with 102 for ever',
      (socket) => {
        writeForEver(socket, 'HTTP/1.1 102 Processing\r\n\r\n');
      },
    ],
    [
      'a byte at a time',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 10);
        socket.once('close', () => {
          clearInterval(drip);
        });
      },
    ],
  ])('%s: is not waited for', async (_, answer) => {
    expect(await outcome(await receiver(answer), 300)).toBe(TOO_SLOW);
  });

  it('with headers for ever: is not read for ever', async () => {
    const url = await receiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      writeForEver(socket, `x-more: ${'x'.repeat(1000)}\r\n`);
    });
    expect(await outcome(url)).toBe('the connection failed (HPE_HEADER_OVERFLOW)');
  });

  it.each([301, 302, 303, 307, 308])('with %i: is not followed', async (status) => {
    const redirecting = await openReceiver((response) => {
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    opened.push(redirecting);
    const { url, heard } = redirecting;
    expect(await outcome(url)).toBe(`answered with ${String(status)}, which is not followed; only 200 and 201 count`);
    expect(heard.map((each) => each.url)).toEqual(['/events?from=lp']);
  });
});
