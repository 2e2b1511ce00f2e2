import { startTimer } from '../clock.ts';
import type { JournalEntry } from '../control/journal/entry.ts';
import type { Journal, JournalQuery } from '../control/journal/journal.ts';
import { fitting } from '../control/journal/journal.ts';

/** What a reader wants to hear. */
export interface JournalStreamOptions {
  readonly query: JournalQuery;
  /** Begin behind the entry of this id; undefined: with what is still to come. */
  readonly after: number | undefined;
  /** Times what keeps a quiet connection open. Default: the wall's time. */
  readonly startTimer?: typeof startTimer | undefined;
}

/** Clients and proxies give up on a connection that is quiet for a minute or more. */
export const QUIET_MS = 20_000;

/** How many entries a reader who is behind takes from the journal at once. */
const BATCH = 100;

/** Sent at once, so that the reader sees that it is heard. */
const OPENING = ': the journal of lp-auth-mock\n\n';
const STILL_HERE = ': nothing new\n\n';

/**
 * The journal as server-sent events (HTML, section 9.2), an event an entry.
 *
 * All that is kept of a reader is how far it has come: what it has not taken yet stands in the journal, or is gone from
 * there. So a reader who stalls costs no memory, and hears the rest once it reads on.
 */
export function followJournal(
  journal: Pick<Journal, 'find' | 'watch'>,
  options: JournalStreamOptions,
): AsyncIterableIterator<string> {
  const reader = createReader(journal, options);
  let hasBegun = false;
  let hasEnded = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      if (!hasBegun) {
        hasBegun = true;
        return { done: false, value: OPENING };
      }
      const entry = hasEnded ? undefined : await reader.take(options.startTimer ?? startTimer);
      // It may have ended while it was waited for.
      if (hasEnded) return { done: true, value: undefined };
      return {
        done: false,
        value: entry === undefined ? STILL_HERE : `id: ${String(entry.id)}\ndata: ${JSON.stringify(entry)}\n\n`,
      };
    },
    return: () => {
      hasBegun = true;
      hasEnded = true;
      reader.stop();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

interface Reader {
  /** The next entry; undefined when there was none for a while. */
  take(start: typeof startTimer): Promise<JournalEntry | undefined>;
  /** Stops, and ends what is waited for. */
  stop(): void;
}

function createReader(journal: Pick<Journal, 'find' | 'watch'>, { query, after }: JournalStreamOptions): Reader {
  const fits = fitting(query);
  let lastId = after ?? journal.find().at(-1)?.id ?? 0;
  let batch: readonly JournalEntry[] = [];
  let isBehind = true;
  let deliver: ((entry: JournalEntry | undefined) => void) | undefined;
  const stopWatching = journal.watch((entry) => {
    if (deliver === undefined) isBehind = true;
    else if (fits(entry)) deliver(entry);
  });

  const nextKept = (): JournalEntry | undefined => {
    if (batch.length === 0 && isBehind)
      batch = journal.find((entry) => entry.id > lastId && fits(entry)).slice(0, BATCH);
    if (batch.length === 0) isBehind = false;
    const [first, ...rest] = batch;
    batch = rest;
    return first;
  };
  const nextToCome = (start: typeof startTimer): Promise<JournalEntry | undefined> =>
    new Promise((resolve) => {
      const stopTimer = start(QUIET_MS, () => deliver?.(undefined));
      deliver = (entry) => {
        deliver = undefined;
        stopTimer();
        resolve(entry);
      };
    });
  return {
    take: async (start) => {
      const entry = nextKept() ?? (await nextToCome(start));
      lastId = entry?.id ?? lastId;
      return entry;
    },
    stop: () => {
      stopWatching();
      deliver?.(undefined);
    },
  };
}
