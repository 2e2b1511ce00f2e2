import { describe, expect, it } from '@jest/globals';
import type { FaultSpec } from '../../../../mock-server/control/faults/spec.ts';
import type { Fault, FaultStore } from '../../../../mock-server/control/faults/store.ts';
import { createFaultStore, faultState, MAX_FAULT_CHARS } from '../../../../mock-server/control/faults/store.ts';

const idsOf = (faults: readonly Fault[]): string[] => faults.map(({ id }) => id);

/** A fault that counts as so many characters, of whichever account. */
function ofSize(chars: number, account?: string): FaultSpec {
  const empty = JSON.stringify({ error: 'reset', account: '', match: { path: '' } }).length + 500;
  return { error: 'reset', match: { path: 'x'.repeat(chars - empty) }, ...(account === undefined ? {} : { account }) };
}

const HALF = MAX_FAULT_CHARS / 2;
const TOO_LARGE = new RangeError(
  'all faults together would exceed 16777216 characters; remove some, or arm smaller ones',
);

describe('faults by account', () => {
  it('are asked before those of the whole mock, and those of other accounts never', () => {
    const store = createFaultStore();
    for (const account of [undefined, 'a', 'b']) store.add({ error: 'reset', account });
    expect(idsOf(store.at('a'))).toEqual(['fault-2', 'fault-1']);
    expect(idsOf(store.at(undefined))).toEqual(['fault-1']);
    expect([idsOf(store.list('b')), store.list('c')]).toEqual([['fault-3'], []]);
    store.clear('a');
    expect(idsOf(store.list())).toEqual(['fault-1', 'fault-3']);
  });
});

describe('the id of a fault', () => {
  it('is the next that no fault holds', () => {
    const store = createFaultStore();
    const taken = [1, 2].map(() => store.add({ error: 'reset' }, { id: 'fault-2', seen: 0, fired: 0 }));
    const once = store.add({ error: 'reset' }, { id: 'fault-4', seen: 0, fired: 0 });
    store.remove(once);
    for (const fault of taken.slice(1)) store.remove(fault);
    expect(idsOf([1, 2, 3].map(() => store.add({ error: 'reset' })))).toEqual(['fault-1', 'fault-3', 'fault-4']);
  });
});

describe('the bound of all faults together', () => {
  const full = (): { store: FaultStore; first: Fault } => {
    const store = createFaultStore();
    const first = store.add(ofSize(HALF));
    store.add(ofSize(HALF, 'a'));
    return { store, first };
  };

  it('is reached by what fills it, and passed by one more', () => {
    const { store } = full();
    expect(() => store.add({ error: 'reset' })).toThrow(TOO_LARGE);
    expect(store.list()).toHaveLength(2);
    const short = createFaultStore();
    short.add(ofSize(HALF));
    expect(() => short.add(ofSize(HALF + 1))).toThrow(TOO_LARGE);
  });

  it('counts a fault once, however often it is removed', () => {
    const { store, first } = full();
    store.remove(first);
    store.remove(first);
    store.add(ofSize(HALF));
    expect(() => store.add({ error: 'reset' })).toThrow(TOO_LARGE);
  });

  it('counts nothing of a function', () => {
    const store = createFaultStore();
    const [named, called] = [{ error: 'reset' }, { error: 'reset', match: () => true }] as const;
    const chars = [named, called, { ...named, account: '12345678' }].map((spec) => store.add(spec).chars);
    expect(chars).toEqual(Array(3).fill(JSON.stringify({ error: 'reset', account: '', match: '' }).length + 500));
  });

  it('can be asked for beforehand, for what goes and what comes', () => {
    const { store } = full();
    const coming = [ofSize(HALF / 2, 'b'), ofSize(HALF / 2, 'b')];
    for (const cleared of ['all', ['a'], ['b', 'a']] as const)
      expect(() => {
        store.requireRoom(coming, cleared);
      }).not.toThrow();
    expect(() => {
      store.requireRoom(coming, ['b']);
    }).toThrow(TOO_LARGE);
    expect(() => {
      store.requireRoom([...coming, ofSize(600)], ['a']);
    }).toThrow(TOO_LARGE);
  });
});

describe('a fault that is spent', () => {
  const spend = (fault: Fault): void => {
    fault.fired = fault.spec.times ?? 0;
  };

  it('stays while there is room, and makes room for another as large', () => {
    const store = createFaultStore();
    const first = store.add({ ...ofSize(HALF), times: 2 });
    spend(first);
    store.add({ error: 'reset' });
    expect(idsOf(store.list())).toEqual(['fault-1', 'fault-2']);
    for (let number = 3; number <= 200; number += 1) store.add({ error: 'reset' });
    store.add(ofSize(HALF));
    expect(store.list()).toHaveLength(200);
    expect(idsOf(store.list())).not.toContain('fault-1');
  });

  it('is never one without a number of times', () => {
    const fault = createFaultStore().add({ error: 'reset', match: () => true });
    fault.fired = 3;
    fault.seen = 4;
    expect(faultState(fault)).toEqual({
      id: 'fault-1',
      spec: { error: 'reset' },
      state: 'armed',
      description: 'a call to any endpoint loses its connection',
      seen: 4,
      fired: 3,
      explanation: 'armed for every call, fired 3 times',
    });
    fault.removed = true;
    expect(faultState(fault)).toMatchObject({ state: 'removed', explanation: 'removed, fired 3 times' });
  });

  it('shows a match that is plain data, and what is left of it', () => {
    const fault = createFaultStore().add({ error: 'reset', match: { path: '/a' }, times: 3, every: 2, after: 3 });
    fault.seen = 1;
    fault.fired = 1;
    expect(faultState(fault)).toMatchObject({
      spec: { error: 'reset', match: { path: '/a' } },
      explanation: 'armed for 2 more calls, one in 2, after 2 more calls, fired once',
    });
  });
});
