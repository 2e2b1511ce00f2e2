import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Scheduled } from '../../mock-server/clock.ts';
import { createClock, startStopwatch } from '../../mock-server/clock.ts';
import { durationMs, instantMs, isoSeconds } from '../../mock-server/instant.ts';

const NOON = '2026-11-20T12:00:00Z';
const NOON_MS = Date.parse(NOON);

/** A time source that stands still until the test moves it. */
function handSource(atMs = NOON_MS): { now(): number; moveBy(ms: number): void } {
  let nowMs = atMs;
  return {
    now: () => nowMs,
    moveBy: (ms) => {
      nowMs += ms;
    },
  };
}

describe('a clock', () => {
  it('asks its source anew each time, so fake timers move it', () => {
    const source = handSource();
    const clock = createClock(source);
    source.moveBy(1500);
    expect(clock.now()).toBe(NOON_MS + 1500);
  });

  it('rounds seconds down, as iat and exp do', () => {
    const clock = createClock(handSource(NOON_MS + 999));
    expect(clock.nowSeconds()).toBe(NOON_MS / 1000);
  });

  it('runs on from where it was advanced to', () => {
    const source = handSource();
    const clock = createClock(source);
    clock.advance('61m');
    source.moveBy(1000);
    expect(clock.now()).toBe(NOON_MS + 61 * 60_000 + 1000);
  });

  it('goes back by a negative duration', () => {
    const clock = createClock(handSource());
    clock.advance(-10);
    clock.advance('-20s');
    expect(clock.now()).toBe(NOON_MS - 30_000);
  });

  it('stays where it was frozen, and moves only when told', () => {
    const source = handSource();
    const clock = createClock(source);
    clock.freeze();
    source.moveBy(5000);
    expect(clock.now()).toBe(NOON_MS);
    clock.advance(5);
    source.moveBy(5000);
    expect(clock.now()).toBe(NOON_MS + 5000);
  });

  it('freezes at an instant that is given', () => {
    const clock = createClock(handSource());
    clock.freeze('2030-01-01T00:00:00Z');
    expect(clock.now()).toBe(Date.parse('2030-01-01T00:00:00Z'));
  });

  it('jumps to an instant and keeps running, or stays frozen there', () => {
    const source = handSource();
    const clock = createClock(source);
    clock.set('2030-01-01T00:00:00Z');
    source.moveBy(1000);
    expect(clock.now()).toBe(Date.parse('2030-01-01T00:00:01Z'));
    clock.freeze();
    clock.set(0);
    source.moveBy(1000);
    expect(clock.now()).toBe(0);
  });

  it('goes back to its source on reset, running', () => {
    const source = handSource();
    const clock = createClock(source);
    clock.freeze(0);
    clock.advance('1d');
    clock.reset();
    source.moveBy(1);
    expect(clock.now()).toBe(NOON_MS + 1);
  });

  it('is not moved by what it refuses', () => {
    const clock = createClock(handSource());
    expect(() => {
      clock.advance('tomorrow');
    }).toThrow(TypeError);
    expect(() => {
      clock.set('whenever');
    }).toThrow(TypeError);
    expect(() => {
      clock.freeze('whenever');
    }).toThrow(TypeError);
    expect(() => {
      clock.advance('300000y');
    }).toThrow(
      new TypeError('the clock cannot go there: dates end 275,760 years after Christ and 271,821 years before'),
    );
    expect(clock.now()).toBe(NOON_MS);
  });

  it('ends with the calendar where the one that it runs on was moved as well', () => {
    const source = createClock(handSource());
    const clock = createClock(source);
    for (const each of [clock, source]) each.advance('200000y');
    expect(new Date(clock.now()).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
    source.reset();
    expect(new Date(clock.now()).getUTCFullYear()).toBe(202_030);
  });
});

describe('a duration', () => {
  it.each([
    ['61m', 3_660_000],
    ['730h', 2_628_000_000],
    ['10s', 10_000],
    ['1.5 hours', 5_400_000],
    ['250ms', 250],
    ['2d', 172_800_000],
    [10, 10_000],
    [0, 0],
    [-1, -1000],
    [0.5, 500],
  ])('of %j is %d ms', (duration, milliseconds) => {
    expect(durationMs(duration)).toBe(milliseconds);
  });

  it.each([
    ['10'],
    [''],
    ['  '],
    ['m'],
    ['2d '],
    ['10 fortnights'],
    ['tomorrow'],
    ['__proto__'],
    [`${'9'.repeat(200)}s`],
    [NaN],
    [Infinity],
    [1e306],
    [5n as unknown as number],
  ])('is not %p, and the error says what one is', (duration) => {
    expect(() => durationMs(duration)).toThrow(/^not a duration: .*Give a text with a unit, such as '61m'/);
  });
});

describe('an instant', () => {
  it.each([
    [NOON, NOON_MS],
    [new Date(NOON_MS), NOON_MS],
    [NOON_MS / 1000, NOON_MS],
    [0, 0],
    [-1, -1000],
    ['2026-11-20', Date.parse('2026-11-20')],
    ['2026-11-20T12:00:00', NOON_MS],
    ['2026-11-20 12:00', NOON_MS],
    ['2026-11-20T14:00:00.000+02:00', NOON_MS],
    ['2026-11-20t14:00+0200', NOON_MS],
    [' 2026-11-20T12:00:00z ', NOON_MS],
  ])('is %j', (at, milliseconds) => {
    expect(instantMs(at)).toBe(milliseconds);
  });

  it.each([
    ['noon'],
    [''],
    ['1'],
    ['Nov 20 2026'],
    ['20/11/2026'],
    ['2026-13-01'],
    ['2026-02-30'],
    ['2027-02-29T12:00:00Z'],
    ['2026-11-31'],
    ['2026-11-20T25:00:00Z'],
    [NaN],
    [new Date(NaN)],
  ])('is not %j, and the error says what one is', (at) => {
    expect(() => instantMs(at)).toThrow(/^not an instant: .*Give an ISO 8601 text/);
  });

  it('may be the last day of a February, and in a year of six digits', () => {
    expect([instantMs('2028-02-29'), instantMs('+012026-11-20')].map((at) => new Date(at).toISOString())).toEqual([
      '2028-02-29T00:00:00.000Z',
      '+012026-11-20T00:00:00.000Z',
    ]);
  });

  it('is a number of milliseconds where it would be too many seconds, as Date.now() gives it', () => {
    expect([instantMs(NOON_MS), instantMs(NOON_MS / 1000), instantMs(1e11), instantMs(-1e11)]).toEqual([
      NOON_MS,
      NOON_MS,
      1e11,
      -1e11,
    ]);
  });
});

it.each(['Asia/Tokyo', 'America/Los_Angeles'])(
  'an instant without an offset is UTC, on a machine in %s too',
  async (zone) => {
    const script = `import { instantMs } from './mock-server/instant.ts';
    console.log(new Date().getTimezoneOffset() !== 0, ...['2026-11-20T12:00', '2026-11-20 12:00:00', '2026-11-20T12:00Z'].map(instantMs));`;
    const options = {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      env: { ...process.env, NODE_OPTIONS: '', TZ: zone },
    };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      options,
    );
    expect(stdout.trim()).toBe(`true ${Array(3).fill(NOON_MS).join(' ')}`);
  },
);

describe('seconds in a sentence', () => {
  it('are ISO 8601 in UTC', () => {
    expect(isoSeconds(NOON_MS / 1000)).toBe(NOON);
  });

  it('are the bare number when no calendar knows them', () => {
    expect(isoSeconds(1e20)).toBe('100000000000000000000');
  });
});

it('a stopwatch never runs backwards, wherever the clock of the mock goes', () => {
  const elapsedMs = startStopwatch();
  const [first, second] = [elapsedMs(), elapsedMs()];
  expect(first).toBeGreaterThanOrEqual(0);
  expect(second).toBeGreaterThanOrEqual(first);
});

describe('what is scheduled by a clock', () => {
  const frozen = (): ReturnType<typeof createClock> => {
    const clock = createClock(handSource());
    clock.freeze(NOON);
    return clock;
  };

  it('is done in order of time while the clock is moved, each at its time', () => {
    const clock = frozen();
    const done: string[] = [];
    const at = (afterMs: number, name: string): Scheduled =>
      clock.schedule(NOON_MS + afterMs, () => done.push(`${name}@${String(clock.now() - NOON_MS)}`));
    at(2000, 'b');
    at(1000, 'a');
    at(2000, 'c');
    at(1500, 'never').cancel();
    clock.schedule(NOON_MS + 500, () => at(700, 'nested'));
    clock.advance('1999ms');
    expect(done).toEqual(['nested@700', 'a@1000']);
    clock.set(new Date(NOON_MS + 5000));
    expect([done, clock.now()]).toEqual([['nested@700', 'a@1000', 'b@2000', 'c@2000'], NOON_MS + 5000]);
  });

  it('of clocks over a clock is done as that one is moved, in one order', () => {
    const clock = frozen();
    const [early, late, still] = [createClock(clock), createClock(clock), createClock(clock)];
    const done: string[] = [];
    late.advance('-1h');
    still.freeze();
    early.schedule(NOON_MS + 2000, () => done.push('early'));
    late.schedule(NOON_MS + 1000 - 3_600_000, () => done.push('late'));
    still.schedule(NOON_MS + 500, () => done.push('still'));
    clock.schedule(NOON_MS + 1500, () => done.push('own'));
    clock.advance('1h');
    expect(done).toEqual(['late', 'own', 'early']);
    still.advance('1s');
    expect(done.at(-1)).toBe('still');
  });

  it('is noticed when the source was moved outside, and forgotten when the clock is stopped', () => {
    const source = handSource();
    const clock = createClock(source);
    let done = 0;
    clock.schedule(NOON_MS + 1000, () => (done += 1));
    clock.schedule(NOON_MS + 3000, () => (done += 1));
    source.moveBy(2000);
    expect(done).toBe(0);
    clock.runDue();
    expect(done).toBe(1);
    clock.stop();
    clock.advance('1h');
    expect(done).toBe(1);
  });

  it('lets what it set off settle in between, where that is waited for', async () => {
    const done: string[] = [];
    const clock = createClock(handSource(), async () => {
      await Promise.resolve();
      done.push('settled');
    });
    clock.freeze(NOON);
    clock.schedule(NOON_MS + 1000, () => done.push('one'));
    clock.schedule(NOON_MS + 2000, () => done.push('two'));
    await clock.advanceAsync('2s');
    expect(done).toEqual(['settled', 'one', 'settled', 'two', 'settled', 'settled']);
  });

  it('falls due by itself after its source stood still, once somebody has asked what is due', async () => {
    let nowMs = 0;
    const clock = createClock({ now: () => nowMs });
    const done = new Promise<void>((resolve) => {
      clock.schedule(20, resolve);
    });
    // The timer rings while the source stands still, and goes off.
    await new Promise((resolve) => setTimeout(resolve, 40));
    nowMs = 15;
    clock.runDue();
    nowMs = 20;
    await expect(done).resolves.toBeUndefined();
    clock.stop();
  });

  it('falls due by itself while the clock runs', async () => {
    const clock = createClock({ now: () => Date.now() });
    await new Promise<void>((resolve) => {
      clock.schedule(clock.now() + 5, resolve);
    });
    expect(clock.now()).toBeGreaterThan(0);
  });

  it('is done in order, however much of it there is and is taken back', () => {
    const clock = frozen();
    const done: number[] = [];
    const dueMs = Array.from({ length: 500 }, (_, index) => (index * 7919) % 1000);
    const scheduled = dueMs.map((ms) => clock.schedule(NOON_MS + ms, () => done.push(ms)));
    scheduled.forEach((each, index) => {
      if (index % 3 === 0) each.cancel();
    });
    clock.advance('1s');
    expect(done).toEqual(dueMs.filter((_, index) => index % 3 !== 0).sort((one, other) => one - other));
  });

  it('is an object as well, and taking back what is done changes nothing', () => {
    const clock = frozen();
    const done: number[] = [];
    const task = { fallDue: () => done.push(clock.now() - NOON_MS) };
    const first = clock.schedule(NOON_MS + 10, task);
    clock.schedule(NOON_MS + 20, task);
    clock.advance('15ms');
    first.cancel();
    clock.advance('15ms');
    expect(done).toEqual([10, 20]);
  });
});
