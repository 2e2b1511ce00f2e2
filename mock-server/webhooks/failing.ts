import type { Scheduled, SchedulingClock } from '../clock.ts';
import type { Delivery } from './delivery.ts';
import { nextGapMs } from './delivery.ts';

/** Whether an app fails. While it does, one delivery is tried until it is taken, and all that is retained waits. */
export interface Failing {
  readonly isOn: () => boolean;
  /** Whether it is the one that is tried. */
  readonly isProbe: (delivery: Delivery) => boolean;
  /** Whether a retained delivery may go out now: the app is well, or it is the one whose time has come. */
  readonly lets: (delivery: Delivery) => boolean;
  /** A delivery is being tried: if it is the one, its time is over. */
  readonly isTrying: (delivery: Delivery) => void;
  /** How long nothing is tried when this delivery fails now, in milliseconds. */
  readonly gapMs: (delivery: Delivery) => number;
  /** The app fails: tries the delivery again after so long. */
  readonly wait: (probe: Delivery, gapMs: number) => void;
  /** The one that was tried is gone: tries another in its place, at the pace of before. */
  readonly passTo: (next: Delivery) => void;
  /** The app is well again. */
  readonly end: () => void;
}

interface Probe {
  readonly delivery: Delivery;
  readonly gapMs: number;
  readonly timer: Scheduled;
  isDue: boolean;
}

/** @param onDue - called when the delivery that is tried may go out again */
export function createFailing(clock: SchedulingClock, onDue: () => void): Failing {
  let probe: Probe | undefined;
  const wait = (delivery: Delivery, gapMs: number): void => {
    probe?.timer.cancel();
    const timer = clock.schedule(clock.now() + gapMs, () => {
      tried.isDue = true;
      onDue();
    });
    const tried: Probe = { delivery, gapMs, timer, isDue: false };
    probe = tried;
  };
  return {
    isOn: () => probe !== undefined,
    isProbe: (delivery) => probe?.delivery === delivery,
    lets: (delivery) => probe === undefined || (probe.delivery === delivery && probe.isDue),
    isTrying: (delivery) => {
      if (probe?.delivery === delivery) probe.isDue = false;
    },
    gapMs: (delivery) => (probe === undefined || probe.delivery === delivery ? nextGapMs(probe?.gapMs) : probe.gapMs),
    wait,
    passTo: (next) => {
      wait(next, nextGapMs(probe?.gapMs));
    },
    end: () => {
      probe?.timer.cancel();
      probe = undefined;
    },
  };
}
