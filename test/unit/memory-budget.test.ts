import { describe, expect, it } from '@jest/globals';
import type { Keeper, MemoryBudget, Tally } from '../../mock-server/memory/budget.ts';
import { createMemoryBudget } from '../../mock-server/memory/budget.ts';

const MEGABYTE = 1_000_000;
/** 75 MB for what is kept. */
const LIMIT = 100;

/** A keeper with things of a megabyte each. */
function keeperOf(what: string | undefined, tally: Tally, things: number): Keeper {
  tally.count(things * MEGABYTE);
  return {
    what,
    evict: () => {
      if (tally.bytes() === 0) return 0;
      tally.count(-MEGABYTE);
      return 1;
    },
  };
}

function fill(counts: readonly number[]): { memory: MemoryBudget; tallies: readonly Tally[] } {
  const memory = createMemoryBudget(LIMIT);
  const tallies = counts.map(() => memory.tally());
  memory.giveUpInOrder(
    tallies.map((tally, index) => keeperOf(`things of ${String(index)}`, tally, counts[index] ?? 0)),
  );
  return { memory, tallies };
}

const megabytesOf = (tallies: readonly Tally[]): number[] => tallies.map((tally) => tally.bytes() / MEGABYTE);

describe('what a mock keeps', () => {
  it('stays as it is within three quarters of limits.megabytes', () => {
    const { memory, tallies } = fill([30, 45]);
    memory.settle();
    expect([megabytesOf(tallies), memory.tell(), memory.keptBytes()]).toEqual([[30, 45], undefined, 75 * MEGABYTE]);
  });

  it('goes in the order of its keepers past that, until a tenth of it is free', () => {
    const { memory, tallies } = fill([5, 20, 60]);
    memory.settle();
    expect(megabytesOf(tallies)).toEqual([0, 7, 60]);
  });

  it('is told once, in one line, and not again before another twentieth of it went', () => {
    const {
      memory,
      tallies: [first],
    } = fill([5, 80]);
    memory.settle();
    expect(memory.tell()).toBe(
      'what the mock keeps reached limits.megabytes (100); gone: 5 things of 0, 13 things of 1',
    );
    expect(memory.tell()).toBeUndefined();
    // So much that the next settling has to take back no more than is too little to be told.
    for (let round = 0; round < 3; round += 1) {
      first?.count(8 * MEGABYTE);
      memory.settle();
    }
    expect(memory.tell()).toMatch(/^what the mock keeps reached limits\.megabytes \(100\); gone: \d+ things of 0/);
  });

  it('goes without a line when nobody misses it', () => {
    const memory = createMemoryBudget(LIMIT);
    memory.giveUpInOrder([keeperOf(undefined, memory.tally(), 90)]);
    memory.settle();
    expect([memory.keptBytes() / MEGABYTE, memory.tell()]).toEqual([67, undefined]);
  });

  it('is full when nothing more can go, and no longer once there is room again', () => {
    const {
      memory,
      tallies: [first],
    } = fill([3]);
    const open = memory.tally();
    open.count(80 * MEGABYTE);
    expect(open.isFull()).toBe(false);
    memory.settle();
    expect([open.isFull(), first?.bytes()]).toEqual([true, 0]);
    open.count(-10 * MEGABYTE);
    expect(open.isFull()).toBe(false);
  });

  it('counts nothing of a part that is gone, whoever still writes to it', () => {
    const memory = createMemoryBudget(LIMIT);
    const part = memory.tally();
    part.count(MEGABYTE);
    part.release();
    part.count(MEGABYTE);
    expect([memory.keptBytes(), part.bytes()]).toEqual([0, 0]);
  });
});
