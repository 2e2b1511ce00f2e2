import type { ClockControl, RestorableClock } from '../../clock.ts';
import { durationMs, instantMs, requireDate } from '../../instant.ts';
import type { Keys, KeyState } from '../keys/keys.ts';
import type { ChangeLog, ChangeVerb } from './change-log.ts';

/** A clock whose moves stand in the log. Only a move that can be made does. */
export function recordedClock<Moved extends ClockControl>(
  clock: Moved,
  current: () => Pick<RestorableClock, 'now' | 'state'>,
  changes: ChangeLog,
  accountId?: string,
): Moved {
  const record = (verb: ChangeVerb, atMs: number, isFrozen: boolean, fromMs = current().now()): void => {
    changes.record({ verb, accountId, fromMs, atMs, isFrozen });
  };
  const isFrozen = (): boolean => current().state().frozenAtMs !== null;
  /** Before the move: what falls due on the way comes after it. */
  const noteAdvance = (by: Parameters<ClockControl['advance']>[0]): void => {
    record('clock.advance', requireDate(current().now() + durationMs(by)), isFrozen());
  };
  return {
    ...clock,
    advance: (by) => {
      noteAdvance(by);
      clock.advance(by);
    },
    advanceAsync: async (by) => {
      noteAdvance(by);
      await clock.advanceAsync(by);
    },
    freeze: (at) => {
      record('clock.freeze', at === undefined ? current().now() : requireDate(instantMs(at)), true);
      clock.freeze(at);
    },
    set: (at) => {
      record('clock.set', requireDate(instantMs(at)), isFrozen());
      clock.set(at);
    },
    reset: () => {
      const fromMs = current().now();
      clock.reset();
      record('clock.reset', current().now(), false, fromMs);
    },
  };
}

/** The log entry of a verb that does not move the clock. */
export function noteChange(
  changes: ChangeLog,
  clock: Pick<RestorableClock, 'now' | 'state'>,
  verb: ChangeVerb,
  accountId?: string,
  key?: Pick<KeyState, 'use' | 'kid'>,
): void {
  const atMs = clock.now();
  const isFrozen = clock.state().frozenAtMs !== null;
  changes.record({ verb, accountId, fromMs: atMs, atMs, isFrozen, ...(key === undefined ? {} : { key }) });
}

/** Keys whose changes stand in the log. */
export function recordedKeys(keys: Keys, changes: ChangeLog, clock: Pick<RestorableClock, 'now' | 'state'>): Keys {
  const noted = (verb: ChangeVerb, state: KeyState): KeyState => {
    noteChange(changes, clock, verb, undefined, { use: state.use, kid: state.kid });
    return state;
  };
  return {
    list: () => keys.list(),
    publish: async (options) => noted('keys.publish', await keys.publish(options)),
    rotate: async (options) => noted('keys.rotate', await keys.rotate(options)),
    retire: (options) => noted('keys.retire', keys.retire(options)),
    reset: () => {
      keys.reset();
      noteChange(changes, clock, 'keys.reset');
    },
  };
}
