import { startStopwatch } from '../clock.ts';
import type { SchedulingClock } from '../clock.ts';
import type { FaultStore } from '../control/faults/store.ts';
import type { JournalStore } from '../control/journal/store.ts';
import type { Endpoint, Engine } from '../endpoints/endpoint.ts';
import type { Call, Reply } from '../http/call.ts';
import { preflight } from '../http/cors.ts';
import type { Router } from '../http/router.ts';
import type { Ids } from '../ids.ts';
import type { MemoryBudget } from '../memory/budget.ts';
import { identifyAccount } from './account.ts';
import type { AnsweredCall, IdentifiedCall, RoutedCall } from './call-record.ts';
import { addCommonHeaders } from './common-headers.ts';
import { callEndpoint } from './endpoint.ts';
import { applyFaults, fireFaults } from './faults.ts';
import { entryOf } from './journal.ts';
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
}

/**
 * The one path of a call, stage by stage: find the row, find the account, let armed faults fire, let the row answer,
 * render what was refused, add what every answer carries, write it down and tell who listens.
 */
export function createPipeline(setup: PipelineSetup): (call: Call) => Promise<Reply> {
  const { engine, router, clock, ids, journal } = setup;
  const { settings } = engine;
  return async (call) => {
    const elapsedMs = startStopwatch();
    const era = journal.era();
    clock.runDue();
    const isPreflight = call.method === 'OPTIONS' && settings.server.cors;
    const identified = identifyAccount(engine, clock, ids, isPreflight ? unrouted(call) : routeCall(router, call));
    const answered = isPreflight
      ? { ...identified, outcome: { reply: preflight(call) }, faults: [] }
      : await answer(setup, identified);
    const {
      outcome: { reply, reason },
      context,
    } = answered;
    const whole = addCommonHeaders(reply, call, settings, reason, context.deviations);
    writeDown(setup, answered, { era, elapsedMs, isKept: !isPreflight });
    return whole;
  };
}

/** How a call was followed until it was answered. */
interface Following {
  /** The journal's when the call came. */
  readonly era: number;
  readonly elapsedMs: () => number;
  readonly isKept: boolean;
}

/** The last stage: the journal, and who listens. */
export function writeDown(setup: PipelineSetup, answered: AnsweredCall, { era, elapsedMs, isKept }: Following): void {
  const { journal, memory, engine } = setup;
  memory.settle();
  const ending = { atMs: answered.context.clock.now(), evicted: memory.tell(), durationMs: elapsedMs() };
  const entry = entryOf(isKept ? journal.nextId() : 0, answered, ending);
  if (isKept && isStillThere(setup, answered, era))
    journal.record(answered.account?.id, entry, answered.seen.heapBytes);
  engine.settings.onExchange?.(entry);
}

/** A preflight is nobody's: it is answered alike wherever it is asked. */
function unrouted(call: Call): RoutedCall {
  return { call, match: { kind: 'none' }, endpoint: undefined, accountId: undefined };
}

/** The stages that can be over early: a fault may answer, and every one of them may refuse. */
async function answer({ faults, router }: PipelineSetup, identified: IdentifiedCall): Promise<AnsweredCall> {
  let fired: readonly string[] = [];
  try {
    const shot = fireFaults(faults, identified);
    fired = shot?.ids ?? fired;
    const outcome =
      (shot === undefined ? undefined : await applyFaults(shot, identified)) ??
      (await callEndpoint(router, identified));
    return { ...identified, outcome, faults: fired };
  } catch (thrown) {
    return { ...identified, outcome: renderThrown(thrown, identified), faults: fired };
  }
}

/** Whether neither the mock nor the account was reset while the call was under way: the next test must not see it. */
function isStillThere({ engine, journal }: PipelineSetup, { account }: IdentifiedCall, era: number): boolean {
  return account === undefined ? journal.era() === era : engine.accounts.has(account);
}
