import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JournalStore } from '../../mock-server/control/journal/store.ts';
import { uncounted } from '../../mock-server/memory/budget.ts';
import { createJournalStore } from '../../mock-server/control/journal/store.ts';
import { anEntry } from '../unit/control/journal/an-entry.ts';

const ENTRY = anEntry({ id: 0 });
const ACCOUNTS = ['a', 'b', 'c', undefined] as const;

describe('What is kept of the calls', () => {
  it('is the last so many of each account, whatever comes in whatever order', () => {
    const calls = fc.array(fc.constantFrom(...ACCOUNTS), { maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), calls, (perAccount, accounts) => {
        const store = createJournalStore(perAccount);
        const recorded = accounts.map((accountId) => record(store, accountId));
        const last = (accountId: string | undefined): number[] =>
          recorded
            .filter((_, index) => accounts[index] === accountId)
            .slice(perAccount === 0 ? recorded.length : -perAccount);
        for (const accountId of ['a', 'b', 'c']) expect(idsIn(store, accountId)).toEqual(last(accountId));
        expect(idsIn(store)).toEqual(ACCOUNTS.flatMap(last).sort((one, other) => one - other));
      }),
    );
  });

  it('is counted in bytes, and gives up the entries of the quietest account first, those of the last one half by half', () => {
    const tally = uncounted();
    const store = createJournalStore(10, undefined, tally);
    for (const accountId of ['a', 'b', 'a', 'a', 'a', 'a']) record(store, accountId);
    const keeper = store.keeper(0);
    const evict = (): number => keeper.evict();
    expect([evict(), idsIn(store)]).toEqual([1, [1, 3, 4, 5, 6]]);
    expect([evict(), idsIn(store)]).toEqual([3, [5, 6]]);
    expect([evict(), evict(), evict(), idsIn(store), tally.bytes()]).toEqual([1, 1, 0, [], 0]);
  });

  it('gives nothing up below the bytes that it may keep', () => {
    const tally = uncounted();
    const store = createJournalStore(10, undefined, tally);
    for (const accountId of ['a', 'b']) record(store, accountId);
    expect([store.keeper(tally.bytes()).evict(), store.keeper(tally.bytes() - 1).evict()]).toEqual([0, 1]);
  });

  it.each([0, 1, 3, 7])(
    'counts the same bytes whichever way it comes to be, with %i entries an account',
    (perAccount) => {
      fc.assert(
        fc.property(fc.array(fc.constantFrom('a', 'b', undefined, 'clear a', 'evict'), { maxLength: 60 }), (steps) => {
          const [tally, anew] = [uncounted(), uncounted()];
          const store = createJournalStore(perAccount, 9, tally);
          for (const step of steps) {
            if (step === 'clear a') store.clear('a');
            else if (step === 'evict') store.keeper(0).evict();
            else record(store, step);
          }
          const copy = createJournalStore(perAccount, 9, anew);
          for (const entry of store.entries()) copy.record(entry.accountId, entry);
          // Places stay when their last entry went.
          expect(tally.bytes() - anew.bytes()).toBeGreaterThanOrEqual(0);
          expect((tally.bytes() - anew.bytes()) % 1000).toBe(0);
        }),
      );
    },
  );

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

  it('of a call that named an account before it was there is with that account, until it is cleared', () => {
    const store = createJournalStore(10);
    const heard: number[] = [];
    store.watch('a', ({ id }) => {
      heard.push(id);
    });
    const id = store.nextId();
    store.record(undefined, { ...ENTRY, id, accountId: 'a' });
    record(store, 'b');
    record(store, 'a');
    expect([idsIn(store, 'a'), idsIn(store, 'b'), heard]).toEqual([[1, 3], [2], [1, 3]]);
    store.clear('a');
    expect([idsIn(store, 'a'), idsIn(store)]).toEqual([[], [2]]);
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
  store.record(accountId, { ...ENTRY, id, accountId });
  return id;
}

function idsIn(store: JournalStore, accountId?: string): number[] {
  return store.entries(accountId).map(({ id }) => id);
}
