import type { JournalEntry } from './admin-api.ts';
import type { Row } from './rows.ts';

/** A line as it stands in the list: a row, or a frame of a socket that is open there. */
export interface ListItem {
  /** In the address. */
  readonly id: string;
  readonly row: Row;
  readonly frame: JournalEntry | undefined;
}

/** Rows with the frames of the open ones below them, in their own order. @param opened - ids of rows */
export function itemsOf(rows: readonly Row[], opened: ReadonlySet<string>): ListItem[] {
  const items: ListItem[] = [];
  for (const row of rows) {
    items.push({ id: row.id, row, frame: undefined });
    if (!opened.has(row.id)) continue;
    for (const frame of row.frames) items.push({ id: String(frame.id), row, frame });
  }
  return items;
}

/** How high lines are, by what they are; those that wrap are measured once they are drawn. */
export interface Heights {
  of(item: ListItem): number;
  /** Whether it was something else before. */
  measured(item: ListItem, height: number): boolean;
  /** The list has another width. */
  forget(isNarrow: boolean): void;
}

export function createHeights(): Heights {
  const known = new Map<string, number>();
  let isNarrow = false;
  const guessed = ({ row, frame }: ListItem): number => {
    if (frame !== undefined) return 28;
    if (row.change !== undefined) return 31;
    const plain = isNarrow ? 62 : 36;
    return row.why === undefined ? plain : plain + (isNarrow ? 20 : 17);
  };
  return {
    of: (item) => known.get(item.id) ?? guessed(item),
    measured: (item, height) => {
      if (height === (known.get(item.id) ?? guessed(item))) return false;
      if (known.size > MOST_KNOWN) known.clear();
      known.set(item.id, height);
      return true;
    },
    forget: (narrow) => {
      isNarrow = narrow;
      known.clear();
    },
  };
}

const MOST_KNOWN = 20_000;
