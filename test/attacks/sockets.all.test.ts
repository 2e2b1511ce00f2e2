import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { MAX_UNSENT_BYTES } from '../../mock-server/adapters/node/socket-link.ts';
import { expectAlive, startHeard } from '../adapters/running-server.ts';
import { CONSUMER_SOCKET, initConnection, signUp } from '../support/sockets.ts';

const clients: WebSocket[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.terminate();
});

async function connect(port: number): Promise<WebSocket> {
  const client = new WebSocket(`ws://127.0.0.1:${String(port)}${CONSUMER_SOCKET}`, { perMessageDeflate: false });
  clients.push(client);
  await once(client, 'open');
  return client;
}

/** The TCP connection below. */
const carrierOf = (client: WebSocket): { cork(): void; uncork(): void; pause(): void } =>
  (client as unknown as { _socket: { cork(): void; uncork(): void; pause(): void } })._socket;

const IDLE_SOCKETS = process.env['CI'] === 'true' ? 5000 : 200;

describe('Sockets under attack', () => {
  it('answer 1,000 frames of one write, in their order', async () => {
    const { server, mock } = await startHeard({ journal: { entriesPerAccount: 0 } });
    const client = await connect(server.port);
    const ids: string[] = [];
    const all = new Promise<void>((resolve) => {
      client.on('message', (data: Buffer) => {
        if (ids.push((JSON.parse(data.toString()) as { reqId: string }).reqId) === 1001) resolve();
      });
    });
    const jwt = await signUp(mock);
    carrierOf(client).cork();
    client.send(JSON.stringify(initConnection(jwt)));
    for (let id = 1; id <= 1000; id += 1)
      client.send(JSON.stringify({ kind: 'req', id: String(id), type: 'GetClock' }));
    carrierOf(client).uncork();
    await all;
    expect(ids).toEqual(Array.from({ length: 1001 }, (_, id) => String(id)));
  });

  it(`stay open in the number of ${String(IDLE_SOCKETS)}, and end with the server`, async () => {
    const { server, mock } = await startHeard({ ums: { initTimeoutMs: 0 } });
    for (let opened = 0; opened < IDLE_SOCKETS; opened += 50)
      await Promise.all(Array.from({ length: 50 }, () => connect(server.port)));
    expect(mock.sockets.list()).toHaveLength(IDLE_SOCKETS);
    await expectAlive(server);
    const ended = Promise.all(clients.map(async (client) => ((await once(client, 'close')) as [number])[0]));
    await server.close();
    expect(new Set(await ended)).toEqual(new Set([1001]));
    expect(mock.sockets.list()).toEqual([]);
  });

  it('are dropped when their client does not read, once the documented bytes wait', async () => {
    const { server, mock } = await startHeard({ journal: { entriesPerAccount: 0 } });
    const deaf = await connect(server.port);
    deaf.send(JSON.stringify(initConnection(await signUp(mock))));
    await once(deaf, 'message');
    carrierOf(deaf).pause();
    const before = process.memoryUsage().external;
    // Each is answered by a sentence: some fifty bytes and a frame.
    const frame = JSON.stringify({ kind: 'req', id: 'x'.repeat(60_000), type: 'GetClock' });
    let peak = 0;
    for (let sent = 0; sent < 2000 && mock.sockets.list().length > 0; sent += 1) {
      await new Promise((resolve) => {
        deaf.send(frame, resolve);
      });
      peak = Math.max(peak, process.memoryUsage().external - before);
    }
    expect(mock.sockets.list()).toEqual([]);
    expect(peak).toBeLessThan(4 * MAX_UNSENT_BYTES);
    await expectAlive(server);
  });
});
