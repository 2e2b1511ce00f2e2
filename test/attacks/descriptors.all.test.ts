import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { ConnectionTimes, RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import type { BrokenConnection } from './broken-connections.ts';
import { BROKEN_CONNECTIONS, play } from './broken-connections.ts';
import { countDescriptors, watchServerSockets } from './server-sockets.ts';

/**
 * Connections of each title, divided among what the client does then. Each of TCP, TLS and HTTP/2 has more than ten
 * titles.
 */
const CONNECTIONS = process.env['CI'] === 'true' ? 100 : 3;
const AT_ONCE = 25;

/** Short enough for a test, for clients that have to be given up. */
const hasty: ConnectionTimes = {
  firstByteMs: 50,
  handshakeMs: 500,
  headersMs: 50,
  requestMs: 50,
  keepAliveMs: 50,
  idleSessionMs: 50,
  takeAnswerMs: 50,
  lingerMs: 50,
  closeMs: 50,
};

const scratch = createScratchFolder();
const sockets = watchServerSockets();
const running: RunningServer[] = [];
afterAll(async () => {
  sockets.stop();
  await Promise.all(running.map((server) => server.close()));
});

/** A server on which what is opened once for good is open: certificates, HTTP/2. */
async function serve(times: Partial<ConnectionTimes>, mock = createMock()): Promise<RunningServer> {
  const server = await startServer(mock, { port: 0, dataFolder: join(scratch.path, 'data'), times });
  running.push(server);
  const accepted = sockets.accepted();
  for (const over of ['tls', 'h2'] as const) await play(server.port, { title: '', over, sends: '', then: 'destroy' });
  await sockets.untilClosed(accepted + 2);
  return server;
}

/** Each waits until its clients are given up; a third of them is tried where a developer waits for it. */
const titles = [...new Set(BROKEN_CONNECTIONS.map(titleOf))].filter(
  (_, index) => process.env['CI'] === 'true' || index % 3 === 0,
);

describe.each<[string, BrokenConnection['then'][], Partial<ConnectionTimes>]>([
  ['as soon as the client has gone', ['destroy', 'reset', 'end'], { lingerMs: 50 }],
  ['in time when the client stays', ['stay'], hasty],
])('a server gives back each descriptor, %s, of a connection that sends', (_when, endings, times) => {
  let server: RunningServer;
  let before: number | undefined;
  beforeAll(async () => {
    server = await serve(times);
    before = countDescriptors();
  });

  it.each(titles)('%s', async (title) => {
    const kinds = BROKEN_CONNECTIONS.filter((kind) => titleOf(kind) === title && endings.includes(kind.then));
    const all = Array.from({ length: Math.ceil(CONNECTIONS / 4) }, () => kinds).flat();
    const accepted = sockets.accepted();
    const clients = await inTurns(all, (kind) => play(server.port, kind));
    await sockets.untilClosed(accepted + all.length);
    await Promise.all(clients.map(closeClient));
    expect(countDescriptors()).toBe(before);
  });
});

it.each(['tcp', 'tls', 'h2'])(
  'gives back each descriptor of a client that has gone while it waited for an answer that never comes: %s',
  async (over) => {
    const mock = createMock();
    mock.faults.add({ error: 'timeout' });
    const { port } = await serve({}, mock);
    const before = countDescriptors();
    const kinds = BROKEN_CONNECTIONS.filter(
      (kind) => kind.over === over && kind.title.startsWith('one request') && kind.then !== 'stay',
    );
    const accepted = sockets.accepted();
    await inTurns(kinds, (kind) => play(port, kind));
    await sockets.untilClosed(accepted + kinds.length);
    expect(kinds).toHaveLength(3);
    expect(countDescriptors()).toBe(before);
  },
);

it('does not wait long for a client that was told that its bytes are no HTTP', async () => {
  const { port } = await serve({ lingerMs: 50 });
  const accepted = sockets.accepted();
  const client = await play(port, { title: '', over: 'tcp', sends: 'SSH-2.0-OpenSSH_9.6\r\n', then: 'stay' });
  await sockets.untilClosed(accepted + 1);
  await closeClient(client);
  expect(sockets.accepted()).toBe(accepted + 1);
});

function titleOf({ over, title }: BrokenConnection): string {
  return `${over}: ${title}`;
}

async function inTurns(
  all: readonly BrokenConnection[],
  run: (kind: BrokenConnection) => Promise<Socket>,
): Promise<Socket[]> {
  const rest = [...all];
  const clients: Socket[] = [];
  const worker = async (): Promise<void> => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) clients.push(await run(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return clients;
}

function closeClient(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else
      socket
        .once('close', () => {
          resolve();
        })
        .destroy();
  });
}
