/** A seeded source of choices: the same seed makes the same choices everywhere. */
export interface Dice {
  /** A whole number from 0 up to and without `sides`. */
  roll(sides: number): number;
  /** True once in so many times. */
  oneIn(count: number): boolean;
  /** One of the list. @throws Error when it is empty. */
  pick<Item>(list: readonly Item[]): Item;
}

/** Mulberry32 over the two numbers. */
export function createDice(seed: number, index: number): Dice {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const roll = (sides: number): number => next() % sides;
  return {
    roll,
    oneIn: (count) => roll(count) === 0,
    pick: (list) => {
      if (list.length === 0) throw new Error('nothing to pick from');
      return list[roll(list.length)] as (typeof list)[number];
    },
  };
}
