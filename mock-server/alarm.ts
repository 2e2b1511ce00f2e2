// Taken when this file is loaded: fake timers that a test installs later hang neither a delay nor a wait.
const { setTimeout: startTimeout, clearTimeout: stopTimeout } = globalThis;

/** The longest that a timer of the platform can wait, in milliseconds. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs something after so many milliseconds of the wall's time, whatever the mock's clock does. Answers what stops it.
 *
 * @param isWaitedFor - whether the process stays alive for it. Default: yes
 */
export function startTimer(ms: number, run: () => void, isWaitedFor = true): () => void {
  const timer = startTimeout(run, ms);
  // A browser's is a number.
  if (!isWaitedFor && typeof timer === 'object') timer.unref();
  return () => {
    stopTimeout(timer);
  };
}

/** One timer that lets the process end, and none while nothing is due. */
export interface Alarm {
  /** Sets it to that time by the clock, or off. */
  set(dueMs: number | undefined): void;
  /** Whether it was set and will not ring, because the clock stood still. */
  isAsleep(): boolean;
}

/** A timer by a clock that runs. Where the clock stood still meanwhile it stays off: whoever moves that clock calls. */
export function createAlarm(now: () => number, ring: () => void): Alarm {
  let setFor: number | undefined;
  let stop: (() => void) | undefined;
  const set = (dueMs: number | undefined): void => {
    if (dueMs === setFor && (stop !== undefined || dueMs === undefined)) return;
    stop?.();
    stop = undefined;
    setFor = dueMs;
    if (dueMs === undefined) return;
    const setAtMs = now();
    stop = startTimer(
      Math.min(Math.max(0, Math.ceil(dueMs - setAtMs)), LONGEST_TIMER_MS),
      () => {
        stop = undefined;
        const isMoving = now() !== setAtMs || dueMs <= setAtMs;
        if (now() < dueMs && isMoving) set(dueMs);
        else if (isMoving) ring();
      },
      false,
    );
  };
  return { set, isAsleep: () => setFor !== undefined && stop === undefined };
}
