import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { attachSockets, createMiddleware, startServer } from '../../mock-server/adapters/node/server.ts';
import { startProxy } from '../../mock-server/interception/proxy.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { CONSUMER_SOCKET, initConnection, signUp } from '../support/sockets.ts';
import { dial, closed as hungUp, get, hear, say } from './raw-socket.ts';
import { expectAlive, JWKS, start } from './running-server.ts';

const servers: Server[] = [];
const clients: WebSocket[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await Promise.all(
    servers.splice(0).map(async (server) => {
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    }),
  );
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** An open socket, or the error of its handshake. */
async function connect(port: number, path: string = CONSUMER_SOCKET, headers = {}): Promise<WebSocket> {
  const client = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, { headers });
  clients.push(client);
  await once(client, 'open');
  return client;
}

const closeOf = async (client: WebSocket): Promise<[number, string]> => {
  const [code, reason] = (await once(client, 'close')) as [number, Buffer];
  return [code, reason.toString()];
};
const frameOf = async (client: WebSocket): Promise<unknown> => {
  const [data] = (await once(client, 'message')) as [Buffer];
  return JSON.parse(data.toString());
};

const HANDSHAKE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Sec-WebSocket-Version: 13',
];
const handshake = (path: string, ...lines: string[]): string =>
  `GET ${path} HTTP/1.1\r\n${['Host: localhost', ...lines].join('\r\n')}\r\n\r\n`;
const without = (name: string): string[] => HANDSHAKE.filter((line) => !line.startsWith(`${name}:`));

async function openMock(options: MockOptions = {}): Promise<{ mock: Mock; port: number; close: () => Promise<void> }> {
  const mock = createMock({ seed: 'sockets', ...options });
  const server = await start(mock);
  return { mock, port: server.port, close: () => server.close() };
}

describe('A handshake', () => {
  it.each([
    ['without a key', without('Sec-WebSocket-Key'), 400],
    ['with a key that is not 16 bytes', [...without('Sec-WebSocket-Key'), 'Sec-WebSocket-Key: c2hvcnQ='], 400],
    ['with two keys', [...HANDSHAKE, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='], 400],
    ['without a version', without('Sec-WebSocket-Version'), 426],
    ['of a version that nobody knows', [...without('Sec-WebSocket-Version'), 'Sec-WebSocket-Version: 7'], 426],
    ['with a broken list of protocols', [...HANDSHAKE, 'Sec-WebSocket-Protocol: a,,b'], 400],
    ['with a protocol twice', [...HANDSHAKE, 'Sec-WebSocket-Protocol: a, a'], 400],
  ])('%s is refused, and the next one is answered', async (_title, lines, status) => {
    const { mock, port } = await openMock();
    const answer = await hear(port, handshake(CONSUMER_SOCKET, ...lines));
    expect([answer.status, answer.headers['connection']]).toEqual([status, 'close']);
    expect(answer.body.length).toBe(Number(answer.headers['content-length']));
    expect(answer.headers['sec-websocket-version'] !== undefined).toBe(status === 426);
    await connect(port);
    expect(mock.sockets.list()).toHaveLength(1);
  });

  it('that upgrades to something else is answered as the request that it is, with its body', async () => {
    const { mock, port } = await openMock();
    mock.clock.freeze();
    const body = 'client_id=x&client_secret=y';
    const post = (...lines: string[]): string =>
      `POST /sentinel/api/account/12345678/app/token?v=1.0&grant_type=client_credentials HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${String(body.length)}\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
    // As the JDK's client asks, at first.
    const asked = await hear(
      port,
      `${post('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAEAAEAA')}${get('/nowhere')}`,
    );
    const plain = await hear(port, post('Connection: close'));
    expect([asked.status, asked.body]).toEqual([plain.status, plain.body]);
    expect((await hear(port, handshake(JWKS, ...HANDSHAKE.slice(0, 2), 'Connection: close'))).status).toBe(200);
  });

  it('without Host, or by HTTP/1.0, opens nothing', async () => {
    const { mock, port } = await openMock();
    const bytes = handshake(CONSUMER_SOCKET, ...HANDSHAKE);
    expect((await hear(port, bytes.replace('Host: localhost\r\n', 'Connection: close\r\n'))).status).toBe(400);
    const old = await hear(port, bytes.replace('HTTP/1.1', 'HTTP/1.0'));
    expect(old.status).toBe(426);
    expect(mock.sockets.list()).toEqual([]);
  });

  it('that a fault never answers ends with its client', async () => {
    const { mock, port, close } = await openMock();
    mock.faults.add({ endpoint: 'ums.consumer', error: 'timeout' });
    const socket = await dial(port, handshake(CONSUMER_SOCKET, ...HANDSHAKE));
    await mock.journal.waitFor({ endpointId: 'ums.consumer' });
    socket.end();
    await hungUp(socket);
    await close();
    expect(mock.sockets.list()).toEqual([]);
  });

  it('half of it is given up by the time that requests have', async () => {
    const server = await startServer(createMock(), { port: 0, tls: false, times: { headersMs: 50 } });
    const heard = await say(server.port, handshake(CONSUMER_SOCKET, ...HANDSHAKE).slice(0, 60));
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    await expectAlive(server);
    await server.close();
  });
});

describe('A server that closes', () => {
  it('answers what was sent before and closes with 1001', async () => {
    const { mock, port, close } = await openMock();
    const client = await connect(port);
    const heard: unknown[] = [];
    client.on('message', (data: Buffer) => heard.push((JSON.parse(data.toString()) as { code: number }).code));
    client.send(JSON.stringify(initConnection(await signUp(mock))));
    client.send(JSON.stringify({ kind: 'req', id: 1, type: 'GetClock' }));
    await mock.journal.waitFor({ endpointId: 'ums.consumer' });
    await new Promise((resolve) => client.once('message', resolve));
    const [ended] = await Promise.all([closeOf(client), close()]);
    expect(ended).toEqual([1001, "server-closing; the mock's server was closed"]);
    expect(heard).toEqual([200, 200]);
    expect(mock.sockets.list()).toEqual([]);
  });

  it('does not wait for a client that does not answer', async () => {
    const mock = createMock();
    const server = await startServer(mock, { port: 0, tls: false, times: { closeMs: 50 } });
    const socket = await dial(server.port, handshake(CONSUMER_SOCKET, ...HANDSHAKE));
    await once(socket, 'data');
    socket.pause();
    await server.close();
    expect(mock.sockets.list()).toEqual([]);
    socket.destroy();
  });

  it('closes what came through its proxy, whichever of the two is first', async () => {
    const mock = createMock();
    const server = await startServer(mock, { port: 0, tls: false });
    const proxy = await startProxy(mock, server);
    const socket = await dial(proxy.port, 'CONNECT va.msg.liveperson.net:80 HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    socket.write(handshake(CONSUMER_SOCKET, ...HANDSHAKE));
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 101 /);
    const plain = await dial(
      proxy.port,
      handshake(`ws://va.msg.liveperson.net${CONSUMER_SOCKET}`, ...HANDSHAKE).replace(
        'localhost',
        'va.msg.liveperson.net',
      ),
    );
    expect(String(await once(plain, 'data'))).toMatch(/^HTTP\/1\.1 101 /);
    const goodbye = Promise.all([once(socket, 'data'), once(plain, 'data')]);
    const closing = Promise.all([proxy.close(), server.close()]);
    for (const [bytes] of (await goodbye) as unknown as [Buffer][]) expect(bytes.readUInt16BE(2)).toBe(1001);
    socket.destroy();
    plain.destroy();
    await closing;
  });
});

describe('attachSockets', () => {
  it('adds sockets to a server of your own, whose own upgrades go on', async () => {
    const mock = createMock();
    const server = createServer(createMiddleware(mock));
    const hot = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      if (request.headers['sec-websocket-protocol'] === 'vite-hmr')
        hot.handleUpgrade(request, socket, head, (client) => {
          client.send('"hot"');
        });
    });
    attachSockets(server, mock);
    const port = await listen(server);
    const hotClient = new WebSocket(`ws://127.0.0.1:${String(port)}/`, 'vite-hmr');
    clients.push(hotClient);
    expect(await frameOf(hotClient)).toBe('hot');
    const client = await connect(port, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
    client.send('{"id":1,"type":"GetClock","kind":"req"}');
    expect(await frameOf(client)).toMatchObject({ code: 200 });
    hotClient.terminate();
    const closing = new Promise((resolve) => server.close(resolve));
    expect((await closeOf(client))[0]).toBe(1001);
    await closing;
  });

  it('takes itself off again', async () => {
    const mock = createMock();
    const server = createServer(createMiddleware(mock));
    const attached = attachSockets(server, mock);
    const port = await listen(server);
    const client = await connect(port);
    const [[code]] = await Promise.all([closeOf(client), attached.close()]);
    expect(code).toBe(1001);
    expect((await hear(port, handshake(CONSUMER_SOCKET, ...HANDSHAKE, 'Connection: close'))).status).toBe(426);
  });

  it('of two mocks on one server leaves a socket to the first', async () => {
    const [first, second] = [createMock(), createMock()];
    const server = createServer(createMiddleware(first));
    attachSockets(server, first);
    attachSockets(server, second);
    await connect(await listen(server));
    expect([first.sockets.list().length, second.sockets.list().length]).toEqual([1, 0]);
  });
});

describe('A frame', () => {
  const CLOSES: [string, Buffer | string, number, string][] = [
    ['binary', Buffer.from('{}'), 1003, 'frame-not-text'],
    ['over 1 MiB', 'x'.repeat(1_048_577), 1009, 'frame-too-large'],
  ];
  it.each(CLOSES)('that is %s closes its socket alone, with a reason', async (_title, data, code, slug) => {
    const { port } = await openMock();
    const [client, other] = [await connect(port), await connect(port)];
    client.send(data);
    const [closedWith, reason] = await closeOf(client);
    expect([closedWith, reason.split(';')[0]]).toEqual([code, slug]);
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
    other.send('no json');
    expect(await frameOf(other)).toMatchObject({ code: 400 });
  });

  it('of bytes that are no frame closes its socket, without a reason where none are wanted', async () => {
    for (const [options, told] of [
      [{}, 'frame-malformed'],
      [{ reasonHeader: false }, ''],
    ] as const) {
      const { port } = await openMock(options);
      const client = await connect(port);
      (client as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(Buffer.alloc(200, 0xff));
      const [code, reason] = await closeOf(client);
      expect([code, reason.split(';')[0]]).toEqual([1002, told]);
    }
  });

  it('that a watcher fails on ends its socket, not the process', async () => {
    const mock = createMock({
      onExchange: () => {
        throw new RangeError('mine');
      },
    });
    const { port } = await start(mock);
    const answer = await hear(port, handshake(CONSUMER_SOCKET, ...HANDSHAKE));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([500, { error: 'route_failed', name: 'RangeError' }]);
  });
});
