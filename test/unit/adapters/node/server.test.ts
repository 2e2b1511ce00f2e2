import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Server } from 'node:net';
import { join } from 'node:path';
import type { RunningServer, ServerOptions } from '../../../../mock-server/adapters/node/server.ts';
import { startServer } from '../../../../mock-server/adapters/node/server.ts';
import type { MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';
import type { FakeSocket } from './fake-socket.ts';
import { fakeSocket, settled, whenClosed } from './fake-socket.ts';

const scratch = createScratchFolder();
const servers: RunningServer[] = [];
const fakes: FakeSocket[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const { socket } of fakes.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close();
});

interface Started {
  readonly server: RunningServer;
  /** Where it was to listen. */
  readonly asked: { readonly port: number; readonly host: string }[];
  /** The servers of node's that it is made of. */
  readonly made: Server[];
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own server
const { listen } = Server.prototype;

/** A server that says where it would listen, and does so on a free port of 127.0.0.1. */
async function start(options: ServerOptions = {}, mock: MockOptions = {}): Promise<Started> {
  const asked: Started['asked'] = [];
  const made: Server[] = [];
  jest.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, given: unknown, done: unknown) {
    asked.push(given as Started['asked'][number]);
    made.push(this);
    return Reflect.apply(listen, this, [0, '127.0.0.1', done]) as Server;
  } as typeof listen);
  const server = await startServer(createMock(mock), { port: 0, tls: false, ...options });
  servers.push(server);
  return { server, asked, made };
}

/** A connection that has sent these bytes, and all that was answered by the time it is still. */
async function sending(bytes: string, times: object = {}): Promise<FakeSocket & { readonly heard: () => string }> {
  const { server } = await start({ host: '127.0.0.1', times });
  const fake = fakeSocket();
  fakes.push(fake);
  server.adopt(fake.socket);
  const heard = (): string => Buffer.concat(fake.written).toString('latin1');
  fake.say(Buffer.from(bytes));
  for (let turn = 0; turn < 20 && heard() === ''; turn += 1) await settled();
  return { ...fake, heard };
}

const refusal = (status: string, error: string): string => {
  const body = `{"error":"${error}"}`;
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n\r\n${body}`;
};
const MALFORMED = refusal('400 Bad Request', 'malformed_request');

describe('a server', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
    ['0.0.0.0', 'localhost'],
    ['::', 'localhost'],
    ['mock.example.test', 'mock.example.test'],
  ])('that listens on %s is called at %s', async (host, name) => {
    const { server, asked } = await start({ host, port: 4408 });
    expect(asked).toEqual([{ port: 4408, host, ipv6Only: true }]);
    const { url, httpsUrl, port } = server;
    expect([url, httpsUrl]).toEqual([`http://${name}:${String(port)}`, undefined]);
    expect(await server.certificates()).toBeUndefined();
  });

  it('listens where the options of the mock say, unless its own say otherwise', async () => {
    const mock = { server: { host: '127.0.0.2', port: 4409 } };
    const { asked } = await start({ port: undefined }, mock);
    await start({ host: '127.0.0.3', port: 4410 }, mock);
    expect(asked).toEqual([{ port: 4409, host: '127.0.0.2', ipv6Only: true }]);
  });

  it('on localhost listens on both loopbacks', async () => {
    // The second port differs here: only what was asked for counts.
    const { server, asked } = await start();
    expect(asked).toEqual([
      { port: 0, host: '127.0.0.1', ipv6Only: true },
      { port: server.port, host: '::1', ipv6Only: true },
    ]);
    expect(server.url).toBe(`http://localhost:${String(server.port)}`);
  });

  it('over TLS as well has its development certificates', async () => {
    const { server } = await start({ host: '127.0.0.1', tls: true, dataFolder: join(scratch.path, 'data') });
    expect(server.httpsUrl).toBe(`https://127.0.0.1:${String(server.port)}`);
    expect((await server.certificates())?.ca).toMatch('-----BEGIN CERTIFICATE-----');
    const answer = await fetch(`${server.url}/__admin/ca.pem`);
    expect(await answer.text()).toBe((await server.certificates())?.ca);
  });

  it('asks node for room for large headers, and to look after quiet connections', async () => {
    const times = { headersMs: 5, keepAliveMs: 6, requestMs: 7 };
    const [made] = (await start({ host: '127.0.0.1', times })).made;
    const wanted = {
      maxHeaderSize: 262_144,
      requireHostHeader: false,
      keepAlive: true,
      headersTimeout: 5,
      keepAliveTimeout: 6,
      requestTimeout: 7,
    };
    const optionsOf = (server: Server | undefined): unknown =>
      Object.fromEntries(Object.keys(wanted).map((name) => [name, Reflect.get(server as Server, name)]));
    expect(optionsOf(made)).toEqual(wanted);
    const [usual] = (await start({ host: '127.0.0.1' })).made;
    const usualTimes = { headersTimeout: 60_000, keepAliveTimeout: 5000, requestTimeout: 300_000 };
    expect(optionsOf(usual)).toEqual({ ...wanted, ...usualTimes });
  });

  it('leads from its root to the console', async () => {
    const { server } = await start({ host: '127.0.0.1' });
    const answer = await fetch(server.url, { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/__admin/ui/']);
  });
});

describe('bytes that are no request', () => {
  it.each([
    ['no HTTP', 'nothing\r\n\r\n', MALFORMED],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\na: ${'a'.repeat(262_144)}\r\n\r\n`,
      refusal('431 Request Header Fields Too Large', 'headers_too_large'),
    ],
  ])('are answered in JSON: %s', async (_, bytes, answer) => {
    const { heard, socket } = await sending(bytes);
    expect([heard(), socket.writableEnded, socket.destroyed]).toEqual([answer, true, false]);
  });

  it('are answered in JSON: half a request', async () => {
    const { heard, socket } = await sending('GET / HTTP/1.1\r\n', { headersMs: 1, requestMs: 1, lingerMs: 1 });
    await whenClosed(socket);
    expect(heard()).toBe(refusal('408 Request Timeout', 'request_timeout'));
  });

  it('have their connection closed, by the client or after a while', async () => {
    await whenClosed((await sending('nothing\r\n\r\n', { lingerMs: 1 })).socket);
    const { socket, say } = await sending('nothing\r\n\r\n', { lingerMs: 3_600_000 });
    say(Buffer.from('more'));
    say(null);
    await whenClosed(socket);
    expect(socket.destroyed).toBe(true);
  });

  it('are not answered where nothing can be sent', async () => {
    const { server } = await start({ host: '127.0.0.1' });
    const { socket, say, written } = fakeSocket();
    server.adopt(socket);
    socket.end();
    say(Buffer.from('nothing\r\n\r\n'));
    await whenClosed(socket);
    expect(written).toEqual([]);
  });
});

describe('a request', () => {
  it('without a host is malformed', async () => {
    const { heard } = await sending('GET /sentinel/well-known/jwks HTTP/1.1\r\n\r\n');
    const [head = '', body] = heard().split('\r\n\r\n');
    const [status, ...lines] = head.split('\r\n').filter((line) => !line.startsWith('Date: '));
    expect([status, lines.map((line) => line.toLowerCase()).sort(), body]).toEqual([
      'HTTP/1.1 400 Bad Request',
      ['connection: close', 'content-length: 29', 'content-type: application/json'],
      '{"error":"malformed_request"}',
    ]);
  });

  it.each([
    ['of HTTP/1.0', 'HTTP/1.0\r\n\r\n'],
    ['with an expectation that nobody knows', 'HTTP/1.1\r\nhost: a\r\nexpect: miracles\r\n\r\n'],
  ])('is answered: one %s', async (_, rest) => {
    const { heard } = await sending(`GET /sentinel/well-known/jwks ${rest}`);
    expect(heard()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});
