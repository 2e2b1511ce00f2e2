import type { startTimer } from '../clock.ts';
import type { JournalEntry } from '../control/journal/entry.ts';
import type { Journal, JournalQuery } from '../control/journal/journal.ts';
import { fitting } from '../control/journal/journal.ts';
import type { Reader } from './pieces.ts';
import { BATCH, createWaiting, piecesOf } from './pieces.ts';

export { QUIET_MS } from './pieces.ts';

/** What a reader wants to hear. */
export interface JournalStreamOptions {
  readonly query: JournalQuery;
  /** Begin behind the entry of this id; undefined: with what is still to come. */
  readonly after: number | undefined;
  /** Times what keeps a quiet connection open. Default: the wall's time. */
  readonly startTimer?: typeof startTimer | undefined;
}

/**
 * The journal as server-sent events, an event an entry.
 *
 * All that is kept of a reader is how far it has come: what it has not taken yet stands in the journal, or is gone from
 * there. So a reader who stalls costs no memory, and hears the rest once it reads on.
 */
export function followJournal(
  journal: Pick<Journal, 'find' | 'watch'>,
  options: JournalStreamOptions,
): AsyncIterableIterator<string> {
  return piecesOf(createReader(journal, options), {
    opening: ': the journal of lp-auth-mock\n\n',
    write: (entry) => `id: ${String(entry.id)}\ndata: ${JSON.stringify(entry)}\n\n`,
    startTimer: options.startTimer,
  });
}

function createReader(
  journal: Pick<Journal, 'find' | 'watch'>,
  { query, after }: JournalStreamOptions,
): Reader<JournalEntry> {
  const fits = fitting(query);
  let lastId = after ?? journal.find().at(-1)?.id ?? 0;
  let batch: readonly JournalEntry[] = [];
  let isBehind = true;
  const waiting = createWaiting<JournalEntry>();
  const stopWatching = journal.watch((entry) => {
    if (!waiting.isOn()) isBehind = true;
    else if (fits(entry)) waiting.give(entry);
  });

  const nextKept = (): JournalEntry | undefined => {
    if (batch.length === 0 && isBehind)
      batch = journal.find((entry) => entry.id > lastId && fits(entry)).slice(0, BATCH);
    if (batch.length === 0) isBehind = false;
    const [first, ...rest] = batch;
    batch = rest;
    return first;
  };
  return {
    take: async (start) => {
      const entry = nextKept() ?? (await waiting.next(start));
      lastId = entry?.id ?? lastId;
      return entry;
    },
    stop: () => {
      stopWatching();
      waiting.give(undefined);
    },
  };
}
