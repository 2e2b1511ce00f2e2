import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { median } from './statistics.ts';

const EVENT = 'ms.MessagingEventNotification.ContentEvent';
/** As many conversations, and so deliveries under way at once. */
const CONCURRENCY = 64;
/** The least ratio that the project promises. */
const MARK = 0.7;

/**
 * Has so many events delivered as webhooks, and as many bodies sent by a bare `fetch` loop to the same receiver at the
 * same concurrency. Prints both per second, and gives the number of marks that were missed.
 */
export async function compareWebhooks(rounds: number, events: number): Promise<number> {
  const receiver = fork(fileURLToPath(new URL('webhook-receiver.mjs', import.meta.url)));
  const [port] = (await once(receiver, 'message')) as [number];
  const url = `http://127.0.0.1:${String(port)}/events`;
  const delivered: number[] = [];
  const fetched: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const perSecond = [await deliver(url, events), await fetchBare(url, events)] as const;
    // The first one only warms up.
    if (round === 0 && rounds > 1) continue;
    delivered.push(perSecond[0]);
    fetched.push(perSecond[1]);
  }
  receiver.disconnect();
  const ratio = median(delivered.map((each, index) => each / (fetched[index] ?? NaN)));
  const verdict = ratio >= MARK ? 'ok' : 'MISSED';
  console.log(
    `webhooks: ${median(delivered).toFixed(0)} deliveries/s, bare fetch ${median(fetched).toFixed(0)}/s: ` +
      `${ratio.toFixed(2)} (at least ${String(MARK)}: ${verdict})`,
  );
  return ratio >= MARK ? 0 : 1;
}

async function deliver(url: string, events: number): Promise<number> {
  const capabilities = { webhooks: { [EVENT]: { endpoint: url } } };
  const apps = [{ client_id: 'bench', client_secret: 'secret', capabilities }];
  const mock = createMock({ accounts: [{ accountId: '12345678', apps }] });
  const server = await startServer(mock, { port: 0, tls: false });
  const ids: string[] = [];
  for (let index = 0; index < CONCURRENCY; index += 1) {
    const consumer = await mock.consumer({ consumerId: `consumer-${String(index)}` });
    ids.push(await consumer.requestConversation());
    consumer.disconnect();
  }
  const startedAt = performance.now();
  for (let index = 0; index < events; index += 1) mock.conversations.say(ids[index % CONCURRENCY] ?? '', 'hello');
  await mock.settled();
  const seconds = (performance.now() - startedAt) / 1000;
  const failed = mock.webhooks.list().find(({ state }) => state !== 'delivered');
  if (failed !== undefined) throw new Error(`a webhook was not delivered: ${failed.reason ?? ''}`);
  await server.close();
  return events / seconds;
}

async function fetchBare(url: string, events: number): Promise<number> {
  const body = JSON.stringify({ kind: 'notification', body: { changes: [{ event: { message: 'x'.repeat(450) } }] } });
  let left = events;
  const loop = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      await response.arrayBuffer();
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, loop));
  return events / ((performance.now() - startedAt) / 1000);
}
