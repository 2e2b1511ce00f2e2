import { afterEach } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { ProxyOptions, RunningProxy } from '../../mock-server/interception/proxy.ts';
import { startProxy } from '../../mock-server/interception/proxy.ts';
import { readUpstreamProxy } from '../../mock-server/interception/upstream-proxy.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const dataFolder = join(createScratchFolder().path, 'data');
/** What the end of a test closes. */
export const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

export interface Opened extends RunningProxy {
  readonly ca: string;
  readonly server: RunningServer;
}

export async function openProxy(
  env: Readonly<Record<string, string>> = {},
  options: ProxyOptions = {},
): Promise<Opened> {
  const mock = createMock();
  const server = await startServer(mock, { port: 0, dataFolder });
  const proxy = await startProxy(mock, server, { upstream: readUpstreamProxy(env), ...options });
  closers.push(
    () => proxy.close(),
    () => server.close(),
  );
  return { ...proxy, server, ca: (await server.certificates())?.ca ?? '' };
}

/** A server of somebody else's, on this machine. */
export async function openForeign(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
  });
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  );
  return (server.address() as AddressInfo).port;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** A SOCKS 5 proxy (RFC 1928, RFC 1929) that stands for every host itself: it echoes, and answers plain requests. */
export async function openSocks(): Promise<{ readonly port: number; readonly asked: unknown[] }> {
  const asked: unknown[] = [];
  const port = await openForeign(
    createServer((socket) => {
      socket.on('error', () => undefined);
      let user = '';
      socket.once('data', () => {
        socket.once('data', (login: Buffer) => {
          const nameEnd = 2 + (login[1] ?? 0);
          user = `${login.subarray(2, nameEnd).toString()}:${login.subarray(nameEnd + 1).toString()}`;
          socket.once('data', (wanted: Buffer) => {
            const end = 5 + (wanted[4] ?? 0);
            asked.push([user, `${wanted.subarray(5, end).toString()}:${String(wanted.readUInt16BE(end))}`]);
            socket.once('data', (said: Buffer) => {
              socket.end(
                said.toString().startsWith('GET ') ? 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nover SOCKS' : said,
              );
            });
            socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
          });
          socket.write(Buffer.from([1, 0]));
        });
        socket.write(Buffer.from([5, 2]));
      });
    }),
  );
  return { port, asked };
}

/** Asks a proxy for a tunnel: what it said, and the connection. */
export async function askForTunnel(
  proxyPort: number,
  authority: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly answer: IncomingMessage; readonly socket: Socket; readonly head: Buffer }> {
  const asked = request({
    host: '127.0.0.1',
    port: proxyPort,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...headers },
    agent: false,
  });
  asked.end();
  const [answer, socket, head] = (await once(asked, 'connect')) as [IncomingMessage, Socket, Buffer];
  socket.on('error', () => undefined);
  closers.push(() => Promise.resolve(socket.destroy()));
  return { answer, socket, head };
}

/** Asks through a proxy with the whole URL. */
export async function askByUrl(
  proxyPort: number,
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<{ status: number | undefined; text: string; headers: IncomingMessage['headers'] }> {
  const asked = request({
    host: '127.0.0.1',
    port: proxyPort,
    method: body === undefined ? 'GET' : 'POST',
    path: url,
    headers: { host: new URL(url).host, ...headers },
    agent: false,
  });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, text: await text(answer), headers: answer.headers };
}

export const IDP = '/api/account/12345678/service/idp/baseURI.json?version=1.0';
export const IDP_ENTRY = { service: 'idp', account: '12345678', baseURI: 'va.idp.liveperson.net' };
