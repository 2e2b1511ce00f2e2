import type { Tally } from './budget.ts';
import type { KeptItem, KeptItems } from './kept-items.ts';

/** An item whose key is a number that grows from one to the next. */
export interface NumberedItem extends KeptItem {
  readonly id: number;
}

/**
 * What is kept under numbers that grow: the last `most` of them. As {@link KeptItems}, without the work of a map for
 * each item: a place is used again when its item is too old.
 *
 * @param mostBytes - of everything that the tally counts
 */
export function createKeptRing<Item extends NumberedItem>(
  tally: Tally,
  most: number,
  mostBytes: number,
): KeptItems<number, Item> {
  const places: (Item | undefined)[] = Array.from({ length: most }, () => undefined);
  let oldest = 0;
  let newest = -1;
  let size = 0;

  const get = (id: number): Item | undefined => {
    const item = places[id % most];
    return item?.id === id ? item : undefined;
  };
  const clearPlace = (place: number): void => {
    const item = places[place];
    if (item === undefined) return;
    places[place] = undefined;
    size -= 1;
    tally.count(-item.bytes);
  };
  /** Gives back how many went: less than was asked for when there are no more. */
  const dropUntil = (isEnough: (dropped: number) => boolean): number => {
    const before = size;
    while (size > 0 && !isEnough(before - size)) {
      if (get(oldest) !== undefined) clearPlace(oldest % most);
      oldest += 1;
    }
    return before - size;
  };
  const isInBounds = (): boolean => tally.bytes() <= mostBytes;
  const all = (): readonly Item[] => {
    const items: Item[] = [];
    for (let id = oldest; id <= newest; id += 1) {
      const item = get(id);
      if (item !== undefined) items.push(item);
    }
    return items;
  };
  return {
    put: (id, item) => {
      // One that comes late finds its place taken by a younger one.
      if (id <= newest - most) return;
      if (size > 0)
        for (let passed = newest + 1; passed < Math.min(id, newest + most + 1); passed += 1) clearPlace(passed % most);
      clearPlace(id % most);
      places[id % most] = item;
      size += 1;
      newest = Math.max(newest, id);
      oldest = size === 1 ? id : Math.max(Math.min(oldest, id), newest - most + 1);
      tally.count(item.bytes);
      dropUntil(isInBounds);
    },
    get,
    size: () => size,
    all,
    dropOf: (accountId) => {
      for (const { id, accountId: owner } of all())
        if (accountId === undefined || owner === accountId) clearPlace(id % most);
      if (size === 0) newest = -1;
    },
    dropOldest: (count) => dropUntil((dropped) => dropped >= count),
  };
}
