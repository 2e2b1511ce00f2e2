import type { SenderSetup, WebhookSender } from '../../mock-server/adapters/node/webhook-sender.ts';
import { createWebhookSender } from '../../mock-server/adapters/node/webhook-sender.ts';
import { createMock } from '../../mock-server/index.ts';

/**
 * What carries webhooks on a network, without a mock's server.
 *
 * @param hosts - the option `webhooks.hosts`
 */
export function bareSender(setup: Partial<SenderSetup>, hosts: readonly string[] = []): WebhookSender {
  const { settings } = createMock({ webhooks: { hosts } });
  return createWebhookSender({
    settings: settings.webhooks,
    ownPorts: () => [],
    developmentCa: () => Promise.resolve(undefined),
    ...setup,
  });
}
