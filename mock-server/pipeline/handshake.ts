import { startStopwatch, startTimer } from '../clock.ts';
import { isClose } from '../control/faults/effects.ts';
import type { Shot } from '../control/faults/fire.ts';
import type { Call, Reply } from '../http/call.ts';
import type { Session, SocketLink } from '../http/socket.ts';
import { openClosedSession } from '../messaging/sessions/closed-session.ts';
import type { SocketSetup } from '../messaging/socket-setup.ts';
import type { UnderWay } from '../under-way.ts';
import { identifyAccount } from './account.ts';
import type { IdentifiedCall, Outcome } from './call-record.ts';
import { addCommonHeaders } from './common-headers.ts';
import { applyFaults, faultReason, fireFaults, OPENED } from './faults.ts';
import { createHandshakeKeeper } from './kept-handshake.ts';
import type { SocketHost } from './open-socket.ts';
import { OpenSocket } from './open-socket.ts';
import type { PipelineSetup } from './pipeline.ts';
import { writeDown } from './pipeline.ts';
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
  const { engine, router, clock, journal, faults } = setup;
  const host: SocketHost = {
    setup,
    keepHandshake: createHandshakeKeeper(),
    later: (run) => {
      underWay.track(afterThisTask(run));
    },
    track: underWay.track,
  };
  return async (call, link) => {
    const elapsedMs = startStopwatch();
    const era = journal.era();
    clock.runDue();
    const routed = routeCall(router, call);
    const open = routed.endpoint?.connect?.bind(routed.endpoint);
    if (open === undefined) return handle(call);
    const identified = identifyAccount(setup, routed);
    let fired: readonly string[] = [];
    const end = (outcome: Outcome): Reply => {
      const { clock: ownClock, deviations } = identified.context;
      const { reply: bare, reason } = outcome;
      const reply = addCommonHeaders(bare, call, engine.settings, ownClock.now(), reason, deviations);
      writeDown(setup, { identified, outcome, faults: fired }, { era, elapsedMs, isKept: true, reply });
      return reply;
    };
    try {
      const shot = fireFaults(faults, identified);
      if (shot !== undefined) fired = shot.ids;
      const outcome = await outcomeOf(shot, identified);
      if (outcome !== undefined && outcome.reply !== OPENED) return end(outcome);
      const own = new OpenSocket(host, identified, link);
      const session = closedBy(shot, own) ?? (await open(identified.context, own));
      try {
        end({ ...(outcome ?? { reply: OPENED }), socket: session.id });
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

async function outcomeOf(shot: Shot | undefined, identified: IdentifiedCall): Promise<Outcome | undefined> {
  return shot === undefined ? undefined : applyFaults(shot, identified);
}

/** The session that a fault closes at once. */
function closedBy(shot: Shot | undefined, own: SocketSetup): Session | undefined {
  if (shot === undefined || !isClose(shot.effect)) return undefined;
  return openClosedSession(own, shot.effect, { ids: shot.ids, reason: faultReason(shot) });
}

function afterThisTask(run: () => void): Promise<void> {
  return new Promise((resolve) => {
    startTimer(0, () => {
      run();
      resolve();
    });
  });
}
