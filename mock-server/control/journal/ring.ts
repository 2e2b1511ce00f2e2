import type { JournalEntry } from './entry.ts';

/** The last so many entries, and what they take of the heap. */
export interface Ring {
  push(entry: JournalEntry, bytes: number): void;
  /** Oldest first. */
  list(): readonly JournalEntry[];
  count(): number;
  bytes(): number;
  /** Forgets the older half, and one at the least. */
  dropOlderHalf(): void;
  /** Forgets those that fit. */
  dropWhere(fits: (entry: JournalEntry) => boolean): void;
}

/** @param size - how many entries it keeps; past that the oldest goes. */
export function createRing(size: number): Ring {
  let entries: JournalEntry[] = [];
  let sizes: number[] = [];
  let oldest = 0;
  let bytes = 0;

  const order = (): number[] => entries.map((_, index) => (oldest + index) % entries.length);
  const keepOnly = (indices: readonly number[]): void => {
    entries = indices.flatMap((index) => entries[index] ?? []);
    sizes = indices.map((index) => sizes[index] ?? 0);
    bytes = sizes.reduce((sum, each) => sum + each, 0);
    oldest = 0;
  };
  return {
    push: (entry, itsBytes) => {
      if (size === 0) return;
      bytes += itsBytes;
      if (entries.length < size) {
        entries.push(entry);
        sizes.push(itsBytes);
        return;
      }
      bytes -= sizes[oldest] ?? 0;
      entries[oldest] = entry;
      sizes[oldest] = itsBytes;
      oldest = (oldest + 1) % size;
    },
    list: () => [...entries.slice(oldest), ...entries.slice(0, oldest)],
    count: () => entries.length,
    bytes: () => bytes,
    dropOlderHalf: () => {
      keepOnly(order().slice(Math.ceil(entries.length / 2)));
    },
    dropWhere: (fits) => {
      const rest = order().filter((index) => {
        const entry = entries[index];
        return entry !== undefined && !fits(entry);
      });
      if (rest.length < entries.length) keepOnly(rest);
    },
  };
}
