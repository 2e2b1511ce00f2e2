import type { Tally } from './budget.ts';

/** What is kept under a key, by when it came. */
export interface KeptItems<Key, Item extends KeptItem> {
  /** Takes the place of what was kept under the key. The oldest go until both bounds are met. */
  put(key: Key, item: Item): void;
  get(key: Key): Item | undefined;
  size(): number;
  /** The oldest first. */
  all(): readonly Item[];
  /** Of one account, or all of it. */
  dropOf(accountId: string | undefined): void;
  /** Gives back how many were dropped. */
  dropOldest(count: number): number;
}

export interface KeptItem {
  readonly accountId: string | undefined;
  /** What it takes of the heap. */
  readonly bytes: number;
}

/** @param mostBytes - of everything that the tally counts */
export function createKeptItems<Key, Item extends KeptItem>(
  tally: Tally,
  most: number,
  mostBytes: number,
): KeptItems<Key, Item> {
  const items = new Map<Key, Item>();
  // One that goes on: a new one would have to pass the places of all that were dropped since the map grew.
  let keys = items.keys();

  const oldest = (): IteratorResult<Key, undefined> => {
    const next = keys.next();
    if (next.done !== true) return next;
    keys = items.keys();
    return keys.next();
  };
  const drop = (key: Key): void => {
    tally.count(-(items.get(key)?.bytes ?? 0));
    items.delete(key);
  };
  return {
    put: (key, item) => {
      drop(key);
      items.set(key, item);
      tally.count(item.bytes);
      while (items.size > most || tally.bytes() > mostBytes) {
        const next = oldest();
        if (next.done === true) return;
        drop(next.value);
      }
    },
    get: (key) => items.get(key),
    size: () => items.size,
    all: () => [...items.values()],
    dropOf: (accountId) => {
      for (const [key, item] of items) if (accountId === undefined || item.accountId === accountId) drop(key);
    },
    dropOldest: (count) => {
      for (const key of [...items.keys()].slice(0, count)) drop(key);
      return count;
    },
  };
}
