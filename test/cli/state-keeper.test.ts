import { describe, expect, it } from '@jest/globals';
import type { KeeperSetup, StateKeeper } from '../../mock-server/cli/state/state-keeper.ts';
import { keepState, PACE_MS, RETRY_MS } from '../../mock-server/cli/state/state-keeper.ts';
import { LockLost } from '../../mock-server/cli/state/state-lock.ts';

/** A keeper whose time and whose file are in the hands of a test. */
interface Held {
  readonly keeper: StateKeeper;
  /** Changes what is to be kept. */
  readonly become: (state: string) => void;
  /** Lets the time of the next look come; resolves when what it set off is done. */
  readonly pass: () => Promise<void>;
  /** How long each pause was. */
  readonly pauses: number[];
  readonly written: string[];
  readonly told: string[];
  /** What the next writes fail with; undefined when they do not. */
  readonly failWith: (error: Error | undefined) => void;
  /** How often the state was taken. */
  readonly taken: () => number;
}

function hold(parts: Partial<KeeperSetup> = {}): Held {
  const pauses: number[] = [];
  const written: string[] = [];
  const told: string[] = [];
  let state = 'first';
  let changes = 0;
  let taken = 0;
  let failure: Error | undefined;
  let ring: (() => void) | undefined;
  const keeper = keepState({
    mark: () => ['as ever', changes],
    take: () => {
      taken += 1;
      return state;
    },
    write: (text) => {
      if (failure !== undefined) return Promise.reject(failure);
      written.push(text);
      return Promise.resolve();
    },
    tell: (words) => told.push(words),
    isKept: true,
    startTimer: (ms, run) => {
      pauses.push(ms);
      ring = run;
      return () => {
        ring = undefined;
      };
    },
    startStopwatch: () => () => 0,
    ...parts,
  });
  return {
    keeper,
    become: (next) => {
      state = next;
      changes += 1;
    },
    pass: async () => {
      const before = pauses.length;
      ring?.();
      for (let turn = 0; turn < 20 && pauses.length === before; turn += 1) await Promise.resolve();
    },
    pauses,
    written,
    told,
    failWith: (error) => {
      failure = error;
    },
    taken: () => taken,
  };
}

describe('A state that is kept', () => {
  it('is written once for all that changed within a second, and not at all when nothing did', async () => {
    const { become, pass, pauses, written, told, taken } = hold();
    await pass();
    expect([written, taken()]).toEqual([[], 0]);
    become('second');
    become('third');
    await pass();
    await pass();
    become('fourth');
    await pass();
    expect([written, taken()]).toEqual([['third', 'fourth'], 2]);
    expect([new Set(pauses), told]).toEqual([new Set([PACE_MS]), []]);
  });

  it('is not written anew when what happened has changed nothing', async () => {
    const { become, pass, written, taken } = hold();
    for (const state of ['second', 'second', 'second']) {
      become(state);
      await pass();
    }
    expect([written, taken()]).toEqual([['second'], 3]);
  });

  it('is written at once where there is none yet', async () => {
    const { pass, written } = hold({ isKept: false });
    await pass();
    expect(written).toEqual(['first']);
  });

  it('is written less often the longer it takes: a large one must not stop the mock', async () => {
    const { become, pass, pauses } = hold({ startStopwatch: () => () => 400 });
    become('large');
    await pass();
    await pass();
    expect(pauses).toEqual([PACE_MS, 8000, 8000]);
  });

  it('is written at the end, what came last included, and never again', async () => {
    const { keeper, become, pass, written } = hold();
    become('last');
    expect(await keeper.close()).toBe(true);
    become('after');
    await pass();
    expect(written).toEqual(['last']);
  });

  it('that is being written when the end comes is written before what came last', async () => {
    const begun: ((value: undefined) => void)[] = [];
    const written: string[] = [];
    const { keeper, become, pass } = hold({
      write: (text) =>
        new Promise((resolve) => {
          written.push(text);
          begun.push(resolve);
        }),
    });
    become('second');
    await pass();
    become('third');
    const closed = keeper.close();
    expect(written).toEqual(['second']);
    begun[0]?.(undefined);
    for (let turn = 0; turn < 20 && begun.length < 2; turn += 1) await Promise.resolve();
    begun[1]?.(undefined);
    expect([await closed, written]).toEqual([true, ['second', 'third']]);
  });
});

describe('A state that cannot be written', () => {
  const FULL = new Error('there is no room left');

  it('is told once, tried again, and told once more when it works', async () => {
    const { become, pass, pauses, written, told, failWith } = hold();
    failWith(FULL);
    become('second');
    for (let turn = 0; turn < 3; turn += 1) await pass();
    expect(told).toEqual(['is not kept: there is no room left; the mock goes on, and tries again']);
    expect(pauses).toEqual([PACE_MS, RETRY_MS, RETRY_MS, RETRY_MS]);
    failWith(undefined);
    await pass();
    await pass();
    expect([told.slice(1), written, pauses.at(-1)]).toEqual([['is kept again'], ['second'], PACE_MS]);
    failWith(FULL);
    become('third');
    await pass();
    expect(told.length).toBe(3);
  });

  it('to the end is told to whoever stops it', async () => {
    const { keeper, become, told, failWith } = hold();
    failWith(FULL);
    become('second');
    expect(await keeper.close()).toBe(false);
    expect(told.length).toBe(1);
  });

  it('because it cannot even be made into text is told like any', async () => {
    const { become, pass, told } = hold({
      take: () => {
        throw new RangeError('Invalid string length');
      },
    });
    become('second');
    await pass();
    expect(told).toEqual(['is not kept: Invalid string length; the mock goes on, and tries again']);
  });

  it('because another process has it is told once, and left to that one for good', async () => {
    const { keeper, become, pass, written, told, failWith } = hold();
    failWith(new LockLost('process 7 on another-host'));
    become('second');
    await pass();
    failWith(undefined);
    become('third');
    await pass();
    expect([await keeper.close(), written]).toEqual([false, []]);
    expect(told).toEqual(['is not kept any more: process 7 on another-host has taken it over']);
  });
});
