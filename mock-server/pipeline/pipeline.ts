import type { Awaitable } from '../awaitable.ts';
import { startStopwatch } from '../clock.ts';
import type { SchedulingClock } from '../clock.ts';
import type { Capture } from '../control/capture/capture.ts';
import type { Shot } from '../control/faults/fire.ts';
import type { FaultStore } from '../control/faults/store.ts';
import type { JournalStore } from '../control/journal/store.ts';
import type { Account } from '../domain/account.ts';
import type { Endpoint, Engine, LoadableRow } from '../endpoints/endpoint.ts';
import type { Call, Reply } from '../http/call.ts';
import { preflight } from '../http/cors.ts';
import type { Router } from '../http/router.ts';
import { createRouter } from '../http/router.ts';
import type { Ids } from '../ids.ts';
import type { MemoryBudget } from '../memory/budget.ts';
import { identifyAccount } from './account.ts';
import type { AnsweredCall, IdentifiedCall, Outcome, RoutedCall } from './call-record.ts';
import { addCommonHeaders } from './common-headers.ts';
import { callEndpoint, loadEndpoints } from './endpoint.ts';
import { applyFaults, fireFaults } from './faults.ts';
import { entryOf, NOTHING } from './journal.ts';
import { renderThrown } from './render.ts';
import { routeCall } from './route.ts';

/** What the path of a call is made of. */
export interface PipelineSetup {
  readonly engine: Engine;
  readonly router: Router<Endpoint>;
  readonly clock: SchedulingClock;
  readonly ids: Ids;
  readonly faults: FaultStore;
  readonly journal: JournalStore;
  readonly memory: MemoryBudget;
  /** Keeps what is said in calls; undefined when nothing does. */
  readonly capture: Capture | undefined;
}

/** Loads what answers at these rows. Mocks can share it: it remembers nothing. */
export async function loadRouter(rows: readonly LoadableRow[]): Promise<Router<Endpoint>> {
  return createRouter(await loadEndpoints(rows));
}

/**
 * The one path of a call, stage by stage: find the row, find the account, let armed faults fire, let the row answer,
 * render what was refused, add what every answer carries, write it down and tell who listens.
 *
 * @returns what answers a call; `era` is the journal's when the call came, if that was before now
 */
export function createPipeline(setup: PipelineSetup): (call: Call, era?: number) => Promise<Reply> {
  const { engine, router, clock, journal } = setup;
  const { settings } = engine;
  return async (call, era = journal.era()) => {
    const elapsedMs = startStopwatch();
    const isOfBefore = era !== journal.era();
    clock.runDue();
    const isPreflight = call.method === 'OPTIONS' && settings.server.cors;
    const identified = identifyAccount(setup, isPreflight ? unrouted(call) : routeCall(router, call));
    const answering = isPreflight ? toPreflight(identified) : answer(setup, identified);
    const answered = answering instanceof Promise ? await answering : answering;
    const { reply: bare, reason } = answered.outcome;
    const { context } = identified;
    const reply = addCommonHeaders(bare, call, settings, context.clock.now(), reason, context.deviations);
    writeDown(setup, answered, { era, elapsedMs, isKept: !isPreflight && !isOfBefore, reply });
    return reply;
  };
}

/** How a call was followed until it was answered. */
interface Following {
  /** The journal's when the call came. */
  readonly era: number;
  readonly elapsedMs: () => number;
  readonly isKept: boolean;
  /** The answer as it goes out. */
  readonly reply: Reply;
}

/** The last stage: the journal, and who listens. */
export function writeDown(setup: PipelineSetup, answered: AnsweredCall, following: Following): void {
  const { era, elapsedMs, isKept } = following;
  const { journal, memory, engine, capture } = setup;
  const { account, context, seen } = answered.identified;
  memory.settle();
  const ending = { atMs: context.clock.now(), evicted: memory.tell(), durationMs: elapsedMs() };
  const entry = entryOf(isKept ? journal.nextId() : 0, answered, ending);
  if (isKept && isStillThere(setup, account, era)) {
    // Before the entry: whoever hears of it may ask for this at once.
    if (capture !== undefined) keepSaid(capture, entry.id, answered.identified, following.reply);
    journal.record(account?.id, entry, seen.heapBytes);
  }
  engine.settings.onExchange?.(entry);
}

function keepSaid(capture: Capture, id: number, identified: IdentifiedCall, reply: Reply): void {
  const { call, account, accountId, seen } = identified;
  capture.record({
    id,
    accountId: account?.id ?? accountId,
    call,
    reply,
    tokens: seen.texts ?? new Map(),
    secrets: secretsOf(account),
  });
}

/** What is replaced wherever it is said, in calls and frames of the account. */
export function secretsOf(account: Account | undefined): readonly string[] {
  if (account === undefined) return NOTHING;
  const { apps, agents } = account;
  return [...apps.values()].map((app) => app.client_secret).concat(agents.map(({ password }) => password));
}

/** A preflight is nobody's: it is answered alike wherever it is asked. */
function unrouted(call: Call): RoutedCall {
  return { call, match: { kind: 'none' }, endpoint: undefined, accountId: undefined };
}

function toPreflight(identified: IdentifiedCall): AnsweredCall {
  return { identified, outcome: { reply: preflight(identified.call) }, faults: NOTHING };
}

/** The stages that can be over early: a fault may answer, and every one of them may refuse. */
function answer({ faults, router }: PipelineSetup, identified: IdentifiedCall): Awaitable<AnsweredCall> {
  let fired: readonly string[] = NOTHING;
  const end = (outcome: Outcome): AnsweredCall => ({ identified, outcome, faults: fired });
  const endThrown = (thrown: unknown): AnsweredCall => end(renderThrown(thrown, identified));
  try {
    const shot = fireFaults(faults, identified);
    fired = shot?.ids ?? fired;
    const coming = shot === undefined ? callEndpoint(router, identified) : callUnderFire(router, shot, identified);
    return coming instanceof Promise ? coming.then(end, endThrown) : end(coming);
  } catch (thrown) {
    return endThrown(thrown);
  }
}

async function callUnderFire(router: Router<Endpoint>, shot: Shot, identified: IdentifiedCall): Promise<Outcome> {
  return (await applyFaults(shot, identified)) ?? callEndpoint(router, identified);
}

/** Whether neither the mock nor the account was reset while the call was under way: the next test must not see it. */
function isStillThere({ engine, journal }: PipelineSetup, account: Account | undefined, era: number): boolean {
  return account === undefined ? journal.era() === era : engine.accounts.has(account);
}
