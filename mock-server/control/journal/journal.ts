import { LONGEST_TIMER_MS, startTimer } from '../../clock.ts';
import { cut } from '../../memory/cut.ts';
import { catalogue } from '../../errors/catalogue.ts';
import type { ReasonSlug } from '../../errors/reasons.ts';
import { reasonSlugs } from '../../errors/reasons.ts';
import { once } from '../../once.ts';
import { isTokenId, tokenId } from '../../tokens/token-id.ts';
import type { JournalEntry } from './entry.ts';
import type { JournalStore } from './store.ts';
import type { Lineage } from './lineage.ts';
import { lineageOf } from './lineage.ts';

/** Which entries to pick: an entry must have all members that are given. */
export interface JournalQuery extends Partial<
  Pick<JournalEntry, 'method' | 'path' | 'endpointId' | 'accountId' | 'outcome' | 'verdict' | 'error'>
> {
  /** The slug of the reason. */
  readonly reason?: ReasonSlug | undefined;
}

/** A query as plain data or, in process, a function. */
export type JournalFilter = JournalQuery | ((entry: JournalEntry) => boolean);

/**
 * The calls that a mock has answered, in order: the last 1,000 of each account (option `journal.entriesPerAccount`) and
 * 100,000 in all. It leaves out preflight requests.
 */
export interface Journal {
  /** All matching entries, oldest first. @throws TypeError when the query asks for something that no entry can have. */
  find(filter?: JournalFilter): readonly JournalEntry[];
  /** How many entries match. @throws TypeError as {@link Journal.find} does. */
  count(filter?: JournalFilter): number;
  /**
   * The first matching entry, whether it is there already or still to come.
   *
   * @param timeoutMs - in milliseconds of real time, whatever the mock's clock does. Default: `1000`.
   * @throws Error when the time is up; it says how many calls there were, and which was the last.
   * @throws TypeError when the timeout is not a number of milliseconds, or is longer than a timer can wait (24.8 days).
   */
  waitFor(filter: JournalFilter, timeoutMs?: number): Promise<JournalEntry>;
  /** The calls that no endpoint handled: an unknown path, a wrong method, or a known URL that is not mocked. */
  unmatched(): readonly JournalEntry[];
  /**
   * Calls back with each entry from now on, before its call is answered; what the callback throws, the call rejects
   * with. Returns a function that stops it.
   */
  watch(onEntry: (entry: JournalEntry) => void): () => void;
  /**
   * Traces a token: the call that issued it, the tokens it came from, and every call it was presented to.
   *
   * @param token - the token itself, which is not kept, or its id in an entry
   */
  trace(token: string): Promise<Lineage>;
  /** Deletes the entries. */
  clear(): void;
}

/** @param accountId - whose entries; undefined for those of all accounts and of none. */
export function createJournal(store: JournalStore, accountId?: string): Journal {
  const find = (filter: JournalFilter = {}): readonly JournalEntry[] => {
    requireKnownValues(filter);
    return store.entries(accountId).filter(fitting(filter));
  };
  return {
    find,
    count: (filter) => find(filter).length,
    waitFor: async (filter, timeoutMs = 1000) => {
      requireTimeout(timeoutMs);
      return find(filter)[0] ?? nextEntry(store, accountId, fitting(filter), timeoutMs);
    },
    unmatched: () => find(({ endpointId, reason }) => endpointId === undefined || reason?.slug === 'not-mocked'),
    watch: (onEntry) => store.watch(accountId, onEntry),
    // A rejection, as from a mock in another process, and not a throw.
    // eslint-disable-next-line @typescript-eslint/require-await
    trace: async (token) => lineageOf(isTokenId(requireText(token)) ? token : tokenId(token), store.entries(accountId)),
    clear: () => {
      store.clear(accountId);
    },
  };
}

export type Predicate = (entry: JournalEntry) => boolean;

const QUERY_MEMBERS: readonly (keyof JournalQuery)[] = [
  'method',
  'path',
  'endpointId',
  'accountId',
  'outcome',
  'verdict',
  'error',
  'reason',
];

/** What a query can ask for where there are only so many values: a slip must not look like "no such call". */
const knownValues = once((): Readonly<Partial<Record<keyof JournalQuery, readonly string[]>>> => ({
  verdict: ['accepted', 'refused', 'faulted'],
  error: Object.keys(catalogue),
  reason: reasonSlugs,
}));

/** @throws TypeError when no entry can have that value. */
function requireKnownValues(filter: JournalFilter): void {
  if (typeof filter === 'function') return;
  for (const [name, known] of Object.entries(knownValues())) {
    const value = filter[name as keyof JournalQuery];
    if (value !== undefined && !known.includes(String(value)))
      throw new TypeError(`no journal entry has ${name} ${cut(JSON.stringify(value))}`);
  }
}

/** Whether an entry fits a filter. @throws TypeError when the query has a member that no entry has. */
export function fitting(filter: JournalFilter): Predicate {
  if (typeof filter === 'function') return filter;
  const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
  const unknown = wanted.map(([name]) => name).filter((name) => !(QUERY_MEMBERS as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new TypeError(`no journal entry has ${cut(unknown.join(', '))}; ask for ${QUERY_MEMBERS.join(', ')}`);
  return (entry) =>
    wanted.every(
      ([name, value]) => (name === 'reason' ? entry.reason?.slug : entry[name as keyof JournalEntry]) === value,
    );
}

/** @throws TypeError when it is none: a token that a test has not got. */
function requireText(token: unknown): string {
  if (typeof token === 'string') return token;
  throw new TypeError(`not a token: ${cut(String(token))}. Give the text of one, or its id.`);
}

/** @throws TypeError when a timer cannot wait that long. */
export function requireTimeout(timeoutMs: number): void {
  if (timeoutMs >= 0 && timeoutMs <= LONGEST_TIMER_MS) return;
  throw new TypeError(`not a timeout: ${String(timeoutMs)}. Give milliseconds from 0 to ${String(LONGEST_TIMER_MS)}.`);
}

function nextEntry(
  store: JournalStore,
  accountId: string | undefined,
  fits: Predicate,
  timeoutMs: number,
): Promise<JournalEntry> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      stopTimer();
      stopWatching();
    };
    const stopTimer = startTimer(timeoutMs, () => {
      end();
      reject(new Error(`no call matched within ${String(timeoutMs)} ms; ${describeSeen(store.entries(accountId))}`));
    });
    const stopWatching = store.watch(accountId, (entry) => {
      try {
        if (!fits(entry)) return;
        resolve(entry);
      } catch (error) {
        // The filter is the tester's own: its error is for the one who waits, not for the call.
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      end();
    });
  });
}

/** For the end of a sentence about a call that did not come. */
export function describeSeen(entries: readonly JournalEntry[]): string {
  const last = entries.at(-1);
  if (last === undefined) return 'there was none';
  return `there were ${String(entries.length)}, the last one ${last.method} ${last.path} (${String(last.outcome)})`;
}
