import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { median } from './statistics.ts';

const SOCKETS = 50;

/** The least that ours does, as a multiple of a bare server. */
const MARK = 0.5;

const MESSAGE = { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' };

/**
 * `ms.PublishEvent` round trips on 50 sockets against a bare `ws` server that answers each frame by one of the same
 * size. The clients run in the same process, in both. Gives the number of marks that were missed.
 */
export async function compareSockets(rounds: number, perSocket: number): Promise<number> {
  const mock = createMock();
  const server = await startServer(mock, { port: 0, host: '127.0.0.1', tls: false });
  const bare = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  const answer = JSON.stringify({
    kind: 'resp',
    reqId: '1000',
    code: 200,
    body: { sequence: 1000 },
    type: 'ms.PublishEventResponse',
  });
  bare.on('connection', (socket) => {
    socket.on('message', () => {
      socket.send(answer);
    });
  });
  await once(bare, 'listening');
  const path = '/ws_api/account/12345678/messaging/consumer?v=3';
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const talks = await Promise.all(
      Array.from({ length: SOCKETS }, async () => {
        const authorization = `jwt ${await mock.mint.lpJwt({ accountId: '12345678' })}`;
        const client = await connect(server.port, path, { authorization });
        const opened = await ask(client, { kind: 'req', id: '1', type: 'cm.ConsumerRequestConversation', body: {} });
        const { conversationId } = (JSON.parse(opened) as { body: { conversationId: string } }).body;
        return { client, frame: publish(conversationId) };
      }),
    );
    const ours = await race(talks, perSocket);
    const { port } = bare.address() as AddressInfo;
    const plain = await Promise.all(talks.map(async ({ frame }) => ({ client: await connect(port, '/', {}), frame })));
    const theirs = await race(plain, perSocket);
    // The first warms up.
    if (round > 0) ratios.push(ours / theirs);
    for (const { client } of [...talks, ...plain]) client.terminate();
    mock.reset();
  }
  bare.close();
  await server.close();
  const ratio = median(ratios);
  console.log(`sockets: ms.PublishEvent at ${ratio.toFixed(2)} of a bare server (mark: ${String(MARK)})`);
  return ratio < MARK ? 1 : 0;
}

function publish(dialogId: string): object {
  return { kind: 'req', id: '1000', type: 'ms.PublishEvent', body: { dialogId, event: MESSAGE } };
}

async function connect(port: number, path: string, headers: Record<string, string>): Promise<WebSocket> {
  const client = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, { perMessageDeflate: false, headers });
  await once(client, 'open');
  return client;
}

async function ask(client: WebSocket, frame: object): Promise<string> {
  client.send(JSON.stringify(frame));
  const [data] = (await once(client, 'message')) as [Buffer];
  return data.toString();
}

interface Talk {
  readonly client: WebSocket;
  readonly frame: object;
}

/** Round trips a second, all sockets at a time. */
async function race(talks: readonly Talk[], perSocket: number): Promise<number> {
  const startMs = performance.now();
  await Promise.all(
    talks.map(async ({ client, frame }) => {
      for (let sent = 0; sent < perSocket; sent += 1) await ask(client, frame);
    }),
  );
  return (talks.length * perSocket * 1000) / (performance.now() - startMs);
}
