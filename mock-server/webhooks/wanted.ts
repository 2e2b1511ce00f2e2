import type { Account } from '../domain/account.ts';
import type { WebhookEndpoint, WebhookSettings } from '../domain/webhook-settings.ts';
import type { Delivery, RetryPlan } from './delivery.ts';
import { retryPlan } from './delivery.ts';
import { settingsOf } from './installed.ts';
import type { Slowness } from './slowness.ts';

/** To whom a delivery is owed. */
interface App {
  readonly account: Account;
  readonly clientId: string;
}

/**
 * Why a delivery is not even tried; undefined when it is.
 *
 * @param settings - what the app wants now
 */
export function whyNotTried(
  { setup, slowness }: { readonly setup: App; readonly slowness: Slowness },
  { event, sinceMs }: Delivery,
  settings: WebhookSettings | undefined,
): string | undefined {
  const endpoint = settings?.endpoints[event];
  if (settings === undefined || endpoint === undefined) return 'the installation has no endpoint for it any more';
  const plan = retryPlan(settings, endpoint, sinceMs);
  return plan.kind === 'retained' && setup.account.clock.now() > plan.untilMs
    ? 'its retention was over before the app took anything again (retry.retention_time)'
    : slowness.complaint(endpoint.url);
}

/** How it is retried by what the installation says now, which may have changed while it was sent. */
export function planOf({ account, clientId }: App, { event, sinceMs }: Delivery, sentTo: WebhookEndpoint): RetryPlan {
  const settings = settingsOf(account, clientId);
  return settings === undefined
    ? { kind: 'counted', maxRetries: 0 }
    : retryPlan(settings, settings.endpoints[event] ?? sentTo, sinceMs);
}
