import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { startProxy } from '../../mock-server/interception/proxy.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { amount } from './amount.ts';

jest.setTimeout(180_000);

// The proxy runs in this process: whatever it does not hear ends the test run, as it would end a user's command.

const dataFolder = join(createScratchFolder().path, 'data');

/** What the origin answers next, byte by byte. */
let answer = '';
let origin: Server;
let proxy: { readonly port: number; close(): Promise<void> };
let server: { close(): Promise<void> };

beforeAll(async () => {
  const mock = createMock();
  const running = await startServer(mock, { port: 0, dataFolder, tls: false });
  server = running;
  proxy = await startProxy(mock, running);
  origin = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.end(Buffer.from(answer, 'latin1'));
    });
  });
  await new Promise<void>((resolve) => {
    origin.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(async () => {
  await Promise.all([
    proxy.close(),
    server.close(),
    new Promise((resolve) => {
      origin.close(resolve);
    }),
  ]);
});

const originPort = (): string => String((origin.address() as AddressInfo).port);

/** Sends bytes to the proxy, and gives what comes back before the connection ends. */
async function send(bytes: string): Promise<string> {
  const socket = connect(proxy.port, '127.0.0.1');
  let heard = '';
  socket
    .setEncoding('latin1')
    .on('data', (text: string) => {
      heard += text;
    })
    .on('error', () => undefined);
  // Whoever waits for more of an exchange that was cut short gives up, as every client does.
  socket.setTimeout(1000, () => {
    socket.destroy();
  });
  socket.write(Buffer.from(bytes, 'latin1'));
  await once(socket, 'close');
  return heard;
}

async function expectAlive(): Promise<void> {
  answer = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngood';
  const heard = await send(`GET http://127.0.0.1:${originPort()}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\ngood$/);
}

const oddText = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});
const status = fc.oneof(
  fc.constantFrom(
    '000',
    '001',
    '099',
    '100',
    '101',
    '103',
    '199',
    '200',
    '204',
    '205',
    '304',
    '404',
    '599',
    '600',
    '999',
    '20',
    '2000',
    '-1',
    'abc',
  ),
  fc.integer({ min: 0, max: 999 }).map(String),
);
const phrase = fc.oneof(fc.constantFrom('OK', '', 'O\x01K', 'Ünlaut', 'a\tb', '\x7f', 'x'.repeat(5000)), oddText);
const headerLine = fc.oneof(
  fc.constantFrom(
    'Trailer: Server-Timing',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: identity',
    'Content-Length: 1',
    'Content-Length: 3',
    'Content-Length: -1',
    'Content-Length: 1, 1',
    'Content-Length: 99999999999999999999',
    'Connection: close',
    'Connection: upgrade, x',
    'Upgrade: websocket',
    'Keep-Alive: timeout=0',
    'Set-Cookie: a=b',
    'Set-Cookie: c=d',
    '__proto__: x',
    'constructor: y',
    'x: a\x01b',
    'bad name: a',
    'x:',
    ': x',
    ' folded',
    'Expect: 100-continue',
    'TE: trailers',
    'Via: 1.1 somebody',
    'Host: evil',
    'Proxy-Authorization: Basic x',
  ),
  fc.tuple(oddText, oddText).map(([name, value]) => `${name}: ${value}`),
);
const body = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    'abc',
    '1\r\nx\r\n0\r\n\r\n',
    '1\r\nx\r\n0\r\nServer-Timing: a\r\n\r\n',
    '1\r\nx\r\n0\r\nbad name: a\r\n\r\n',
    'zz\r\n',
    '-1\r\nx\r\n',
    '5\r\nx',
    '1;ext=\x01\r\nx\r\n0\r\n\r\n',
    'ffffffffffffffff1\r\nx',
  ),
  oddText,
);
const eol = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r');

const message = (start: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(start, fc.array(headerLine, { maxLength: 5 }), eol, body)
    .map(([first, lines, end, rest]) => [first, ...lines, '', ''].join(end) + rest);

const response = fc.oneof(
  message(
    fc
      .tuple(fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'ICY'), status, phrase)
      .map((parts) => parts.join(' ')),
  ),
  fc.constantFrom(
    '',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(50),
    'garbage',
    'HTTP/1.1 200 OK\r\n',
  ),
);
const method = fc.constantFrom(
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'PROPFIND',
  'FOO',
  'get',
);
const version = fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/3.0', '');
const path = fc.constantFrom('/', '/a?b=c', '/%ff', '/a b', '/\xe9', '?x', '/#', '//', '/..;/');
const request = message(
  fc.tuple(method, path, version).map(([name, rest, protocol]) => `${name} http://127.0.0.1:PORT${rest} ${protocol}`),
);
const tunnelRequest = message(
  fc
    .tuple(
      fc.constantFrom(
        '127.0.0.1:PORT',
        'localhost:PORT',
        '[::1]:PORT',
        '127.0.0.1:0',
        '127.0.0.1:1',
        'x:99999',
        '',
        ':',
        'a:b',
        '[::1',
        '[zz]:1',
        'va.idp.liveperson.net:443',
        'x'.repeat(3000),
      ),
      version,
    )
    .map(([authority, protocol]) => `CONNECT ${authority} ${protocol}`),
);

describe('The proxy', () => {
  it('lives, whatever the origin answers', async () => {
    await fc.assert(
      fc.asyncProperty(request, response, async (asked, answered) => {
        answer = answered;
        await send(asked.replace(/PORT/g, originPort()));
      }),
      { numRuns: amount(800), seed: 1, endOnFailure: true },
    );
    await expectAlive();
  });

  it('lives, whatever the client asks', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        answer = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngood';
        await send(asked.replace(/PORT/g, originPort()));
      }),
      { numRuns: amount(600), seed: 2, endOnFailure: true },
    );
    await expectAlive();
  });

  it('lives, whatever tunnel is asked for and whatever is said in it', async () => {
    await fc.assert(
      fc.asyncProperty(tunnelRequest, response, async (asked, answered) => {
        answer = answered;
        await send(asked.replace(/PORT/g, originPort()));
      }),
      { numRuns: amount(600), seed: 3, endOnFailure: true },
    );
    await expectAlive();
  });

  it.each([
    [
      'a trailer that HEAD never gets',
      'HEAD',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Server-Timing\r\n\r\n',
      /^HTTP\/1\.1 200 OK/,
    ],
    [
      'a trailer after the body',
      'GET',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Server-Timing\r\n\r\n1\r\nx\r\n0\r\nServer-Timing: a\r\n\r\n',
      /^HTTP\/1\.1 200 OK/,
    ],
    [
      'a control byte in the reason phrase',
      'HEAD',
      'HTTP/1.1 404 Not\x01Found\r\nContent-Length: 1\r\n\r\n',
      /^HTTP\/1\.1 (404 Not Found|502 )/,
    ],
    ['the status 099', 'GET', 'HTTP/1.1 099 What\r\nContent-Length: 1\r\n\r\nx', /^HTTP\/1\.1 502 /],
    ['the status 600', 'GET', 'HTTP/1.1 600 What\r\nContent-Length: 1\r\n\r\nx', /^HTTP\/1\.1 502 /],
    [
      'protocols switched unasked',
      'GET',
      'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nabc',
      /^HTTP\/1\.1 502 /,
    ],
    [
      'a 204 with a body',
      'GET',
      'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
      /^HTTP\/1\.1 204 No Content/,
    ],
    [
      'a 304 with a body',
      'GET',
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\nabc',
      /^HTTP\/1\.1 304 Not Modified/,
    ],
    [
      'a chunk that is none',
      'GET',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      /^(HTTP\/1\.1 (200|502)|$)/,
    ],
    ['nothing at all', 'GET', '', /^HTTP\/1\.1 502 /],
  ])('answers when the origin sends %s', async (_, name, answered, expected) => {
    for (const protocol of ['HTTP/1.1', 'HTTP/1.0']) {
      answer = answered;
      expect(
        await send(`${name} http://127.0.0.1:${originPort()}/ ${protocol}\r\nHost: x\r\nConnection: close\r\n\r\n`),
      ).toMatch(expected);
    }
  });

  it('passes on a request that announces a trailer', async () => {
    answer = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngood';
    const heard = await send(
      `POST http://127.0.0.1:${originPort()}/ HTTP/1.1\r\nHost: a\r\nTrailer: x-checksum\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab`,
    );
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*good$/);
  });
});
