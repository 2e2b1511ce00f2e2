import type { Scheduled } from '../clock.ts';
import type { Account } from '../domain/account.ts';
import type { WebhookEndpoint, WebhookSettings } from '../domain/webhook-settings.ts';
import { webhookSettings } from '../domain/webhook-settings.ts';
import type { WebhookAttempt } from './attempt.ts';
import type { Delivery, RetryPlan } from './delivery.ts';
import { countedRetryMs, deliveryBytes, nextGapMs, retryPlan } from './delivery.ts';
import type { Lane } from './lanes.ts';
import { createLanes } from './lanes.ts';

/** What came of an attempt: the status that was answered, or why there is none. */
export type AttemptResult = Pick<WebhookAttempt, 'status' | 'reason' | 'durationMs' | 'headers'>;

/** What the queue of an app is made with. */
export interface QueueSetup {
  readonly account: Account;
  readonly clientId: string;
  /** Sends it once, and never rejects. No `reason`: it was delivered. */
  readonly send: (delivery: Delivery, endpoint: WebhookEndpoint) => Promise<AttemptResult>;
  /** Counts what is under way. */
  readonly track: (work: Promise<unknown>) => void;
  /** Hears of each attempt. */
  readonly record: (delivery: Delivery, url: string, result: AttemptResult, fate: Fate) => void;
  /** Whether nothing may go out now: a tester has said so, or the account is gone. */
  readonly isHeld: () => boolean;
  readonly isGone: () => boolean;
}

/** What becomes of a delivery. */
export type Fate = Pick<WebhookAttempt, 'state' | 'nextAtMs'>;

/** What is owed to one app: in order in each conversation, and again where it was not taken. */
export interface AppQueue {
  readonly owe: (delivery: Delivery) => void;
  /** Goes on after a pause. */
  readonly resume: () => void;
  /** How many deliveries are owed. */
  readonly count: () => number;
  /** Gives up the older half of what is owed. How many went. */
  readonly dropOlderHalf: () => number;
}

/** How many deliveries an app may be owed; past that the oldest is given up. */
export const MAX_OWED = 10_000;

const NOT_TRIED: AttemptResult = { status: undefined, reason: undefined, durationMs: 0, headers: {} };

/** What the installation wants, as it is now; undefined when it wants nothing or is switched off. */
export function settingsOf(account: Account, clientId: string): WebhookSettings | undefined {
  const app = account.installations.find(clientId);
  return app?.enabled === true ? webhookSettings(app.capabilities) : undefined;
}

export function createAppQueue(setup: QueueSetup): AppQueue {
  const { account, clientId, send, record } = setup;
  const { clock, memory } = account;
  const lanes = createLanes();
  /** Set while the app fails: by the delivery that is tried until it is taken. */
  let failing: { probe: Delivery; gapMs: number; isDue: boolean; timer: Scheduled } | undefined;
  let owed = 0;

  const giveUp = (lane: Lane, delivery: Delivery, result: AttemptResult, url = ''): void => {
    take(lane, delivery);
    record(delivery, url, result, { state: 'dropped', nextAtMs: undefined });
  };
  const take = (lane: Lane, delivery: Delivery): void => {
    const place = lane.deliveries.indexOf(delivery);
    if (place === -1) return;
    lane.deliveries.splice(place, 1);
    owed -= 1;
    memory.count(-deliveryBytes(delivery));
  };
  const put = (lane: Lane, delivery: Delivery): void => {
    lane.deliveries.push(delivery);
    owed += 1;
    memory.count(deliveryBytes(delivery));
  };
  const laneOf = ({ conversationId, event, sinceMs }: Delivery, settings: WebhookSettings): Lane | undefined => {
    const endpoint = settings.endpoints[event];
    if (endpoint === undefined) return undefined;
    const isRetained = retryPlan(settings, endpoint, sinceMs).kind === 'retained';
    const group = isRetained ? '' : endpoint.url;
    return lanes.lane(`${group} ${conversationId}`, group, isRetained);
  };

  const wait = (probe: Delivery, gapMs: number): void => {
    const timer = clock.schedule(clock.now() + gapMs, () => {
      if (failing === undefined) return;
      failing.isDue = true;
      resume();
    });
    failing = { probe, gapMs, isDue: false, timer };
  };
  /** The app is well again, or nothing is left that could be tried. */
  const recover = (): void => {
    failing?.timer.cancel();
    failing = undefined;
    resume();
  };
  /** What waited longer than it is retained is not tried any more. */
  const dropExpired = (): void => {
    const settings = settingsOf(account, clientId);
    for (const lane of lanes.all().filter(({ isRetained, isBusy }) => isRetained && !isBusy))
      for (const delivery of [...lane.deliveries]) {
        const reason = whyNot(delivery, settings);
        if (reason !== undefined) giveUp(lane, delivery, { ...NOT_TRIED, reason });
      }
  };
  /** The one that was tried is gone: the oldest that waits is tried in its place, at the pace of before. */
  const passOn = (): void => {
    if (failing === undefined) return;
    dropExpired();
    const waiting = lanes
      .all()
      .flatMap(({ isRetained, deliveries: [first] }) => (isRetained && first !== undefined ? [first] : []));
    const [next] = waiting.sort((one, other) => Number(one.id) - Number(other.id));
    if (next === undefined) recover();
    else {
      failing.timer.cancel();
      wait(next, nextGapMs(failing.gapMs));
    }
  };

  const succeed = (lane: Lane, delivery: Delivery, url: string, result: AttemptResult): void => {
    take(lane, delivery);
    record(delivery, url, result, { state: 'delivered', nextAtMs: undefined });
    if (failing?.probe === delivery) recover();
  };
  const failCounted = (lane: Lane, delivery: Delivery, url: string, result: AttemptResult, plan: RetryPlan): void => {
    const nextAtMs = countedRetryMs(plan, delivery.attempts, clock.now());
    if (nextAtMs === undefined) {
      giveUp(lane, delivery, result, url);
      return;
    }
    take(lane, delivery);
    record(delivery, url, result, { state: 'retrying', nextAtMs });
    // Out of its order: those behind it go on.
    owed += 1;
    memory.count(deliveryBytes(delivery));
    clock.schedule(nextAtMs, () => {
      owed -= 1;
      memory.count(-deliveryBytes(delivery));
      const own = lanes.lane(`${lane.group.key} retry ${delivery.id}`, lane.group.key, false);
      put(own, delivery);
      pump(own);
    });
  };
  const failRetained = (lane: Lane, delivery: Delivery, url: string, result: AttemptResult, untilMs: number): void => {
    const isProbe = failing === undefined || failing.probe === delivery;
    const gapMs = isProbe ? nextGapMs(failing?.gapMs) : (failing?.gapMs ?? 0);
    const nextAtMs = clock.now() + gapMs;
    if (nextAtMs > untilMs) {
      giveUp(lane, delivery, result, url);
      if (failing?.probe === delivery) passOn();
      return;
    }
    record(delivery, url, result, { state: 'retrying', nextAtMs });
    if (isProbe) wait(delivery, gapMs);
  };

  const attempt = async (lane: Lane, delivery: Delivery, endpoint: WebhookEndpoint): Promise<void> => {
    delivery.attempts += 1;
    if (failing?.probe === delivery) failing.isDue = false;
    const result = await send(delivery, endpoint);
    if (setup.isGone()) return;
    lanes.leave(lane);
    const settings = settingsOf(account, clientId);
    const now = settings?.endpoints[delivery.event] ?? endpoint;
    const plan: RetryPlan =
      settings === undefined ? { kind: 'counted', maxRetries: 0 } : retryPlan(settings, now, delivery.sinceMs);
    if (result.reason === undefined) succeed(lane, delivery, endpoint.url, result);
    else if (plan.kind === 'counted' || !lane.isRetained) failCounted(lane, delivery, endpoint.url, result, plan);
    else failRetained(lane, delivery, endpoint.url, result, plan.untilMs);
    for (let next = lanes.nextWaiting(lane); next !== undefined; next = lanes.nextWaiting(lane)) pump(next);
    pump(lane);
    lanes.tidy(lane);
  };
  /** Why a delivery is not even tried; undefined when it is. */
  const whyNot = ({ event, sinceMs }: Delivery, settings: WebhookSettings | undefined): string | undefined => {
    const endpoint = settings?.endpoints[event];
    if (settings === undefined || endpoint === undefined) return 'the installation has no endpoint for it any more';
    const plan = retryPlan(settings, endpoint, sinceMs);
    return plan.kind === 'retained' && clock.now() > plan.untilMs
      ? 'its retention was over before the app took anything again (retry.retention_time)'
      : undefined;
  };
  const mustWait = ({ isBusy, isRetained }: Lane, delivery: Delivery): boolean => {
    if (isBusy || setup.isHeld()) return true;
    return isRetained && failing !== undefined && !(failing.probe === delivery && failing.isDue);
  };
  const pump = (lane: Lane): void => {
    for (;;) {
      const [delivery] = lane.deliveries;
      if (delivery === undefined || mustWait(lane, delivery)) return;
      const settings = settingsOf(account, clientId);
      const reason = whyNot(delivery, settings);
      const endpoint = settings?.endpoints[delivery.event];
      if (reason === undefined && endpoint !== undefined) {
        if (lanes.enter(lane)) setup.track(attempt(lane, delivery, endpoint));
        return;
      }
      giveUp(lane, delivery, { ...NOT_TRIED, reason }, endpoint?.url);
      if (failing?.probe === delivery) passOn();
    }
  };
  const resume = (): void => {
    for (const lane of lanes.all()) {
      pump(lane);
      lanes.tidy(lane);
    }
  };
  const dropOldest = (count: number, why: string): number => {
    const oldest = lanes
      .all()
      .flatMap((lane) => lane.deliveries.slice(lane.isBusy ? 1 : 0).map((delivery) => ({ lane, delivery })))
      .sort((one, other) => Number(one.delivery.id) - Number(other.delivery.id))
      .slice(0, count);
    for (const { lane, delivery } of oldest) {
      giveUp(lane, delivery, { ...NOT_TRIED, reason: why });
      if (failing?.probe === delivery) passOn();
      lanes.tidy(lane);
    }
    return oldest.length;
  };

  return {
    owe: (delivery) => {
      const settings = settingsOf(account, clientId);
      const lane = settings === undefined ? undefined : laneOf(delivery, settings);
      if (lane === undefined) return;
      if (owed >= MAX_OWED) dropOldest(Math.ceil(MAX_OWED / 10), `more than ${String(MAX_OWED)} are owed to the app`);
      put(lane, delivery);
      pump(lane);
    },
    resume,
    count: () => owed,
    dropOlderHalf: () => dropOldest(Math.ceil(owed / 2), 'there was no more memory for it (limits.megabytes)'),
  };
}
