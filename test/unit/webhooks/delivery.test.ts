import { expect, it } from '@jest/globals';
import type { WebhookEndpoint } from '../../../mock-server/domain/webhook-settings.ts';
import type { RetryPlan } from '../../../mock-server/webhooks/delivery.ts';
import { countedRetryMs, deliveryBytes, nextGapMs, retryPlan } from '../../../mock-server/webhooks/delivery.ts';

it.each<[retentionSeconds: number | undefined, maxRetries: number | undefined, plan: RetryPlan]>([
  [undefined, undefined, { kind: 'counted', maxRetries: 0 }],
  [undefined, 3, { kind: 'counted', maxRetries: 3 }],
  [60, undefined, { kind: 'retained', untilMs: 61_000 }],
  [60, 3, { kind: 'retained', untilMs: 61_000 }],
  [60, 0, { kind: 'counted', maxRetries: 0 }],
])('a retention of %p seconds goes before %p retries, unless these are none', (retentionSeconds, maxRetries, plan) => {
  const endpoint: WebhookEndpoint = { url: 'https://one.test/', maxRetries, headers: [] };
  expect(retryPlan({ endpoints: {}, retentionSeconds }, endpoint, 1000)).toEqual(plan);
});

it('what is counted is tried again after 30 seconds, as often as it says', () => {
  const plan: RetryPlan = { kind: 'counted', maxRetries: 2 };
  expect([1, 2, 3].map((attempts) => countedRetryMs(plan, attempts, 500))).toEqual([30_500, 30_500, undefined]);
  expect(countedRetryMs({ kind: 'retained', untilMs: 1 }, 0, 500)).toBeUndefined();
});

it('an app that fails is tried after 2 seconds, then after twice as long each time, up to 5 minutes', () => {
  const gaps: number[] = [];
  for (let turn = 0; turn < 10; turn += 1) gaps.push(nextGapMs(gaps.at(-1)));
  expect(gaps).toEqual([2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
});

it('a delivery takes what its body takes, and some more', () => {
  expect(deliveryBytes({ body: 'x'.repeat(100) }) - deliveryBytes({ body: '' })).toBe(200);
  expect(deliveryBytes({ body: '' })).toBeGreaterThan(400);
});
