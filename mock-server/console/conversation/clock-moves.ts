import type { Change } from '../admin-api.ts';
import { timeOfDay } from '../instants.ts';
import type { Rows } from '../rows.ts';
import { changeWords } from '../words.ts';

/** What was done to the mock since one asked last, as far as it is part of the story of a chat. */
export interface ClockMoves {
  next(): readonly { readonly words: string; readonly change: Change }[];
}

const TOLD: readonly Change['verb'][] = [
  'clock.advance',
  'clock.freeze',
  'clock.set',
  'clock.reset',
  'reset',
  'restore',
];

export function createClockMoves(rows: Rows): ClockMoves {
  let lastId = 0;
  return {
    next: () => {
      const changes = rows.all().flatMap(({ change }) => (change !== undefined && change.id > lastId ? [change] : []));
      lastId = changes.reduce((id, change) => Math.max(id, change.id), lastId);
      return changes
        .filter(({ verb }) => TOLD.includes(verb))
        .map((change) => ({ change, words: `${changeWords(change)}${wayOf(change)}` }));
    },
  };
}

function wayOf({ fromMs, atMs }: Change): string {
  return fromMs === atMs ? '' : `, ${timeOfDay(fromMs)} → ${timeOfDay(atMs)}`;
}
