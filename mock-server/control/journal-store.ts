import type { JournalEntry } from './journal-entry.ts';

/** What is kept of the calls to one mock: the last so many of each account. */
export interface JournalStore {
  /** The id of the next entry. */
  nextId(): number;
  /** @param accountId - undefined for a call that names no account this mock has. */
  record(accountId: string | undefined, entry: JournalEntry): void;
  /** The entries of one account, or of all and of none, oldest first. */
  entries(accountId?: string): readonly JournalEntry[];
  clear(accountId?: string): void;
  /** Changes whenever the entries of all accounts are cleared. */
  era(): number;
  /** Calls back with each entry from now on; answers what ends that. */
  watch(accountId: string | undefined, onEntry: (entry: JournalEntry) => void): () => void;
}

/** How many entries are kept over all accounts. Past that the account that was quiet longest loses its entries. */
const MAX_ENTRIES = 100_000;

/** The place of calls that name no account; no account has an empty id. */
const NO_ACCOUNT = '';

/** @param perAccount - how many entries an account keeps; past that the oldest goes. */
export function createJournalStore(perAccount: number, overall: number = MAX_ENTRIES): JournalStore {
  /** In the order of their last entry. */
  const rings = new Map<string, Ring>();
  const watchers = new Set<{ readonly accountId: string | undefined; readonly onEntry: (entry: JournalEntry) => void }>();
  let lastId = 0;
  let kept = 0;
  let era = 0;

  const drop = (place: string): void => {
    kept -= rings.get(place)?.list().length ?? 0;
    rings.delete(place);
  };
  const keep = (place: string, entry: JournalEntry): void => {
    const ring = rings.get(place) ?? createRing(perAccount);
    rings.delete(place);
    rings.set(place, ring);
    if (ring.push(entry)) kept += 1;
    const [quietest] = rings.keys();
    if (kept > overall && quietest !== undefined && quietest !== place) drop(quietest);
  };

  return {
    nextId: () => (lastId += 1),
    record: (accountId, entry) => {
      keep(accountId ?? NO_ACCOUNT, entry);
      for (const watcher of watchers) {
        if (watcher.accountId === undefined || watcher.accountId === accountId) watcher.onEntry(entry);
      }
    },
    entries: (accountId) => (accountId === undefined
      ? [...rings.values()].flatMap((ring) => ring.list()).sort((a, b) => a.id - b.id)
      : rings.get(accountId)?.list() ?? []),
    clear: (accountId) => {
      for (const place of accountId === undefined ? [...rings.keys()] : [accountId]) drop(place);
      if (accountId === undefined) era += 1;
    },
    era: () => era,
    watch: (accountId, onEntry) => {
      const watcher = { accountId, onEntry };
      watchers.add(watcher);
      return () => { watchers.delete(watcher); };
    },
  };
}

interface Ring {
  /** Whether there is one entry more than before; otherwise the new one took the place of the oldest. */
  push(entry: JournalEntry): boolean;
  /** Oldest first. */
  list(): JournalEntry[];
}

function createRing(size: number): Ring {
  const entries: JournalEntry[] = [];
  let oldest = 0;
  return {
    push: (entry) => {
      if (entries.length < size) return entries.push(entry) > 0;
      if (size === 0) return false;
      entries[oldest] = entry;
      oldest = (oldest + 1) % size;
      return false;
    },
    list: () => [...entries.slice(oldest), ...entries.slice(0, oldest)],
  };
}
