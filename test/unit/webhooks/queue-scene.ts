import type { RestorableClock } from '../../../mock-server/clock.ts';
import type { Account } from '../../../mock-server/domain/account.ts';
import type { WebhookEvent } from '../../../mock-server/domain/webhook-settings.ts';
import { createMemoryBudget } from '../../../mock-server/memory/budget.ts';
import type { AppQueue, Fate, QueueSetup } from '../../../mock-server/webhooks/app-queue.ts';
import { createAppQueue } from '../../../mock-server/webhooks/app-queue.ts';
import type { Delivery } from '../../../mock-server/webhooks/delivery.ts';
import type { AttemptResult } from '../../../mock-server/webhooks/post.ts';
import { appOf, openAccount, standingClock } from '../domain/open-account.ts';

export const CONTENT = 'ms.MessagingEventNotification.ContentEvent';
export const CHANGE = 'cqm.ExConversationChangeNotification';
export const TO_CONTENT = 'https://one.test/content';
export const TO_CHANGE = 'https://one.test/change';

/** What an app says of its webhooks: each event type with its endpoint, and `retry` beside them. */
export type Webhooks = Readonly<Record<string, object>>;

/** Both event types, each with so many retries, and retained for so many seconds. */
export function bothEvents(maxRetries?: number, retentionSeconds?: number): Webhooks {
  const retries = maxRetries === undefined ? {} : { max_retries: maxRetries };
  return {
    [CONTENT]: { endpoint: TO_CONTENT, ...retries },
    [CHANGE]: { endpoint: TO_CHANGE, ...retries },
    ...(retentionSeconds === undefined ? {} : { retry: { retention_time: retentionSeconds } }),
  };
}

export const contentAlone = (retentionSeconds: number): Webhooks => ({
  [CONTENT]: { endpoint: TO_CONTENT },
  retry: { retention_time: retentionSeconds },
});

/** Both event types, of which changes are exempt from the retention. */
export function changeNotRetained(retentionSeconds: number): Webhooks {
  return { ...bothEvents(1, retentionSeconds), [CHANGE]: { endpoint: TO_CHANGE, max_retries: 0 } };
}

export function appWith(webhooks: Webhooks, clientId = 'app'): ReturnType<typeof appOf> {
  return { ...appOf(clientId), capabilities: { webhooks } };
}

export function deliveryOf(id: number, conversationId = 'c', given: Partial<Delivery> = {}): Delivery {
  return { id: String(id), event: CONTENT, conversationId, body: '{}', sinceMs: 0, attempts: 0, ...given };
}

/** What was told of an attempt. */
export interface Told {
  readonly delivery: Delivery;
  readonly url: string;
  readonly result: AttemptResult;
  readonly fate: Fate;
}

/** The queue of an app whose attempts wait until the test answers them. */
export interface QueueScene {
  readonly queue: AppQueue;
  readonly account: Account;
  readonly clock: RestorableClock;
  /** The deliveries that were sent since this was last asked, each as `id` and where to. */
  readonly sent: () => string[];
  /** What was recorded since this was last asked, in short: `1: attempt 1 retrying until 2 s`, and in whole. */
  readonly told: () => string[];
  readonly whole: readonly Told[];
  readonly owe: (id: number, conversationId?: string, event?: WebhookEvent) => void;
  /** Answers the attempt at a delivery that is under way, and waits for what follows from it. */
  readonly answer: (id: number, came?: 'taken' | 'refused', durationMs?: number) => Promise<void>;
  readonly advance: (seconds: number) => void;
  readonly install: (webhooks: Webhooks | undefined) => void;
  readonly is: { held: boolean; gone: boolean };
}

export function openQueue(webhooks: Webhooks): QueueScene {
  const clock = standingClock();
  const account = openAccount({ apps: [appWith(webhooks)] }, { clock, memory: createMemoryBudget(100).tally() });
  const is = { held: false, gone: false };
  const [sent, whole, underWay] = [[] as string[], [] as Told[], new Map<string, UnderWay>()];
  let last = '';
  let toldUntil = 0;
  const setup: QueueSetup = {
    account,
    clientId: 'app',
    slowMs: 1000,
    send: async ({ id }, { url }) => {
      sent.push(`${id} ${url}`);
      last = id;
      return new Promise((answer) => {
        underWay.set(id, { answer });
      });
    },
    track: (work) => {
      const tracked = underWay.get(last);
      if (tracked !== undefined) tracked.work = work;
    },
    record: (delivery, url, result, fate) => {
      whole.push({ delivery: { ...delivery }, url, result, fate });
    },
    isHeld: () => is.held,
    isGone: () => is.gone,
  };
  const queue = createAppQueue(setup);
  return {
    queue,
    account,
    clock,
    is,
    whole,
    sent: () => sent.splice(0),
    told: () => {
      const told = whole.slice(toldUntil).map(inShort);
      toldUntil = whole.length;
      return told;
    },
    owe: (id, conversationId, event = CONTENT) => {
      queue.owe(deliveryOf(id, conversationId, { event, sinceMs: clock.now() }));
    },
    answer: async (id, came = 'taken', durationMs = 1) => {
      const attempt = underWay.get(String(id));
      if (attempt === undefined) throw new Error(`${String(id)} is not under way`);
      underWay.delete(String(id));
      attempt.answer(came === 'taken' ? { ...TAKEN, durationMs } : { ...REFUSED, durationMs });
      await attempt.work;
    },
    advance: (seconds) => {
      clock.advance(seconds);
    },
    install: (installed) => {
      const app = account.installations.find('app');
      if (app === undefined) throw new Error('the app is not there');
      account.installations.replace(app, { ...appWith(installed ?? {}), enabled: installed !== undefined });
    },
  };
}

/** An attempt that nobody has answered, and what waits for the answer. */
interface UnderWay {
  readonly answer: (result: AttemptResult) => void;
  work?: Promise<unknown>;
}

export const TAKEN = { status: 200, reason: undefined, headers: { 'x-own': '<not kept>' } };
export const REFUSED = { status: 503, reason: 'answered with 503', headers: {} };

function inShort({ delivery: { id, attempts }, fate: { state, nextAtMs } }: Told): string {
  const until = nextAtMs === undefined ? '' : ` until ${String(nextAtMs / 1000)} s`;
  return `${id}: attempt ${String(attempts)} ${state}${until}`;
}
