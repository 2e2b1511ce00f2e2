import { describe, expect, it } from '@jest/globals';
import type { JournalStore } from '../../../../mock-server/control/journal/store.ts';
import { createJournalStore } from '../../../../mock-server/control/journal/store.ts';
import { uncounted } from '../../../../mock-server/memory/budget.ts';
import { anEntry } from './an-entry.ts';

function record(store: JournalStore, accountId?: string): void {
  store.record(accountId, anEntry({ id: store.nextId(), accountId }));
}

const idsOf = (store: JournalStore, accountId?: string): number[] => store.entries(accountId).map(({ id }) => id);

describe('the entries of a mock', () => {
  it('have ids that go on after all are cleared, which begins another era', () => {
    const cleared: unknown[] = [];
    const store = createJournalStore(10, undefined, undefined, (accountId) => cleared.push(accountId));
    expect([store.lastId(), store.era()]).toEqual([0, 0]);
    record(store, 'a');
    record(store, 'b');
    store.clear('a');
    expect([store.lastId(), store.era(), idsOf(store)]).toEqual([2, 0, [2]]);
    store.clear();
    expect([store.lastId(), store.era(), idsOf(store), cleared]).toEqual([2, 1, [], ['a', undefined]]);
    record(store, 'a');
    expect(idsOf(store, 'a')).toEqual([3]);
  });

  it('are 100,000 of all accounts', () => {
    const store = createJournalStore(200_000);
    record(store, 'quiet');
    for (let number = 1; number < 100_000; number += 1) record(store, 'loud');
    expect(idsOf(store, 'quiet')).toEqual([1]);
    record(store, 'loud');
    expect([idsOf(store, 'quiet'), store.entries().length]).toEqual([[], 100_000]);
  });

  it('of the account that calls may be more than that alone', () => {
    const store = createJournalStore(10, 2);
    for (let number = 0; number < 4; number += 1) record(store, 'a');
    expect(idsOf(store)).toEqual([1, 2, 3, 4]);
  });

  it('take bytes with the place of their account, until they are gone', () => {
    const tally = uncounted();
    const store = createJournalStore(10, undefined, tally);
    record(store, 'a');
    const one = tally.bytes();
    expect(one).toBeGreaterThan(1450);
    record(store, 'a');
    expect(tally.bytes() - one).toBeLessThan(one - 900);
    store.clear('a');
    expect(tally.bytes()).toBe(0);
    record(store, undefined);
    const other = tally.bytes();
    record(store, 'a');
    store.record(undefined, anEntry({ id: store.nextId(), accountId: 'a' }), 700);
    store.clear('a');
    expect(tally.bytes()).toBe(other);
    store.clear('nobody');
    expect(tally.bytes()).toBe(other);
    store.clear();
    expect(tally.bytes()).toBe(0);
  });

  it('of one account go half by half, of several account by account', () => {
    const store = createJournalStore(10);
    const keeper = store.keeper(-1);
    expect([keeper.what, keeper.evict()]).toEqual(['journal entries', 0]);
    for (let number = 0; number < 5; number += 1) record(store, 'a');
    expect([keeper.evict(), idsOf(store)]).toEqual([3, [4, 5]]);
    record(store, 'b');
    record(store, 'a');
    record(store, 'c');
    expect([keeper.evict(), idsOf(store)]).toEqual([1, [4, 5, 7, 8]]);
    expect([keeper.evict(), idsOf(store)]).toEqual([3, [8]]);
    expect([keeper.evict(), keeper.evict(), idsOf(store)]).toEqual([1, 0, []]);
    record(store, 'c');
    expect(idsOf(store)).toEqual([9]);
  });

  it('are heard of by who watches their account, or all, until that ends', () => {
    const store = createJournalStore(10);
    const heard: [string, number][] = [];
    const watch = (name: string, accountId?: string): (() => void) =>
      store.watch(accountId, ({ id }) => heard.push([name, id]));
    const ends = [watch('all'), watch('a', 'a'), watch('b', 'b')];
    record(store, 'a');
    store.record(undefined, anEntry({ id: store.nextId(), accountId: 'b' }));
    record(store, undefined);
    expect(heard).toEqual([
      ['all', 1],
      ['a', 1],
      ['all', 2],
      ['b', 2],
      ['all', 3],
    ]);
    for (const end of ends) end();
    record(store, 'a');
    expect(heard).toHaveLength(5);
  });
});
