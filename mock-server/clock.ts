import { createAlarm, startTimer } from './alarm.ts';
import type { Scheduled, Task } from './due-tasks.ts';
import { createDueTasks } from './due-tasks.ts';
import type { Duration, Instant } from './instant.ts';
import { durationMs, FARTHEST_MS, instantMs, requireDate } from './instant.ts';

export { LONGEST_TIMER_MS, startTimer } from './alarm.ts';
export type { Scheduled } from './due-tasks.ts';

/** Anything with a `now()` in epoch milliseconds, such as `Date`. */
export interface TimeSource {
  readonly now: () => number;
}

/** The platform's time. `Date` is looked up at each call, because fake timers put another one in its place. */
export const systemTime: TimeSource = { now: () => Date.now() };

/** The clock that issuing, checking and the journal read. */
export interface Clock extends TimeSource {
  /** Epoch seconds, rounded down: the unit of `iat` and `exp` (RFC 7519 section 2). */
  nowSeconds(): number;
}

/** The clock of a mock, which a test can move. Issuing and checking tokens both follow it. */
export interface ClockControl extends Clock {
  /**
   * Moves the time by this duration; a negative one goes back. A frozen clock stays frozen. What falls due on the way
   * (a socket's timeout, a ring that expires, a scripted agent's line) has happened when it returns, in order of time.
   */
  advance(by: Duration): void;
  /** The same from one due time to the next; what each of them sets off is waited for, see {@link Mock.settled}. */
  advanceAsync(by: Duration): Promise<void>;
  /** Stops the clock, now or at the given instant. */
  freeze(at?: Instant): void;
  /** Jumps to the instant. A running clock goes on from there; a frozen one stays frozen. */
  set(at: Instant): void;
  /** Goes back to the time source that the clock was made with, running. */
  reset(): void;
}

/** How far a clock was moved, as plain data. */
export interface ClockState {
  /** Distance to the time source, in milliseconds. */
  readonly offsetMs: number;
  /** Where the clock is frozen, in epoch milliseconds; null when it is running. */
  readonly frozenAtMs: number | null;
}

/** A clock by which something can be done later. */
export interface SchedulingClock extends Clock {
  /** Does something once this clock is at the time, or past it. It never runs before `schedule` has returned. */
  schedule(dueMs: number, task: Task): Scheduled;
  /** Does what is due by now: called before each call and frame, as the time source may have been moved. */
  runDue(): void;
}

/** What follows another clock and has something to do. */
interface Follower {
  /** By the followed clock's time; undefined when nothing falls due however long that goes on. */
  nextMs(): number | undefined;
  runNext(): void;
}

/** A clock whose state can be put aside and taken up again. */
export interface RestorableClock extends ClockControl, SchedulingClock {
  state(): ClockState;
  resume(state: ClockState): void;
  /** Takes back all that was scheduled: the clock's owner is gone. */
  stop(): void;
  /** Lets a clock over this one have its tasks done in time. */
  follow(follower: Follower, isOn: boolean): void;
  /** Looks anew when something falls due: a follower's tasks have changed. */
  retime(): void;
  /** The same, where nothing would ring by itself. */
  wake(): void;
}

/**
 * Makes a clock over a time source. The source is asked anew each time, so fake timers that move `Date` move this
 * clock, and a clock over another clock follows that one.
 *
 * @param settled - what `advanceAsync` waits for between two due times. Default: nothing
 * @throws TypeError from its methods when an instant or a duration cannot be understood, or leads out of the calendar.
 */
export function createClock(source: TimeSource, settled: () => Promise<void> = nothing): RestorableClock {
  let offsetMs = 0;
  let frozenAtMs: number | undefined;
  const tasks = createDueTasks(() => {
    retime();
  });
  const followers = new Set<Follower>();
  const followed = isFollowed(source) ? source : undefined;
  // Over a clock that was moved itself, the sum may lead out of the calendar.
  const now = (): number => frozenAtMs ?? Math.max(-FARTHEST_MS, Math.min(source.now() + offsetMs, FARTHEST_MS));
  const jumpTo = (atMs: number): void => {
    const reachedMs = requireDate(atMs);
    if (frozenAtMs === undefined) offsetMs = reachedMs - source.now();
    else frozenAtMs = reachedMs;
  };

  const ownNext: Follower = { nextMs: tasks.nextMs, runNext: tasks.runNext };
  /** Whoever has the next thing to do, by this clock's time. */
  const first = (): { readonly dueMs: number; readonly who: Follower } | undefined => {
    let next: { readonly dueMs: number; readonly who: Follower } | undefined;
    for (const who of [ownNext, ...followers]) {
      const dueMs = who.nextMs();
      if (dueMs !== undefined && (next === undefined || dueMs < next.dueMs)) next = { dueMs, who };
    }
    return next;
  };
  const nextMs = (): number | undefined => {
    let soonestMs = tasks.nextMs();
    for (const who of followers) soonestMs = Math.min(soonestMs ?? Infinity, who.nextMs() ?? Infinity);
    return soonestMs === Infinity ? undefined : soonestMs;
  };
  const isIdle = (): boolean => followers.size === 0 && tasks.nextMs() === undefined;

  const asFollower: Follower = {
    nextMs: () => {
      const dueMs = frozenAtMs === undefined ? nextMs() : undefined;
      return dueMs === undefined ? undefined : dueMs - offsetMs;
    },
    runNext: () => {
      first()?.who.runNext();
      retime();
    },
  };
  const timer = createAlarm(now, () => {
    runDue();
  });
  const retime = (): void => {
    if (followed !== undefined) followed.follow(asFollower, !isIdle());
    else timer.set(frozenAtMs === undefined ? nextMs() : undefined);
  };
  /** The source may go on that stood still when the timer rang. */
  const wake = (): void => {
    if (followed !== undefined) followed.wake();
    else if (timer.isAsleep()) retime();
  };
  /** The next thing that is due up to then is done at its time. Whether there was one. */
  const runNextUntil = (untilMs: number): boolean => {
    const next = first();
    if (next === undefined || next.dueMs > untilMs) return false;
    if (next.dueMs > now()) jumpTo(next.dueMs);
    next.who.runNext();
    return true;
  };
  const runDue = (): void => {
    if (isIdle()) return;
    // Nearly always there is nothing, and every frame asks.
    if ((nextMs() ?? Infinity) > now()) {
      wake();
      return;
    }
    while (runNextUntil(now()));
    retime();
  };
  const moveTo = (atMs: number): void => {
    const reachedMs = requireDate(atMs);
    if (isIdle()) {
      jumpTo(reachedMs);
      return;
    }
    while (runNextUntil(reachedMs));
    jumpTo(reachedMs);
    retime();
  };

  return {
    now,
    nowSeconds: () => Math.floor(now() / 1000),
    advance: (by) => {
      moveTo(now() + durationMs(by));
    },
    advanceAsync: async (by) => {
      const reachedMs = requireDate(now() + durationMs(by));
      await settled();
      while (runNextUntil(reachedMs)) await settled();
      moveTo(reachedMs);
      await settled();
    },
    freeze: (at) => {
      const atMs = at === undefined ? now() : instantMs(at);
      moveTo(atMs);
      frozenAtMs = atMs;
      retime();
    },
    set: (at) => {
      moveTo(instantMs(at));
    },
    reset: () => {
      offsetMs = 0;
      frozenAtMs = undefined;
      runDue();
    },
    state: () => ({ offsetMs, frozenAtMs: frozenAtMs ?? null }),
    resume: (state) => {
      offsetMs = state.offsetMs;
      frozenAtMs = state.frozenAtMs ?? undefined;
      runDue();
    },
    schedule: (dueMs, task) => {
      const scheduled = tasks.add(dueMs, task);
      retime();
      return scheduled;
    },
    runDue,
    stop: () => {
      tasks.clear();
      retime();
    },
    wake,
    follow: (follower, isOn) => {
      if (isOn) followers.add(follower);
      else followers.delete(follower);
      retime();
    },
    retime,
  };
}

async function nothing(): Promise<void> {
  // there is nothing to wait for
}

function isFollowed(source: TimeSource): source is RestorableClock {
  return 'follow' in source && typeof source.follow === 'function';
}

/** Waits so many milliseconds of the wall's time. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    startTimer(ms, resolve);
  });
}

/** A stopwatch for log lines; it does not follow the mock's clock. Answers the milliseconds since it was started. */
export function startStopwatch(): () => number {
  // Asked for here, not when this file is loaded: Node loads a part of itself for it, and many a mock has no calls.
  const platform = performance;
  const startedAt = platform.now();
  return () => platform.now() - startedAt;
}
