import { once } from 'node:events';
import type { WebSocket } from 'ws';
import type { SocketContender } from './socket-contender.ts';
import { ask, startSocketContender } from './socket-contender.ts';
import { openConsumer, openConversation, publish } from './socket-talk.ts';
import type { SocketAmounts, SocketRow } from './sockets.ts';
import { median } from './statistics.ts';

/** Rounds of the rows of memory: each of the first one starts two servers. */
const IDLE_ROUNDS = 3;
const CONVERSATION_ROUNDS = 5;
const MESSAGES = 20;

/** How many handshakes at a time. */
const AT_A_TIME = 50;

/**
 * What would count or not count by chance, for either server: that the young generation grows while the handshakes go
 * on, which nothing makes smaller again, and the gaps that their garbage has left between what stays. So the former has
 * its full size from the start, node's own default, and the latter are closed.
 */
const STEADY = ['--min-semi-space-size=16', '--compact-on-every-full-gc'];

/**
 * What so many sockets of consumers take that are known and say nothing: by how much the process as the system sees it
 * has grown, once all garbage is collected.
 */
export async function compareIdleSockets({ idleSockets }: SocketAmounts): Promise<SocketRow> {
  const [own, other, ratios]: [Grown[], Grown[], number[]] = [[], [], []];
  for (let round = 0; round < IDLE_ROUNDS; round += 1) {
    const [ours, bare] = await bothGrown(idleSockets, round % 2 === 0);
    own.push(ours);
    other.push(bare);
    ratios.push(ours.resident / bare.resident);
  }
  const kilobytes = (all: readonly Grown[], what: keyof Grown): string =>
    (median(all.map((each) => each[what])) / idleSockets / 1000).toFixed(1);
  const heap = `${kilobytes(own, 'heap')} against ${kilobytes(other, 'heap')} kB`;
  return {
    title: `memory of ${String(idleSockets)} idle sockets, resident, without garbage`,
    figures: `${kilobytes(own, 'resident')} against ${kilobytes(other, 'resident')} kB each (heap: ${heap})`,
    ratios,
    mark: { most: 1.5 },
  };
}

interface Grown {
  readonly heap: number;
  readonly resident: number;
}

async function bothGrown(count: number, isOursFirst: boolean): Promise<readonly [ours: Grown, bare: Grown]> {
  if (isOursFirst) return [await grownBy('lp-auth-mock', count), await grownBy('ws', count)];
  const bare = await grownBy('ws', count);
  return [await grownBy('lp-auth-mock', count), bare];
}

/** In a process of its own, see {@link STEADY}. */
async function grownBy(name: 'lp-auth-mock' | 'ws', count: number): Promise<Grown> {
  const server = await startSocketContender(name, STEADY);
  const open = name === 'ws' ? () => server.connect() : await knownConsumer(server);
  // What the first ones cost once: code, and the entries of the journal.
  await closeAll(await openMany(open, Math.ceil(count / 4)));
  const before = await server.memory();
  const sockets = await openMany(open, count);
  const after = await server.memory();
  await closeAll(sockets);
  await server.stop();
  return { heap: after.heapBytes - before.heapBytes, resident: after.residentBytes - before.residentBytes };
}

/** Sockets of one consumer: what a new one costs beside his socket is another matter. */
async function knownConsumer(server: SocketContender): Promise<() => Promise<WebSocket>> {
  const { jwt } = JSON.parse(await server.post('/api/account/12345678/signup', {}, '')) as { jwt: string };
  const headers = { authorization: `jwt ${jwt}` };
  return () => server.connect('/ws_api/account/12345678/messaging/consumer?v=3', headers);
}

async function openMany(open: () => Promise<WebSocket>, count: number): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < count)
    sockets.push(...(await Promise.all(Array.from({ length: Math.min(AT_A_TIME, count - sockets.length) }, open))));
  return sockets;
}

async function closeAll(sockets: readonly WebSocket[]): Promise<void> {
  await Promise.all(
    sockets.map(async (socket) => {
      socket.close();
      await once(socket, 'close');
    }),
  );
}

/** The heap after so many conversations that were closed and forgotten: the last time against the first. */
export async function watchConversations({ conversations }: SocketAmounts): Promise<SocketRow> {
  const server = await startSocketContender('lp-auth-mock');
  const heaps: number[] = [];
  for (let round = 0; round <= CONVERSATION_ROUNDS; round += 1) {
    await talkAndForget(server, conversations);
    heaps.push((await server.memory()).heapBytes);
  }
  await server.stop();
  // The first of all warms up.
  const [, first = NaN] = heaps;
  const last = heaps.at(-1) ?? NaN;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  return {
    title: `heap after ${String(conversations)} conversations of ${String(MESSAGES)} messages, closed and forgotten`,
    figures: `${megabytes(last)} MB after ${String(CONVERSATION_ROUNDS)} times against ${megabytes(first)} MB`,
    ratios: [last / first],
    mark: { most: 1.1 },
  };
}

async function talkAndForget(server: SocketContender, conversations: number): Promise<void> {
  const socket = await openConsumer(server);
  for (let count = 0; count < conversations; count += 1) {
    const conversationId = await openConversation(socket);
    const frame = publish(conversationId);
    for (let said = 0; said < MESSAGES; said += 1) await ask(socket, frame);
    const conversationField = { field: 'ConversationStateField', conversationState: 'CLOSE' };
    const body = { conversationId, conversationField };
    await ask(socket, { kind: 'req', id: '2', type: 'cm.UpdateConversationField', body });
  }
  const closed = once(socket, 'close');
  await server.post('/__admin/reset', { 'content-type': 'application/json' }, '');
  await closed;
}
