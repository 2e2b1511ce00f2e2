import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { attachSockets } from '../../mock-server/adapters/node/server.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { CONSUMER_SOCKET } from '../support/sockets.ts';
import { get, hear } from './raw-socket.ts';
import { start } from './running-server.ts';

const servers: Server[] = [];
const clients: WebSocket[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function serveByExpress(mock: Mock): Promise<number> {
  const server = createServer(createExpressApp(mock)).listen(0, '127.0.0.1');
  servers.push(server);
  attachSockets(server, mock);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serveByOwnServer = async (mock: Mock): Promise<number> => (await start(mock)).port;

async function openSocket(port: number): Promise<IncomingMessage> {
  const client = new WebSocket(`ws://127.0.0.1:${String(port)}${CONSUMER_SOCKET}`);
  clients.push(client);
  const [answer] = (await once(client, 'upgrade')) as [IncomingMessage];
  return answer;
}

describe.each([
  ['the server', serveByOwnServer],
  ['Express', serveByExpress],
])('LP-Mock-Instance at %s', (title, serve) => {
  it('is in the answer that opens a socket, and in the one that refuses its handshake', async () => {
    const port = await serve(createMock({ instance: 'replica-2' }));
    const { statusCode, headers } = await openSocket(port);
    expect([statusCode, headers['lp-mock-instance']]).toEqual([101, 'replica-2']);
    for (const [key, status] of [
      ['short', 400],
      ['AAAAAAAAAAAAAAAAAAAAAA==', 401],
    ] as const) {
      const path = CONSUMER_SOCKET.replace('consumer', 'brand/nobody');
      const upgrade = ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${key}`];
      const bytes = get(path, ...upgrade).replace('Connection: close', 'Connection: Upgrade');
      const refused = await hear(port, bytes);
      expect([refused.status, refused.headers['lp-mock-instance']]).toEqual([status, 'replica-2']);
    }
  });

  it('is in the answers of the admin API, refusals too', async () => {
    const port = await serve(createMock({ instance: 'replica-2' }));
    const paths: [string, number][] = [
      ['/__admin/health', 200],
      ['/__admin/nowhere', 404],
      // Only a server of the mock's own has the console.
      ['/__admin/ui/', title === 'Express' ? 404 : 200],
    ];
    for (const [path, status] of paths) {
      const { status: answered, headers } = await hear(port, get(path));
      expect([answered, headers['lp-mock-instance']]).toEqual([status, 'replica-2']);
    }
    const proxied = await hear(port, get('/__admin/clock', 'X-Forwarded-For: 192.0.2.1'));
    expect([proxied.status, proxied.headers['lp-mock-instance']]).toEqual([403, 'replica-2']);
  });

  it('is in neither unless the option is set', async () => {
    const port = await serve(createMock());
    expect((await openSocket(port)).headers).not.toHaveProperty('lp-mock-instance');
    expect((await hear(port, get('/__admin/health'))).headers).not.toHaveProperty('lp-mock-instance');
  });
});
