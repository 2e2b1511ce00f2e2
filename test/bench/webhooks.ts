import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import type { Mock } from '../../mock-server/index.ts';
import { median } from './statistics.ts';

const ACCOUNT = '12345678';
const EVENT = 'ms.MessagingEventNotification.ContentEvent';
/** As many deliveries are under way at once. */
const CONCURRENCY = 64;
/** More than that: some wait for a place. */
const CONVERSATIONS = 100;
/** Nobody listens there. */
const REFUSED_URL = 'http://127.0.0.1:1/events';
/** The least ratio to a bare `fetch` loop that the project promises. */
const MARK = 0.7;
/** The least ratio to deliveries that are alone, of those beside an app whose receiver never answers. */
const MARK_BESIDE_SILENT = 0.8;
/** How much more of the heap twice as many deliveries may leave in use. */
const MARK_HEAP = 1.1;

interface Receiver {
  readonly process: ChildProcess;
  readonly url: string;
  readonly silentUrl: string;
}

/**
 * Has so many events delivered as webhooks: against as many bodies sent by a bare `fetch` loop to the same receiver at
 * the same concurrency, beside an app whose receiver never answers, beside one whose receiver is not there (without a
 * mark: its attempts are as many), and twice over for the heap. Prints the figures, and gives the number of marks that
 * were missed.
 */
export async function compareWebhooks(rounds: number, events: number): Promise<number> {
  const child = fork(fileURLToPath(new URL('webhook-receiver.mjs', import.meta.url)));
  const [port] = (await once(child, 'message')) as [number];
  const origin = `http://127.0.0.1:${String(port)}`;
  const receiver = { process: child, url: `${origin}/events`, silentUrl: `${origin}/silent` };
  const [alone, fetched, besideSilent, besideRefused]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round <= rounds; round += 1) {
    const figures = [
      await deliver(receiver, events),
      await fetchBare(receiver, events),
      await deliver(receiver, events, receiver.silentUrl),
      await deliver(receiver, events, REFUSED_URL),
    ] as const;
    // The first one only warms up.
    if (round === 0 && rounds > 1) continue;
    alone.push(figures[0]);
    fetched.push(figures[1]);
    besideSilent.push(figures[2]);
    besideRefused.push(figures[3]);
  }
  const grows = await growsOnHeap(receiver, events);
  child.disconnect();
  const rates = `${median(alone).toFixed(0)} deliveries/s, bare fetch ${median(fetched).toFixed(0)}/s`;
  console.log(
    `webhooks beside a receiver that is not there, to those alone: ${ratioOf(besideRefused, alone).toFixed(2)}`,
  );
  const missed = [
    isMissed(`webhooks: ${rates}`, ratioOf(alone, fetched), MARK),
    isMissed('webhooks beside a silent receiver, to those alone', ratioOf(besideSilent, alone), MARK_BESIDE_SILENT),
    grows,
  ];
  return missed.filter(Boolean).length;
}

function ratioOf(own: readonly number[], other: readonly number[]): number {
  return median(own.map((each, index) => each / (other[index] ?? NaN)));
}

function isMissed(what: string, ratio: number, mark: number): boolean {
  console.log(`${what}: ${ratio.toFixed(2)} (at least ${String(mark)}${ratio >= mark ? ')' : ') MISSED'}`);
  return ratio < mark;
}

/** How many deliveries a second the receiver has. */
async function deliver({ process, url }: Receiver, events: number, ...others: readonly string[]): Promise<number> {
  const mock = mockWith([url, ...others]);
  const server = await startServer(mock, { port: 0, tls: false });
  const ids = await openConversations(mock, CONVERSATIONS);
  process.send(events);
  const all = once(process, 'message');
  const startedAt = performance.now();
  say(mock, ids, events);
  await all;
  const seconds = (performance.now() - startedAt) / 1000;
  const failed = mock.webhooks.list({ clientId: 'app-0' }).find(({ state }) => state !== 'delivered');
  if (failed !== undefined) throw new Error(`a webhook was not delivered: ${failed.reason ?? ''}`);
  mock.reset();
  await server.close();
  return events / seconds;
}

/** An app for each endpoint, which is told of messages. */
function mockWith(endpoints: readonly string[]): Mock {
  const apps = endpoints.map((endpoint, index) => ({
    client_id: `app-${String(index)}`,
    client_secret: 'secret',
    capabilities: { webhooks: { [EVENT]: { endpoint } } },
  }));
  return createMock({ accounts: [{ accountId: ACCOUNT, apps }] });
}

async function openConversations(mock: Mock, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const consumer = await mock.consumer({ consumerId: `consumer-${String(index)}` });
    ids.push(await consumer.requestConversation());
    consumer.disconnect();
  }
  return ids;
}

function say(mock: Mock, ids: readonly string[], events: number): void {
  for (let index = 0; index < events; index += 1) mock.conversations.say(ids[index % ids.length] ?? '', 'hello');
}

async function fetchBare({ process, url }: Receiver, events: number): Promise<number> {
  const body = JSON.stringify({ kind: 'notification', body: { changes: [{ event: { message: 'x'.repeat(450) } }] } });
  let left = events;
  const loop = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      await response.arrayBuffer();
    }
  };
  process.send(events);
  const all = once(process, 'message');
  const startedAt = performance.now();
  await Promise.all([all, ...Array.from({ length: CONCURRENCY }, loop)]);
  return events / ((performance.now() - startedAt) / 1000);
}

/**
 * Whether the heap grows with deliveries. In few conversations: each has soon as many messages as it keeps, and what
 * grows after that is not theirs.
 */
async function growsOnHeap(receiver: Receiver, events: number): Promise<boolean> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const mock = mockWith([receiver.url]);
  const server = await startServer(mock, { port: 0, tls: false });
  const ids = await openConversations(mock, Math.ceil(events / 1250));
  const heaps: number[] = [];
  for (let step = 0; step < 2; step += 1) {
    receiver.process.send(events);
    const all = once(receiver.process, 'message');
    say(mock, ids, events);
    await all;
    await mock.settled();
    collect();
    heaps.push(process.memoryUsage().heapUsed / 1e6);
  }
  await server.close();
  const [first = 0, second = 0] = heaps;
  const grew = second > first * MARK_HEAP;
  const figures = `${first.toFixed(1)} MB after ${String(events)} webhooks, ${second.toFixed(1)} MB after as many more`;
  console.log(`heap: ${figures}${grew ? ' MISSED' : ''}`);
  return grew;
}
