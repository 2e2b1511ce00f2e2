import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JournalEntry } from '../../mock-server/control/journal-entry.ts';
import type { JournalStore } from '../../mock-server/control/journal-store.ts';
import { createJournalStore } from '../../mock-server/control/journal-store.ts';

const ACCOUNTS = ['a', 'b', 'c', undefined] as const;

describe('What is kept of the calls', () => {
  it('is the last so many of each account, whatever comes in whatever order', () => {
    const calls = fc.array(fc.constantFrom(...ACCOUNTS), { maxLength: 200, size: 'max' });
    fc.assert(fc.property(fc.integer({ min: 0, max: 7 }), calls, (perAccount, accounts) => {
      const store = createJournalStore(perAccount);
      const recorded = accounts.map((accountId) => record(store, accountId));
      const last = (accountId: string | undefined): number[] =>
        recorded.filter((_, index) => accounts[index] === accountId).slice(perAccount === 0 ? recorded.length : -perAccount);
      for (const accountId of ['a', 'b', 'c']) expect(idsIn(store, accountId)).toEqual(last(accountId));
      expect(idsIn(store)).toEqual(ACCOUNTS.flatMap(last).sort((one, other) => one - other));
    }));
  });

  it('is no more than the bound over all: the account that was quiet longest loses its entries', () => {
    const store = createJournalStore(10, 5);
    for (const accountId of ['a', 'a', 'b', 'b', 'a']) record(store, accountId);
    expect(idsIn(store)).toEqual([1, 2, 3, 4, 5]);
    record(store, 'c');
    expect(idsIn(store)).toEqual([1, 2, 5, 6]);
    record(store, 'c');
    record(store, 'c');
    expect([idsIn(store), idsIn(store, 'a')]).toEqual([[6, 7, 8], []]);
  });

  it('counts anew once it is cleared', () => {
    const store = createJournalStore(10, 3);
    for (const accountId of ['a', 'a', 'b']) record(store, accountId);
    store.clear('a');
    record(store, 'c');
    record(store, 'c');
    expect(idsIn(store)).toEqual([3, 4, 5]);
    store.clear();
    expect(idsIn(store)).toEqual([]);
  });
});

function record(store: JournalStore, accountId: string | undefined): number {
  const id = store.nextId();
  store.record(accountId, { id } as JournalEntry);
  return id;
}

function idsIn(store: JournalStore, accountId?: string): number[] {
  return store.entries(accountId).map(({ id }) => id);
}
