import { inTurn, lazily } from '../../lazily.ts';
import type { Mock } from '../../mock.ts';
import type { Https } from './https.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** Of each mock, the ports that its servers listen on: a webhook to one of them would be told of itself. */
const ports = new WeakMap<Mock, Set<number>>();

/** Delivers the webhooks of a mock over the network as long as a server of it listens. Answers what ends that. */
export function deliverOverNetwork(mock: Mock, port: number, https: Https | undefined): () => void {
  const own = ports.get(mock) ?? new Set();
  ports.set(mock, own.add(port));
  let sender: WebhookSender | undefined;
  // Loaded for the first delivery: most servers have none.
  const load = lazily(async () => {
    const { createWebhookSender } = await inTurn(() => import('./webhook-sender.ts'));
    sender = createWebhookSender({
      settings: mock.settings.webhooks,
      ownPorts: () => [...own],
      developmentCa: async () => (await https?.certificates())?.ca,
    });
    return sender;
  });
  const stop = mock.webhooks.carryBy(async (post) => (await load()).carry(post));
  return () => {
    stop();
    own.delete(port);
    sender?.close();
  };
}
