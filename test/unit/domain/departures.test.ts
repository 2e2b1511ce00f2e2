import { describe, expect, it } from '@jest/globals';
import type { SchedulingClock } from '../../../mock-server/clock.ts';
import { AGENT_SESSION_SECONDS } from '../../../mock-server/domain/agent.ts';
import type { Account } from '../../../mock-server/domain/account.ts';
import type { Availability } from '../../../mock-server/domain/presence.ts';
import { openAccount, standingClock } from './open-account.ts';

/** An account, and when each of its timers will ring. */
function openTimed(): readonly [Account, () => number[]] {
  const clock = standingClock();
  const open = new Map<object, number>();
  const schedule: SchedulingClock['schedule'] = (dueMs, task) => {
    const scheduled = clock.schedule(dueMs, () => {
      open.delete(scheduled);
      if (typeof task === 'function') task();
      else task.fallDue();
    });
    open.set(scheduled, dueMs);
    return {
      cancel: () => {
        open.delete(scheduled);
        scheduled.cancel();
      },
    };
  };
  return [openAccount({}, { clock: { ...clock, schedule } }), () => [...open.values()]];
}

const END_MS = AGENT_SESSION_SECONDS * 1000;

describe('an agent who has logged in', () => {
  const tell = ({ presence }: Account, pid: string, availability: Availability): void => {
    presence.set({ id: `100.${pid}`, pid, availability, sinceMs: 0 });
  };

  it('is waited for by one timer, however often he tells how available he is, and by none when he is OFFLINE', () => {
    const [account, timers] = openTimed();
    const { userPid: pid } = account.agentSessions.open('ada', 0);
    for (const availability of ['ONLINE', 'AWAY', 'ONLINE'] as const) tell(account, pid, availability);
    expect(timers()).toEqual([END_MS]);
    tell(account, pid, 'OFFLINE');
    expect(timers()).toEqual([]);
    tell(account, 'who has no login', 'ONLINE');
    expect(timers()).toEqual([]);
  });

  it('is OFFLINE from the second in which the last login ends, which a refresh puts off', () => {
    const [account, timers] = openTimed();
    const session = account.agentSessions.open('ada', 0);
    tell(account, session.userPid, 'ONLINE');
    account.agentSessions.refresh(session, 100);
    const availability = (): unknown => account.presence.find(session.userPid)?.availability;
    account.clock.set(new Date(END_MS));
    expect([availability(), timers()]).toEqual(['ONLINE', [END_MS + 100_000]]);
    account.clock.set(new Date(END_MS + 99_999));
    expect(availability()).toBe('ONLINE');
    account.clock.set(new Date(END_MS + 100_000));
    expect(account.presence.find(session.userPid)).toEqual({
      id: `100.${session.userPid}`,
      pid: session.userPid,
      availability: 'OFFLINE',
      sinceMs: END_MS + 100_000,
    });
    expect(timers()).toEqual([]);
  });

  it('is OFFLINE at the logout from the last session, of which nobody is told who never was there', () => {
    const [account, timers] = openTimed();
    const [first, second, absent] = ['ada', 'ada', 'bob'].map((name) => account.agentSessions.open(name, 0));
    const told: string[] = [];
    tell(account, first?.userPid ?? '', 'AWAY');
    account.presence.read(({ availability }) => told.push(availability));
    for (const session of [first, absent]) if (session !== undefined) account.agentSessions.close(session);
    expect([told, timers()]).toEqual([[], [END_MS]]);
    if (second !== undefined) account.agentSessions.close(second);
    expect([told, timers()]).toEqual([['OFFLINE'], []]);
  });
});
