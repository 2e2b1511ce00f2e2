import { startTimer } from '../clock.ts';
import type { Journal, JournalFilter, Predicate } from '../control/journal/journal.ts';
import { describeSeen, fitting, requireTimeout } from '../control/journal/journal.ts';
import type { JournalEntry } from '../control/journal/entry.ts';
import type { AdminTransport } from './transport.ts';
import { MockUnreachable } from './transport.ts';
import type { Remote } from './remote.ts';
import type { DoVerb } from './verbs.ts';

/** The journal of a running mock. Filters that are functions are run here. */
export function createRemoteJournal(
  transport: AdminTransport,
  perform: DoVerb,
  accountId: string | undefined,
): Remote<Journal> {
  const scope = accountId === undefined ? {} : { accountId };
  /** A journal may be asked for calls to an account that is not there; the journal of one account may not. */
  const requireAccount = async (): Promise<void> => {
    if (accountId !== undefined) await perform('account.credentials', {}, { accountId });
  };
  const find = async (filter: JournalFilter = {}): Promise<readonly JournalEntry[]> => {
    const fits = fitting(filter);
    await requireAccount();
    const { entries } = await perform('journal.find', { ...(typeof filter === 'function' ? {} : filter), ...scope });
    return entries.filter(fits);
  };
  return {
    find,
    count: async (filter) => (await find(filter)).length,
    waitFor: async (filter, timeoutMs = 1000) => {
      requireTimeout(timeoutMs);
      // Before the clock starts: what is there already is found however short the time.
      const [there] = await find(filter);
      if (there !== undefined) return there;
      const entry = await firstEntry(transport, accountId, fitting(filter), timeoutMs);
      if (entry !== undefined) return entry;
      throw new Error(`no call matched within ${String(timeoutMs)} ms; ${describeSeen(await find())}`);
    },
    unmatched: async () => (await perform('journal.unmatched', scope)).entries,
    watch: async (onEntry) => {
      await requireAccount();
      const hangUp = new AbortController();
      void tell(await openEntries(transport, { accountId, signal: hangUp.signal }), onEntry, hangUp.signal);
      return () => {
        hangUp.abort();
      };
    },
    trace: (token) => perform('journal.trace', { token, ...scope }),
    clear: () => perform('journal.clear', scope),
  };
}

/** Whose entries, and from where on. */
export interface EntriesOptions {
  readonly accountId?: string | undefined;
  /** Begin behind this entry, 0 for all that are kept; undefined: with what is still to come. */
  readonly after?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The entries of a running mock as they come. From when this resolves on, none is missed.
 *
 * @throws MockUnreachable, from its iteration too, when there is no mock any more.
 */
export async function openEntries(
  { follow }: AdminTransport,
  { signal, ...query }: EntriesOptions,
): Promise<AsyncGenerator<JournalEntry, void>> {
  const pieces = follow('/journal/stream', { query, signal });
  const opening = await pieces.next();
  return readEvents(opening.value ?? '', pieces);
}

async function* readEvents(opening: string, pieces: AsyncIterable<string>): AsyncGenerator<JournalEntry, void> {
  let rest = '';
  const entriesIn = (piece: string): JournalEntry[] => {
    const events = `${rest}${piece}`.split('\n\n');
    rest = events.pop() ?? '';
    return events.flatMap((event) =>
      [...event.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as JournalEntry),
    );
  };
  // It may hold more than the opening.
  yield* entriesIn(opening);
  for await (const piece of pieces) yield* entriesIn(piece);
}

/** Undefined when none fitted in time. */
async function firstEntry(
  transport: AdminTransport,
  accountId: string | undefined,
  fits: Predicate,
  timeoutMs: number,
): Promise<JournalEntry | undefined> {
  const hangUp = new AbortController();
  const stopTimer = startTimer(timeoutMs, () => {
    hangUp.abort();
  });
  try {
    for await (const entry of await openEntries(transport, { accountId, after: 0, signal: hangUp.signal })) {
      if (fits(entry)) return entry;
    }
  } catch (error) {
    if (!hangUp.signal.aborted) throw error;
  } finally {
    stopTimer();
    hangUp.abort();
  }
  return undefined;
}

/** What `onEntry` throws is nobody's but its own. A mock that has gone has nothing more to tell. */
async function tell(
  entries: AsyncIterable<JournalEntry>,
  onEntry: (entry: JournalEntry) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const entry of entries) {
      if (signal.aborted) return;
      onEntry(entry);
    }
  } catch (error) {
    if (!signal.aborted && !(error instanceof MockUnreachable)) throw error;
  }
}
