import { startStopwatch, startTimer } from '../clock.ts';
import type { Call, Reply } from '../http/call.ts';
import type { Session, SocketLink } from '../http/socket.ts';
import type { FrameTrace, SocketSetup } from '../messaging/socket-setup.ts';
import type { UnderWay } from '../under-way.ts';
import { identifyAccount } from './account.ts';
import type { IdentifiedCall, Outcome } from './call-record.ts';
import { addCommonHeaders } from './common-headers.ts';
import { applyFaults, fireFaults } from './faults.ts';
import { frameEntryOf } from './journal.ts';
import type { PipelineSetup } from './pipeline.ts';
import { writeDown } from './pipeline.ts';
import type { SeenTokens } from './record-tokens.ts';
import { recordTokens } from './record-tokens.ts';
import { renderThrown } from './render.ts';
import { routeCall } from './route.ts';

/**
 * The way of a handshake: the stages of a call, at the end of which stands a session in the place of a body.
 *
 * @param handle - answers a call to a path that is no socket's
 */
export function createHandshake(
  setup: PipelineSetup,
  underWay: UnderWay,
  handle: (call: Call) => Promise<Reply>,
): (call: Call, link: SocketLink) => Promise<Session | Reply> {
  const { engine, router, clock, ids, journal, faults } = setup;
  return async (call, link) => {
    const elapsedMs = startStopwatch();
    const capture = setup.capture === undefined ? undefined : await setup.capture();
    const era = journal.era();
    clock.runDue();
    const routed = routeCall(router, call);
    const open = routed.endpoint?.connect?.bind(routed.endpoint);
    if (open === undefined) return handle(call);
    const identified = identifyAccount(engine, clock, ids, routed);
    if (capture !== undefined) identified.seen.texts = new Map();
    let fired: readonly string[] = [];
    const end = (outcome: Outcome): Reply => {
      const { clock: ownClock, deviations } = identified.context;
      const { reply: bare, reason } = outcome;
      const reply = addCommonHeaders(bare, call, engine.settings, ownClock.now(), reason, deviations);
      writeDown(setup, { identified, outcome, faults: fired }, { era, elapsedMs, isKept: true, capture, reply });
      return reply;
    };
    try {
      const shot = fireFaults(faults, identified);
      fired = shot?.ids ?? fired;
      const outcome = shot === undefined ? undefined : await applyFaults(shot, identified);
      if (outcome !== undefined) {
        return end(outcome);
      }
      const session = await open(identified.context, socketSetup(setup, underWay, identified, link));
      try {
        end({ reply: { status: 101, headers: {}, body: '' } });
      } catch (thrown) {
        session.closed();
        throw thrown;
      }
      return session;
    } catch (thrown) {
      return end(renderThrown(thrown, identified));
    }
  };
}

/** What a session is given: its account, its time, and the way into the journal. */
function socketSetup(
  setup: PipelineSetup,
  underWay: UnderWay,
  identified: IdentifiedCall,
  link: SocketLink,
): SocketSetup {
  const { engine } = setup;
  const { account, accountId, context } = identified;
  const id = context.ids.uuid();
  return {
    id,
    link,
    settings: engine.settings,
    account,
    accountId: accountId ?? '',
    clock: context.clock,
    ids: context.ids,
    keys: engine.keys,
    trace: () => traceOf(setup, identified, id),
    later: (run) => {
      underWay.track(
        new Promise<void>((resolve) => {
          startTimer(0, () => {
            run();
            resolve();
          });
        }),
      );
    },
    track: underWay.track,
  };
}

/** One frame on its way into the journal. An account that was reset meanwhile has another journal by now. */
function traceOf(setup: PipelineSetup, identified: IdentifiedCall, socket: string): FrameTrace {
  const { engine, journal } = setup;
  const elapsedMs = startStopwatch();
  let seen: SeenTokens | undefined;
  return {
    get signer() {
      seen = { tokens: [], jsonBytes: 0, heapBytes: 0 };
      return recordTokens(engine.signer, seen);
    },
    record: (frame) => {
      const { account, context } = identified;
      setup.memory.settle();
      const ending = { id: journal.nextId(), socket, atMs: context.clock.now(), durationMs: elapsedMs() };
      const entry = frameEntryOf(ending, identified, frame, seen);
      if (account === undefined || engine.accounts.has(account))
        journal.record(account?.id, entry, seen?.heapBytes ?? 0);
      engine.settings.onExchange?.(entry);
    },
  };
}
