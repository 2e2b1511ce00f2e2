import { createHash } from 'node:crypto';
import { LockLost } from './state-lock.ts';

/** What a keeper keeps, and how. */
export interface KeeperSetup {
  /** Differs in a member whenever the state may have changed. */
  readonly mark: () => readonly unknown[];
  /** The state as text. */
  readonly take: () => string;
  readonly write: (text: string) => Promise<void>;
  /** Hears that the state is not kept, and that it is again: ends of a sentence about the state. */
  readonly tell: (words: string) => void;
  /** Whether there is nothing to keep before something changes. */
  readonly isKept: boolean;
  /** Runs something once, so many milliseconds of real time from now; answers what stops that. */
  readonly startTimer: (ms: number, run: () => void) => () => void;
  /** Answers the milliseconds since it was started, of real time. */
  readonly startStopwatch: () => () => number;
}

/** Writes the state of a mock as it changes. */
export interface StateKeeper {
  /** Writes what is not yet written, and ends. Whether all of it is kept now. */
  close(): Promise<boolean>;
}

/** How often the state is written at most. */
export const PACE_MS = 1000;

/** How long it is until a write that failed is tried again. */
export const RETRY_MS = 5000;

/** A large state may take the mock no more than this part of its time. */
const SHARE_OF_TIME = 1 / 20;

/** It follows the real time: the mock's may stand still, or jump. */
export function keepState(setup: KeeperSetup): StateKeeper {
  let marked: readonly unknown[] | undefined = setup.isKept ? setup.mark() : undefined;
  let kept: string | undefined;
  let trouble: string | undefined;
  let isLost = false;
  let spentMs = 0;

  /** What is to be written; undefined when nothing has changed. */
  const look = (): { readonly text: string; readonly digest: string } | undefined => {
    const mark = setup.mark();
    if (isSame(mark, marked)) return undefined;
    const elapsedMs = setup.startStopwatch();
    const text = setup.take();
    // What it was asked to show may have been made for that.
    marked = setup.mark();
    const digest = createHash('sha256').update(text).digest('base64');
    spentMs = elapsedMs();
    return digest === kept ? undefined : { text, digest };
  };
  const keep = async (): Promise<void> => {
    if (isLost) return;
    try {
      const next = look();
      if (next !== undefined) {
        await setup.write(next.text);
        kept = next.digest;
      }
      if (trouble !== undefined) setup.tell('is kept again');
      trouble = undefined;
    } catch (error) {
      // So that it is tried again, whatever happens until then.
      marked = undefined;
      isLost = error instanceof LockLost;
      const why = error instanceof Error ? error.message : String(error);
      if (isLost) setup.tell(`is not kept any more: ${why} has taken it over`);
      else if (trouble === undefined) setup.tell(`is not kept: ${why}; the mock goes on, and tries again`);
      trouble = why;
    }
  };

  let underWay = Promise.resolve();
  let stopTimer: () => void;
  const wait = (): void => {
    const pauseMs = trouble === undefined ? Math.max(PACE_MS, spentMs / SHARE_OF_TIME) : RETRY_MS;
    stopTimer = setup.startTimer(pauseMs, () => {
      underWay = keep().then(wait);
    });
  };
  wait();
  return {
    close: async () => {
      stopTimer();
      await underWay;
      stopTimer();
      await keep();
      return trouble === undefined;
    },
  };
}

function isSame(one: readonly unknown[], other: readonly unknown[] | undefined): boolean {
  return one.length === other?.length && one.every((member, index) => Object.is(member, other[index]));
}
