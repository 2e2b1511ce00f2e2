import type { TimeSource } from '../../clock.ts';
import { startTimer, systemTime } from '../../clock.ts';

/** What has something to do, by the time of the source that it follows. */
interface Follower {
  nextMs(): number | undefined;
}

/**
 * The time of an object that may sleep: what falls due within seconds keeps it awake by a timer, and all else wakes it
 * by its alarm.
 */
export interface CellClock extends TimeSource {
  /** When it must be awake again, in epoch milliseconds; undefined when there is nothing to do. */
  wakeAtMs(): number | undefined;
}

/** What falls due sooner is waited for awake: rings, lines, retries. An object without a timer may sleep after 10 s. */
const AWAKE_MS = 30_000;

/** @param ring - does what is due */
export function createCellClock(ring: () => void): CellClock {
  let follower: Follower | undefined;
  let stop: (() => void) | undefined;
  let setForMs: number | undefined;
  const plan = (): void => {
    const nextMs = follower?.nextMs();
    if (nextMs === setForMs) return;
    stop?.();
    stop = undefined;
    setForMs = nextMs;
    const inMs = nextMs === undefined ? Infinity : nextMs - systemTime.now();
    if (inMs > AWAKE_MS) return;
    stop = startTimer(Math.max(0, Math.ceil(inMs)), () => {
      stop = undefined;
      setForMs = undefined;
      ring();
    });
  };
  // What a clock of the mock looks for in a clock that it follows.
  const followed = {
    now: systemTime.now,
    follow: (one: Follower, isOn: boolean) => {
      follower = isOn ? one : undefined;
      plan();
    },
    wake: plan,
    wakeAtMs: () => follower?.nextMs(),
  };
  return followed;
}
