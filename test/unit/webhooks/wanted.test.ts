import { expect, it } from '@jest/globals';
import { planOf, whyNotTried } from '../../../mock-server/webhooks/wanted.ts';
import { settingsOf } from '../../../mock-server/webhooks/installed.ts';
import { openAccount, standingClock } from '../domain/open-account.ts';
import type { Webhooks } from './queue-scene.ts';
import { appWith, bothEvents, CHANGE, deliveryOf, TO_CHANGE, TO_CONTENT } from './queue-scene.ts';

const GONE = 'the installation has no endpoint for it any more';
const OVER = 'its retention was over before the app took anything again (retry.retention_time)';

function appOfAccount(webhooks: Webhooks | undefined, nowMs = 0) {
  const clock = standingClock();
  clock.set(new Date(nowMs));
  const account = openAccount({ apps: webhooks === undefined ? [] : [appWith(webhooks)] }, { clock });
  return { account, clientId: 'app' };
}

it.each<[what: string, webhooks: Webhooks | undefined, nowMs: number, why: string | undefined]>([
  ['an app that is gone', undefined, 0, GONE],
  ['an app that wants other events', { [CHANGE]: { endpoint: TO_CHANGE } }, 0, GONE],
  ['counted retries, however late it is', bothEvents(2), 3_600_000, 'what is said of its endpoint'],
  ['a retention that is not over', bothEvents(2, 10), 11_000, 'what is said of its endpoint'],
  ['a retention that is over', bothEvents(2, 10), 11_001, OVER],
])('with %s a delivery is not tried for its own reason, else for what is said of its endpoint', (...row) => {
  const [, webhooks, nowMs, why] = row;
  const setup = appOfAccount(webhooks, nowMs);
  const slowness = {
    note: () => false,
    forgive: () => undefined,
    complaint: (url: string) => (url === TO_CONTENT ? 'what is said of its endpoint' : 'another endpoint'),
  };
  const delivery = deliveryOf(1, 'c', { sinceMs: 1000 });
  expect(whyNotTried({ setup, slowness }, delivery, settingsOf(setup.account, 'app'))).toBe(why);
});

it.each([
  ['is gone', undefined, { kind: 'counted', maxRetries: 0 }],
  ['counts its retries', bothEvents(2), { kind: 'counted', maxRetries: 2 }],
  ['has a retention', bothEvents(2, 10), { kind: 'retained', untilMs: 11_000 }],
  ['wants other events by now', { [CHANGE]: { endpoint: TO_CHANGE } }, { kind: 'counted', maxRetries: 5 }],
])('what was sent is retried by what the installation says now, where the app %s', (_, webhooks, plan) => {
  const sentTo = { url: 'https://before.test/', maxRetries: 5, headers: [] };
  expect(planOf(appOfAccount(webhooks), deliveryOf(1, 'c', { sinceMs: 1000 }), sentTo)).toEqual(plan);
});
