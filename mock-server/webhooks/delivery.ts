import type { WebhookEndpoint, WebhookEvent, WebhookSettings } from '../domain/webhook-settings.ts';
import { textBytes } from '../memory/heap-bytes.ts';

/** What is owed to an app. */
export interface Delivery {
  readonly id: string;
  readonly event: WebhookEvent;
  readonly conversationId: string;
  readonly body: string;
  /** When it happened, by the account's clock. */
  readonly sinceMs: number;
  /** How often it was tried. */
  attempts: number;
}

/** How a delivery is retried (section "Retries" of the pages): by counting, or as long as it is retained. */
export type RetryPlan =
  { readonly kind: 'counted'; readonly maxRetries: number } | { readonly kind: 'retained'; readonly untilMs: number };

/** Between two retries that are counted, in milliseconds. */
const COUNTED_GAP_MS = 30_000;
/** The first gap of the others; each next one is twice as long, up to the last. */
const FIRST_GAP_MS = 2000;
const LAST_GAP_MS = 300_000;

/** What a delivery takes of the heap, beside its body. */
const DELIVERY_BYTES = 400;

export function deliveryBytes({ body }: Pick<Delivery, 'body'>): number {
  return DELIVERY_BYTES + textBytes(body);
}

/** A retention overrides `max_retries`, but for 0, which exempts its event type. */
export function retryPlan(settings: WebhookSettings, endpoint: WebhookEndpoint, sinceMs: number): RetryPlan {
  const { retentionSeconds } = settings;
  const { maxRetries = 0 } = endpoint;
  return retentionSeconds === undefined || endpoint.maxRetries === 0
    ? { kind: 'counted', maxRetries }
    : { kind: 'retained', untilMs: sinceMs + retentionSeconds * 1000 };
}

/** When a counted delivery is tried again; undefined when it is not. */
export function countedRetryMs(plan: RetryPlan, attempts: number, nowMs: number): number | undefined {
  return plan.kind === 'counted' && attempts <= plan.maxRetries ? nowMs + COUNTED_GAP_MS : undefined;
}

/** @param gapMs - the last gap of an app that fails; undefined when it has not failed before */
export function nextGapMs(gapMs: number | undefined): number {
  return gapMs === undefined ? FIRST_GAP_MS : Math.min(2 * gapMs, LAST_GAP_MS);
}
