import type { startTimer } from '../clock.ts';
import type { Change, ChangeLog } from '../control/changes/change-log.ts';
import type { JournalEntry } from '../control/journal/entry.ts';
import type { Journal } from '../control/journal/journal.ts';
import type { Reader } from './pieces.ts';
import { BATCH, createWaiting, piecesOf } from './pieces.ts';

/** How far a reader has come: the last entry and the last change that it heard of. */
export interface EventCursor {
  readonly entry: number;
  readonly change: number;
}

/** A call, a frame, or what a tester changed between two of them. */
export type MockEvent = { readonly entry: JournalEntry } | { readonly change: Change };

/** What events are read from. */
export interface EventSources {
  readonly journal: Pick<Journal, 'find' | 'watch'>;
  readonly changes: ChangeLog;
}

/** @param text - as the id of an event has it: `12.3`, or `12` for an entry alone */
export function readCursor(text: string | undefined): EventCursor | undefined {
  const [, entry, change = '0'] = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text ?? '') ?? [];
  return entry === undefined ? undefined : { entry: Number(entry), change: Number(change) };
}

/**
 * Calls and changes in their order, as server-sent events. The id of each says how far one has come in both; see
 * {@link followJournal} for what a slow reader costs.
 *
 * @param after - undefined: begin with what is still to come
 */
export function followEvents(
  sources: EventSources,
  after: EventCursor | undefined,
  start?: typeof startTimer,
): AsyncIterableIterator<string> {
  const reader = createReader(sources, after);
  return piecesOf(reader, {
    opening: ': what happens in lp-auth-mock\n\n',
    write: (event) => {
      const { entry, change } = reader.cursor();
      return `id: ${String(entry)}.${String(change)}\ndata: ${JSON.stringify(event)}\n\n`;
    },
    startTimer: start,
  });
}

function createReader(
  { journal, changes }: EventSources,
  after: EventCursor | undefined,
): Reader<MockEvent> & { cursor(): EventCursor } {
  let cursor = after ?? { entry: journal.find().at(-1)?.id ?? 0, change: changes.lastId() };
  let batch: readonly MockEvent[] = [];
  let isBehind = true;
  const waiting = createWaiting<MockEvent>();
  const hear = (event: MockEvent): void => {
    if (waiting.isOn()) waiting.give(event);
    else isBehind = true;
  };
  const stops = [
    journal.watch((entry) => {
      hear({ entry });
    }),
    changes.watch((change) => {
      hear({ change });
    }),
  ];
  const nextKept = (): MockEvent | undefined => {
    if (batch.length === 0 && isBehind) batch = keptAfter({ journal, changes }, cursor);
    if (batch.length === 0) isBehind = false;
    const [first, ...rest] = batch;
    batch = rest;
    return first;
  };
  return {
    cursor: () => cursor,
    take: async (start) => {
      const event = nextKept() ?? (await waiting.next(start));
      if (event !== undefined) cursor = past(cursor, event);
      return event;
    },
    stop: () => {
      for (const stop of stops) stop();
      waiting.give(undefined);
    },
  };
}

function past(cursor: EventCursor, event: MockEvent): EventCursor {
  return 'entry' in event ? { ...cursor, entry: event.entry.id } : { ...cursor, change: event.change.id };
}

function keptAfter({ journal, changes }: EventSources, cursor: EventCursor): readonly MockEvent[] {
  const entries = journal.find(({ id }) => id > cursor.entry).slice(0, BATCH);
  // Behind the last of a full batch there are more entries, which come before the changes that follow them.
  const end = entries.length < BATCH ? Infinity : (entries.at(-1)?.id ?? 0);
  const due = changes.after(cursor.change).filter(({ afterEntry }) => afterEntry < end);
  const merged: MockEvent[] = [];
  for (const entry of entries) {
    while (due[0] !== undefined && due[0].afterEntry < entry.id) merged.push(...due.splice(0, 1).map(asChange));
    merged.push({ entry });
  }
  return [...merged, ...due.map(asChange)];
}

function asChange(change: Change): MockEvent {
  return { change };
}
