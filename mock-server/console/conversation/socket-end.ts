import type { Finder } from './row-finder.ts';

/** The end of a socket, as a line that tells of it has it. */
export interface ToldEnd {
  /** When the page heard of it, by its own clock. */
  readonly realMs: number;
  /** The entry of the journal. */
  readonly find: Finder;
}

/** How long the journal's entry of an end may still be on its way, in milliseconds. */
const TOGETHER_MS = 5000;

/**
 * Where a move of the clock belongs among lines of which some are ends of sockets: before those that it has caused.
 * Sockets tell by one way, and the journal by another.
 *
 * @param ends - of each line, oldest first; undefined where it is no end
 * @param afterEntry - the id of the journal's last entry before the move
 */
export function placeOfMove(ends: readonly (ToldEnd | undefined)[], afterEntry: number): number {
  let place = ends.length;
  for (let end = ends[place - 1]; end !== undefined; end = ends[place - 1]) {
    const entryId = end.find()?.entryId;
    const isLater = entryId === undefined ? Date.now() - end.realMs < TOGETHER_MS : entryId > afterEntry;
    if (!isLater) break;
    place -= 1;
  }
  return place;
}
