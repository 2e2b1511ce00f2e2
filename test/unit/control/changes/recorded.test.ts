import { describe, expect, it } from '@jest/globals';
import type { ClockControl, RestorableClock } from '../../../../mock-server/clock.ts';
import type { Change, ChangeLog } from '../../../../mock-server/control/changes/change-log.ts';
import { createChangeLog } from '../../../../mock-server/control/changes/change-log.ts';
import { noteChange, recordedClock, recordedKeys } from '../../../../mock-server/control/changes/recorded.ts';
import type { Keys, KeyState } from '../../../../mock-server/control/keys/keys.ts';
import { NOON } from '../../../support/through-every-adapter.ts';

const NOON_MS = Date.parse(NOON);
const HOUR_MS = 3_600_000;

/** A clock that tells which verbs it got, and moves by an hour whatever they say. */
function openClock(frozenAtMs: number | null): {
  clock: ClockControl;
  log: ChangeLog;
  told: string[];
  current: () => Pick<RestorableClock, 'now' | 'state'>;
} {
  const log = createChangeLog(() => 0);
  const told: string[] = [];
  let nowMs = NOON_MS;
  const verb =
    (name: string) =>
    (...given: unknown[]): void => {
      nowMs += HOUR_MS;
      told.push([name, ...given.map(String), `${String(log.lastId())} noted`].join(' '));
    };
  const clock = {
    advance: verb('advance'),
    advanceAsync: (by: unknown) => {
      verb('advanceAsync')(by);
      return Promise.resolve();
    },
    freeze: verb('freeze'),
    set: verb('set'),
    reset: verb('reset'),
  } as unknown as ClockControl;
  const current = (): Pick<RestorableClock, 'now' | 'state'> => ({
    now: () => nowMs,
    state: () => ({ offsetMs: 0, frozenAtMs }),
  });
  return { clock, log, told, current };
}

describe('a move of a clock', () => {
  it.each<[string, (clock: ClockControl) => unknown, Partial<Change>, string]>([
    [
      'advance',
      (clock) => {
        clock.advance('2h');
      },
      { verb: 'clock.advance', atMs: NOON_MS + 2 * HOUR_MS },
      'advance 2h 1 noted',
    ],
    [
      'advanceAsync',
      (clock) => clock.advanceAsync(60),
      { verb: 'clock.advance', atMs: NOON_MS + 60_000 },
      'advanceAsync 60 1 noted',
    ],
    [
      'set',
      (clock) => {
        clock.set('2027-01-01T00:00:00Z');
      },
      { verb: 'clock.set', atMs: Date.UTC(2027, 0, 1) },
      'set 2027-01-01T00:00:00Z 1 noted',
    ],
    [
      'freeze',
      (clock) => {
        clock.freeze('2027-01-01T00:00:00Z');
      },
      { verb: 'clock.freeze', atMs: Date.UTC(2027, 0, 1), isFrozen: true },
      'freeze 2027-01-01T00:00:00Z 1 noted',
    ],
    [
      'freeze now',
      (clock) => {
        clock.freeze();
      },
      { verb: 'clock.freeze', atMs: NOON_MS, isFrozen: true },
      'freeze undefined 1 noted',
    ],
    [
      'reset',
      (clock) => {
        clock.reset();
      },
      { verb: 'clock.reset', atMs: NOON_MS + HOUR_MS, isFrozen: false },
      'reset 0 noted',
    ],
  ])('is noted with what it does, and made: %s', async (_, move, change, words) => {
    for (const frozenAtMs of [null, NOON_MS]) {
      const { clock, log, told, current } = openClock(frozenAtMs);
      await move(recordedClock(clock, current, log, 'a'));
      const { isFrozen = frozenAtMs !== null } = change;
      expect(log.after(0)).toEqual([{ id: 1, afterEntry: 0, accountId: 'a', fromMs: NOON_MS, ...change, isFrozen }]);
      expect(told).toEqual([words]);
    }
  });

  it.each<[string, (clock: ClockControl) => unknown]>([
    [
      'advance',
      (clock) => {
        clock.advance('99999999d');
      },
    ],
    [
      'set',
      (clock) => {
        clock.set('9999999');
      },
    ],
    [
      'freeze',
      (clock) => {
        clock.freeze('never');
      },
    ],
  ])('that cannot be made is not noted: %s', (_, move) => {
    const { clock, log, current } = openClock(null);
    expect(() => move(recordedClock(clock, current, log))).toThrow(Error);
    expect(log.after(0)).toEqual([]);
  });
});

it('what does not move the clock is noted at its time, with the key if there is one', () => {
  const { log, current } = openClock(NOON_MS);
  noteChange(log, current(), 'restore', 'a');
  noteChange(log, current(), 'keys.publish', undefined, { use: 'idp', kid: 'k' });
  const at = { afterEntry: 0, fromMs: NOON_MS, atMs: NOON_MS, isFrozen: true };
  expect(log.after(0)).toStrictEqual([
    { id: 1, verb: 'restore', accountId: 'a', ...at },
    { id: 2, verb: 'keys.publish', accountId: undefined, ...at, key: { use: 'idp', kid: 'k' } },
  ]);
  const running = openClock(null);
  noteChange(running.log, running.current(), 'reset');
  expect(running.log.after(0)[0]?.isFrozen).toBe(false);
});

it('what is done to keys is noted once it is done, and answered as it is', async () => {
  const { log, current } = openClock(null);
  const state: KeyState = { use: 'idp', kid: 'k', state: 'next', listed: false, signsFrom: null, endsAt: null };
  const done: string[] = [];
  const verb = (name: string) => (): KeyState => {
    done.push(`${name} ${String(log.lastId())}`);
    return state;
  };
  const keys = recordedKeys(
    {
      list: () => [state],
      publish: () => Promise.resolve(verb('publish')()),
      rotate: () => Promise.resolve(verb('rotate')()),
      retire: verb('retire'),
      reset: () => {
        verb('reset')();
      },
    } satisfies Keys,
    log,
    current(),
  );
  expect([keys.list(), await keys.publish({ use: 'idp' }), await keys.rotate({ use: 'idp' })]).toEqual([
    [state],
    state,
    state,
  ]);
  expect(keys.retire({ use: 'idp', kid: 'k' })).toBe(state);
  keys.reset();
  expect(done).toEqual(['publish 0', 'rotate 1', 'retire 2', 'reset 3']);
  const key = { use: 'idp', kid: 'k' };
  expect(log.after(0).map((change) => [change.verb, change.key])).toEqual([
    ['keys.publish', key],
    ['keys.rotate', key],
    ['keys.retire', key],
    ['keys.reset', undefined],
  ]);
});
