import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CellClock } from '../../../../mock-server/adapters/worker/cell-clock.ts';
import { createCellClock } from '../../../../mock-server/adapters/worker/cell-clock.ts';
import { createClock } from '../../../../mock-server/clock.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
/** How long an object stays awake for what is due. */
const AWAKE_MS = 30_000;

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
});

afterEach(() => {
  jest.restoreAllMocks();
});

interface Setting {
  readonly clock: CellClock;
  /** The clock of the mock in the object, which follows it. */
  readonly followed: ReturnType<typeof createClock>;
  readonly rings: number[];
  /** When it has rung next. */
  readonly rung: () => Promise<void>;
}

function createSetting(): Setting {
  const rings: number[] = [];
  let tell: () => void = () => undefined;
  const clock = createCellClock(() => {
    rings.push(rings.length + 1);
    tell();
  });
  const rung = (): Promise<void> =>
    new Promise((resolve) => {
      tell = resolve;
    });
  return { clock, followed: createClock(clock), rings, rung };
}

/** Whether the object is kept awake: a timer of the platform runs. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

const nothing = (): undefined => undefined;

describe('the time of an object', () => {
  it('is the time of the platform', () => {
    const { clock } = createSetting();
    expect(clock.now()).toBe(NOW_MS);
    jest.spyOn(Date, 'now').mockReturnValue(NOW_MS + 5);
    expect(clock.now()).toBe(NOW_MS + 5);
  });

  it('wakes it when something is due, and keeps it awake for what is due soon', () => {
    const { clock, followed } = createSetting();
    const before = timers();
    const seen = [clock.wakeAtMs(), timers() - before];
    const late = followed.schedule(NOW_MS + AWAKE_MS + 1, nothing);
    seen.push(clock.wakeAtMs(), timers() - before);
    const soon = followed.schedule(NOW_MS + AWAKE_MS, nothing);
    seen.push(clock.wakeAtMs(), timers() - before);
    const sooner = followed.schedule(NOW_MS + AWAKE_MS - 1, nothing);
    seen.push(clock.wakeAtMs(), timers() - before);
    sooner.cancel();
    soon.cancel();
    seen.push(clock.wakeAtMs(), timers() - before);
    late.cancel();
    seen.push(clock.wakeAtMs(), timers() - before);
    const at = (ms: number): number => NOW_MS + AWAKE_MS + ms;
    expect(seen).toEqual([undefined, 0, at(1), 0, at(0), 1, at(-1), 1, at(1), 0, undefined, 0]);
  });

  it('rings when something is due, again while it is not done, and for what is due at the same time later', async () => {
    const { followed, rings, rung } = createSetting();
    followed.schedule(NOW_MS - 5, nothing);
    await rung();
    followed.wake();
    await rung();
    followed.runDue();
    followed.schedule(NOW_MS - 5, nothing);
    await rung();
    expect(rings).toEqual([1, 2, 3]);
  });

  it('does not ring before its time', async () => {
    const [later, sooner] = [createSetting(), createSetting()];
    later.followed.schedule(NOW_MS + 40, nothing);
    sooner.followed.schedule(NOW_MS + 1, nothing);
    await sooner.rung();
    expect([sooner.rings, later.rings]).toEqual([[1], []]);
    await later.rung();
    expect([sooner.rings, later.rings]).toEqual([[1], [1]]);
  });

  it('rings no more once its mock has stopped or stands still', () => {
    const { clock, followed } = createSetting();
    const before = timers();
    followed.schedule(NOW_MS + 5000, nothing);
    followed.freeze();
    expect([clock.wakeAtMs(), timers() - before]).toEqual([undefined, 0]);
    followed.reset();
    expect([clock.wakeAtMs(), timers() - before]).toEqual([NOW_MS + 5000, 1]);
    followed.stop();
    expect([clock.wakeAtMs(), timers() - before]).toEqual([undefined, 0]);
  });
});
