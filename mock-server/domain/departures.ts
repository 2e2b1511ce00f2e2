import type { Scheduled, SchedulingClock } from '../clock.ts';
import type { AgentSessions } from './agent.ts';
import type { AgentPresence, Presence } from './presence.ts';

/** What the end of a login is judged by. */
interface Staff {
  readonly agentSessions: AgentSessions;
  readonly presence: Presence;
  readonly clock: SchedulingClock;
}

/**
 * Makes an agent OFFLINE when the last of his logins ends: at a logout, or when it expires (decision D79). It needs no
 * socket: an agent may have closed his long before. Who is there without a login, as the scripted agent is, stays.
 */
export function leaveWithLastLogin({ agentSessions, presence, clock }: Staff): void {
  const timers = new Map<string, Scheduled>();
  const stopTimer = (pid: string): void => {
    timers.get(pid)?.cancel();
    timers.delete(pid);
  };
  const endOf = (pid: string): number | undefined => {
    const endSeconds = agentSessions.lastEnd(pid);
    return endSeconds === undefined || endSeconds * 1000 <= clock.now() ? undefined : endSeconds * 1000;
  };
  const leaveUnlessLoggedIn = (pid: string): void => {
    stopTimer(pid);
    const known = presence.find(pid);
    if (known === undefined || known.availability === 'OFFLINE') return;
    if (endOf(pid) === undefined) presence.set({ ...known, availability: 'OFFLINE', sinceMs: clock.now() });
    else watch(known);
  };
  /** A refresh or another login puts the end off: that is seen when the time has come. */
  const watch = ({ pid, availability }: AgentPresence): void => {
    stopTimer(pid);
    const endMs = availability === 'OFFLINE' ? undefined : endOf(pid);
    if (endMs === undefined) return;
    const timer = clock.schedule(endMs, () => {
      leaveUnlessLoggedIn(pid);
    });
    timers.set(pid, timer);
  };
  presence.read(watch);
  agentSessions.onLogout(({ userPid }) => {
    leaveUnlessLoggedIn(userPid);
  });
}
