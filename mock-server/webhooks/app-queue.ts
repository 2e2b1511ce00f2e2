import type { Account } from '../domain/account.ts';
import type { WebhookEndpoint, WebhookSettings } from '../domain/webhook-settings.ts';
import type { WebhookAttempt } from './attempt.ts';
import type { Delivery, RetryPlan } from './delivery.ts';
import { countedRetryMs, retryPlan } from './delivery.ts';
import type { Failing } from './failing.ts';
import { createFailing } from './failing.ts';
import { settingsOf } from './installed.ts';
import type { Lane, Lanes } from './lanes.ts';
import { createLanes } from './lanes.ts';
import type { Owed } from './owed.ts';
import { createOwed } from './owed.ts';
import type { AttemptResult } from './post.ts';
import type { Slowness } from './slowness.ts';
import { createSlowness } from './slowness.ts';
import { planOf, whyNotTried } from './wanted.ts';

/** What the queue of an app is made with. */
export interface QueueSetup {
  readonly account: Account;
  readonly clientId: string;
  /** How long an attempt may take until its endpoint counts as slow, in milliseconds of the wall's time. */
  readonly slowMs: number;
  /** Sends it once, and never rejects. */
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
  /** Goes on after a pause, and with endpoints that were disabled. */
  readonly resume: () => void;
  /** How many deliveries are owed. */
  readonly count: () => number;
  /** Gives up the older half of what is owed. How many went. */
  readonly dropOlderHalf: () => number;
}

/** How many deliveries an app may be owed; past that the oldest is given up. */
export const MAX_OWED = 10_000;

const NOT_TRIED: AttemptResult = { status: undefined, reason: undefined, durationMs: 0, headers: {} };

/** The parts of a queue: what the functions below work on. */
interface Queue {
  readonly setup: QueueSetup;
  readonly lanes: Lanes;
  readonly owed: Owed;
  readonly failing: Failing;
  readonly slowness: Slowness;
}

export function createAppQueue(setup: QueueSetup): AppQueue {
  const { account, clientId } = setup;
  const queue: Queue = {
    setup,
    lanes: createLanes(),
    owed: createOwed(account.memory),
    failing: createFailing(account.clock, () => {
      resume(queue);
    }),
    slowness: createSlowness({
      slowMs: setup.slowMs,
      nowMs: account.clock.now,
      installed: () => account.installations.find(clientId),
    }),
  };
  const { owed, slowness } = queue;
  return {
    owe: (delivery) => {
      const settings = settingsOf(account, clientId);
      const lane = settings === undefined ? undefined : laneOf(queue, delivery, settings);
      if (lane === undefined) return;
      if (owed.count() >= MAX_OWED)
        dropOldest(queue, Math.ceil(MAX_OWED / 10), `more than ${String(MAX_OWED)} are owed to the app`);
      owed.put(lane, delivery);
      pump(queue, lane);
    },
    resume: () => {
      slowness.forgive();
      resume(queue);
    },
    count: owed.count,
    dropOlderHalf: () =>
      dropOldest(queue, Math.ceil(owed.count() / 2), 'there was no more memory for it (limits.megabytes)'),
  };
}

/** In order are those of a conversation: to the whole app where they are retained, else to each endpoint on its own. */
function laneOf({ lanes }: Queue, delivery: Delivery, settings: WebhookSettings): Lane | undefined {
  const { conversationId, event, sinceMs } = delivery;
  const endpoint = settings.endpoints[event];
  if (endpoint === undefined) return undefined;
  const isRetained = retryPlan(settings, endpoint, sinceMs).kind === 'retained';
  const group = isRetained ? '' : endpoint.url;
  return lanes.lane(`${group} ${conversationId}`, group, isRetained);
}

/** Has the first one of a lane tried, if it may be. */
function pump(queue: Queue, lane: Lane): void {
  const { setup, lanes, failing } = queue;
  for (;;) {
    const [delivery] = lane.deliveries;
    if (delivery === undefined || mustWait(queue, lane, delivery)) return;
    const settings = settingsOf(setup.account, setup.clientId);
    const reason = whyNotTried(queue, delivery, settings);
    const endpoint = settings?.endpoints[delivery.event];
    if (reason === undefined && endpoint !== undefined) {
      if (lanes.enter(lane)) setup.track(attempt(queue, lane, delivery, endpoint));
      return;
    }
    giveUp(queue, lane, delivery, { ...NOT_TRIED, reason }, endpoint?.url);
    if (failing.isProbe(delivery)) passOn(queue);
  }
}

function mustWait({ setup, failing }: Queue, { isBusy, isRetained }: Lane, delivery: Delivery): boolean {
  return isBusy || setup.isHeld() || (isRetained && !failing.lets(delivery));
}

async function attempt(queue: Queue, lane: Lane, delivery: Delivery, endpoint: WebhookEndpoint): Promise<void> {
  const { setup, lanes, failing, slowness } = queue;
  delivery.attempts += 1;
  failing.isTrying(delivery);
  const result = await setup.send(delivery, endpoint);
  if (setup.isGone()) return;
  lanes.leave(lane);
  const isDisabled = slowness.note(endpoint.url, result.durationMs);
  const plan = planOf(setup, delivery, endpoint);
  if (result.reason === undefined) succeed(queue, lane, delivery, endpoint.url, result);
  else if (plan.kind === 'counted' || !lane.isRetained) failCounted(queue, lane, delivery, endpoint.url, result, plan);
  else failRetained(queue, lane, delivery, endpoint.url, result, plan.untilMs);
  if (isDisabled) giveUpDisabled(queue);
  for (let next = lanes.nextWaiting(lane); next !== undefined; next = lanes.nextWaiting(lane)) pump(queue, next);
  pump(queue, lane);
  lanes.tidy(lane);
}

function succeed(queue: Queue, lane: Lane, delivery: Delivery, url: string, result: AttemptResult): void {
  queue.owed.take(lane, delivery);
  queue.setup.record(delivery, url, result, { state: 'delivered', nextAtMs: undefined });
  if (queue.failing.isProbe(delivery)) recover(queue);
}

function failCounted(
  queue: Queue,
  lane: Lane,
  delivery: Delivery,
  url: string,
  result: AttemptResult,
  plan: RetryPlan,
): void {
  const { setup, lanes, owed } = queue;
  const { clock } = setup.account;
  const nextAtMs = countedRetryMs(plan, delivery.attempts, clock.now());
  if (nextAtMs === undefined) {
    giveUp(queue, lane, delivery, result, url);
    return;
  }
  owed.take(lane, delivery);
  setup.record(delivery, url, result, { state: 'retrying', nextAtMs });
  // Out of its order: those behind it go on.
  owed.setAside(delivery);
  clock.schedule(nextAtMs, () => {
    owed.takeUp(delivery);
    const own = lanes.lane(`${lane.group.key} retry ${delivery.id}`, lane.group.key, false);
    owed.put(own, delivery);
    pump(queue, own);
  });
}

function failRetained(
  queue: Queue,
  lane: Lane,
  delivery: Delivery,
  url: string,
  result: AttemptResult,
  untilMs: number,
): void {
  const { setup, failing } = queue;
  const gapMs = failing.gapMs(delivery);
  const nextAtMs = setup.account.clock.now() + gapMs;
  if (nextAtMs > untilMs) {
    giveUp(queue, lane, delivery, result, url);
    if (failing.isProbe(delivery)) passOn(queue);
    return;
  }
  setup.record(delivery, url, result, { state: 'retrying', nextAtMs });
  if (!failing.isOn() || failing.isProbe(delivery)) failing.wait(delivery, gapMs);
}

function giveUp({ setup, owed }: Queue, lane: Lane, delivery: Delivery, result: AttemptResult, url = ''): void {
  owed.take(lane, delivery);
  setup.record(delivery, url, result, { state: 'dropped', nextAtMs: undefined });
}

/** The app is well again, or nothing is left that could be tried. */
function recover(queue: Queue): void {
  queue.failing.end();
  resume(queue);
}

/** The one that was tried is gone: the oldest that waits is tried in its place. */
function passOn(queue: Queue): void {
  const { lanes, failing } = queue;
  dropUnwanted(queue);
  const [next] = lanes
    .all()
    .flatMap(({ isRetained, deliveries: [first] }) => (isRetained && first !== undefined ? [first] : []))
    .sort((one, other) => Number(one.id) - Number(other.id));
  if (next === undefined) recover(queue);
  else failing.passTo(next);
}

/** An endpoint was disabled: an app that failed for its sake is well again. */
function giveUpDisabled(queue: Queue): void {
  if (dropUnwanted(queue).some(queue.failing.isProbe)) recover(queue);
}

/** What waits for the app and would not even be tried any more is given up: what waited too long, for instance. */
function dropUnwanted(queue: Queue): readonly Delivery[] {
  const { setup, lanes } = queue;
  const settings = settingsOf(setup.account, setup.clientId);
  const dropped: Delivery[] = [];
  for (const lane of lanes.all().filter(({ isRetained, isBusy }) => isRetained && !isBusy))
    for (const delivery of [...lane.deliveries]) {
      const reason = whyNotTried(queue, delivery, settings);
      if (reason === undefined) continue;
      giveUp(queue, lane, delivery, { ...NOT_TRIED, reason }, settings?.endpoints[delivery.event]?.url);
      dropped.push(delivery);
    }
  return dropped;
}

function resume(queue: Queue): void {
  for (const lane of queue.lanes.all()) {
    pump(queue, lane);
    queue.lanes.tidy(lane);
  }
}

/** Gives up the oldest ones that are not being tried. How many went. */
function dropOldest(queue: Queue, count: number, why: string): number {
  const { lanes, failing } = queue;
  const oldest = lanes
    .all()
    .flatMap((lane) => lane.deliveries.slice(lane.isBusy ? 1 : 0).map((delivery) => ({ lane, delivery })))
    .sort((one, other) => Number(one.delivery.id) - Number(other.delivery.id))
    .slice(0, count);
  for (const { lane, delivery } of oldest) {
    giveUp(queue, lane, delivery, { ...NOT_TRIED, reason: why });
    if (failing.isProbe(delivery)) passOn(queue);
    lanes.tidy(lane);
  }
  return oldest.length;
}
