import type { startTimer } from '../clock.ts';
import type { Change, ChangeLog } from '../control/changes/change-log.ts';
import type { JournalEntry } from '../control/journal/entry.ts';
import type { Journal } from '../control/journal/journal.ts';
import type { AttemptSource } from '../control/webhooks/hub.ts';
import type { ToldAttempt } from '../webhooks/attempt.ts';
import type { Reader } from './pieces.ts';
import { BATCH, createWaiting, piecesOf } from './pieces.ts';

/** How far a reader has come: the last entry, the last change and the last attempt at a webhook that it heard of. */
export interface EventCursor {
  readonly entry: number;
  readonly change: number;
  readonly attempt: number;
}

/** A call, a frame, or between two of them what a tester changed, or an attempt at a webhook. */
export type MockEvent =
  { readonly entry: JournalEntry } | { readonly change: Change } | { readonly attempt: ToldAttempt };

/** What events are read from. */
export interface EventSources {
  readonly journal: Pick<Journal, 'find' | 'watch'>;
  readonly changes: ChangeLog;
  readonly attempts: AttemptSource;
}

/** @param text - as the id of an event has it: `12.3.4`, or `12.3` or `12` where the others are 0 */
export function readCursor(text: string | undefined): EventCursor | undefined {
  const [, entry, change = '0', attempt = '0'] =
    /^(\d{1,15})(?:\.(\d{1,15})(?:\.(\d{1,15}))?)?$/.exec(text ?? '') ?? [];
  return entry === undefined ? undefined : { entry: Number(entry), change: Number(change), attempt: Number(attempt) };
}

/** What {@link readCursor} reads; without webhooks it has two parts. */
export function eventId({ entry, change, attempt }: EventCursor): string {
  return [entry, change, ...(attempt === 0 ? [] : [attempt])].join('.');
}

/**
 * Calls, changes and webhooks in their order, as server-sent events. The id of each says how far one has come; see
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
    write: (event) => `id: ${eventId(reader.cursor())}\ndata: ${JSON.stringify(event)}\n\n`,
    startTimer: start,
  });
}

function createReader(
  sources: EventSources,
  after: EventCursor | undefined,
): Reader<MockEvent> & { cursor(): EventCursor } {
  const { journal, changes, attempts } = sources;
  let cursor = after ?? { entry: journal.find().at(-1)?.id ?? 0, change: changes.lastId(), attempt: attempts.lastId() };
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
    attempts.watch((attempt) => {
      hear({ attempt });
    }),
  ];
  const nextKept = (): MockEvent | undefined => {
    if (batch.length === 0 && isBehind) batch = keptAfter(sources, cursor);
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
  if ('entry' in event) return { ...cursor, entry: event.entry.id };
  return 'change' in event ? { ...cursor, change: event.change.id } : { ...cursor, attempt: Number(event.attempt.id) };
}

function keptAfter({ journal, changes, attempts }: EventSources, cursor: EventCursor): readonly MockEvent[] {
  const entries = journal.find(({ id }) => id > cursor.entry).slice(0, BATCH);
  // Behind the last of a full batch there are more entries, which come before what follows them.
  const end = entries.length < BATCH ? Infinity : (entries.at(-1)?.id ?? 0);
  const due = between(changes.after(cursor.change), attempts.after(cursor.attempt)).filter(
    ({ afterEntry }) => afterEntry < end,
  );
  const merged: MockEvent[] = [];
  for (const entry of entries) {
    while (due[0] !== undefined && due[0].afterEntry < entry.id) merged.push(...due.splice(0, 1).map(asEvent));
    merged.push({ entry });
  }
  return [...merged, ...due.map(asEvent)];
}

/** Changes and attempts as they came, each oldest first. */
function between(changes: readonly Change[], attempts: readonly ToldAttempt[]): (Change | ToldAttempt)[] {
  let next = 0;
  return [
    ...changes.flatMap((change) => {
      const from = next;
      while ((attempts[next]?.afterChange ?? Infinity) < change.id) next += 1;
      return [...attempts.slice(from, next), change];
    }),
    ...attempts.slice(next),
  ];
}

function asEvent(told: Change | ToldAttempt): MockEvent {
  return 'verb' in told ? { change: told } : { attempt: told };
}
