import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createKeeper } from '../../mock-server/console/site/keeper.ts';
import type { KeptState } from '../../mock-server/console/site/kept-state.ts';

/** A browser's store that remembers what was written, and refuses while `trouble` is set. */
class Store implements KeptState {
  readonly written: object[] = [];
  trouble: Error | undefined;

  read(): Promise<unknown> {
    return Promise.resolve(this.written.at(-1));
  }

  write(state: object): Promise<void> {
    if (this.trouble !== undefined) return Promise.reject(this.trouble);
    this.written.push(state);
    return Promise.resolve();
  }
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('What keeps the state of a mock in a page', () => {
  let state = 1;
  const mock = { snapshot: () => ({ state }) };
  const toldOf: unknown[] = [];
  const keeperOf = (store: Store) => {
    state = 1;
    toldOf.length = 0;
    return createKeeper(mock, store, (error) => toldOf.push(error));
  };

  it('writes once within a quarter of a second, however much happens', async () => {
    const store = new Store();
    const keeper = keeperOf(store);
    for (; state < 100; state += 1) keeper.changed();
    expect(store.written).toEqual([]);
    await jest.advanceTimersByTimeAsync(250);
    expect(store.written).toEqual([{ snapshot: { state: 100 } }]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('writes at once when the page is left, and no second time', async () => {
    const store = new Store();
    const keeper = keeperOf(store);
    keeper.changed();
    keeper.flush();
    expect(store.written).toEqual([{ snapshot: { state: 1 } }]);
    keeper.flush();
    await jest.advanceTimersByTimeAsync(1000);
    expect(store.written).toHaveLength(1);
  });

  it('does not write what is as it was', async () => {
    const store = new Store();
    const keeper = keeperOf(store);
    for (let change = 0; change < 3; change += 1) {
      keeper.changed();
      await jest.advanceTimersByTimeAsync(250);
    }
    expect(store.written).toHaveLength(1);
  });

  it('says what could not be kept, tries with the next change, and says when it could', async () => {
    const store = new Store();
    const keeper = keeperOf(store);
    store.trouble = new Error('no room');
    keeper.changed();
    await jest.advanceTimersByTimeAsync(250);
    store.trouble = undefined;
    keeper.changed();
    await jest.advanceTimersByTimeAsync(250);
    expect(toldOf).toEqual([new Error('no room'), undefined]);
    expect(store.written).toHaveLength(1);
  });
});
