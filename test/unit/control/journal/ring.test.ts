import { describe, expect, it } from '@jest/globals';
import type { Ring } from '../../../../mock-server/control/journal/ring.ts';
import { createRing } from '../../../../mock-server/control/journal/ring.ts';
import { anEntry } from './an-entry.ts';

/** A ring into which so many entries went: number n takes n bytes. */
function filled(size: number, count: number): Ring {
  const ring = createRing(size);
  for (let id = 1; id <= count; id += 1) ring.push(anEntry({ id }), id);
  return ring;
}

const told = (ring: Ring): unknown => [ring.list().map(({ id }) => id), ring.count(), ring.bytes()];

describe('the last entries of an account', () => {
  it.each([
    [3, 0, [[], 0, 0]],
    [3, 2, [[1, 2], 2, 3]],
    [3, 3, [[1, 2, 3], 3, 6]],
    [3, 4, [[2, 3, 4], 3, 9]],
    [3, 8, [[6, 7, 8], 3, 21]],
    [1, 2, [[2], 1, 2]],
    [0, 2, [[], 0, 0]],
  ])('are %d at the most: after %d calls', (size, count, kept) => {
    expect(told(filled(size, count))).toEqual(kept);
  });

  it.each([
    [4, 4, [[3, 4], 2, 7]],
    [4, 6, [[5, 6], 2, 11]],
    [4, 3, [[3], 1, 3]],
    [4, 1, [[], 0, 0]],
    [4, 0, [[], 0, 0]],
  ])('of %d lose the older half after %d calls', (size, count, kept) => {
    const ring = filled(size, count);
    ring.dropOlderHalf();
    expect(told(ring)).toEqual(kept);
  });

  it('lose what is chosen, keep their order, and go on', () => {
    const ring = filled(4, 6);
    ring.dropWhere(({ id }) => id === 4 || id === 6);
    expect(told(ring)).toEqual([[3, 5], 2, 8]);
    for (const id of [7, 8, 9]) ring.push(anEntry({ id }), id);
    expect(told(ring)).toEqual([[5, 7, 8, 9], 4, 29]);
    ring.dropWhere(() => false);
    expect(told(ring)).toEqual([[5, 7, 8, 9], 4, 29]);
    ring.push(anEntry({ id: 10 }), 10);
    expect(told(ring)).toEqual([[7, 8, 9, 10], 4, 34]);
  });
});
