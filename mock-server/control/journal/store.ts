import type { Keeper, Tally } from '../../memory/budget.ts';
import { uncounted } from '../../memory/budget.ts';
import { entryBytes } from './entry-bytes.ts';
import type { JournalEntry } from './entry.ts';
import type { Ring } from './ring.ts';
import { createRing } from './ring.ts';

/** What is kept of the calls to one mock: the last so many of each account. */
export interface JournalStore {
  /** The id of the next entry. */
  nextId(): number;
  /** The id of the last entry; 0 when there was none. */
  lastId(): number;
  /**
   * @param accountId - undefined for a call that names no account this mock has
   * @param tokenBytes - what the claims in the entry take of the heap. Default: it is looked for.
   */
  record(accountId: string | undefined, entry: JournalEntry, tokenBytes?: number): void;
  /** The entries of one account, or of all and of none, oldest first. */
  entries(accountId?: string): readonly JournalEntry[];
  clear(accountId?: string): void;
  /** Changes whenever the entries of all accounts are cleared. */
  era(): number;
  /** Calls back with each entry from now on; answers what ends that. */
  watch(accountId: string | undefined, onEntry: (entry: JournalEntry) => void): () => void;
  /**
   * Gives up the entries of the account that was quiet longest, as long as all take more than so many bytes of the
   * heap.
   */
  keeper(leastBytes: number): Keeper;
}

/** How many entries are kept over all accounts. Past that the account that was quiet longest loses its entries. */
const MAX_ENTRIES = 100_000;

/** The place of calls that name no account this mock has; no account has an empty id. */
const NO_ACCOUNT = '';

/** What a place takes of the heap beside its entries. */
const PLACE_BYTES = 1000;

/**
 * @param perAccount - how many entries an account keeps; past that the oldest goes
 * @param tally - counts what is kept
 * @param onClear - hears of what is cleared; undefined is all of it
 */
export function createJournalStore(
  perAccount: number,
  overall: number = MAX_ENTRIES,
  tally: Tally = uncounted(),
  onClear: (accountId: string | undefined) => void = () => undefined,
): JournalStore {
  /** In the order of their last entry. */
  const rings = new Map<string, Ring>();
  const watchers = new Set<{
    readonly accountId: string | undefined;
    readonly onEntry: (entry: JournalEntry) => void;
  }>();
  /** The last of them: a test that talks to one account need not move it each time. */
  let newest: string | undefined;
  let lastId = 0;
  let kept = 0;
  let era = 0;

  /** Lets a change of a ring show in the sums. */
  const counted = (ring: Ring, change: () => void): void => {
    const [count, bytes] = [ring.count(), ring.bytes()];
    change();
    kept += ring.count() - count;
    tally.count(ring.bytes() - bytes);
  };
  const drop = (place: string): void => {
    const ring = rings.get(place);
    if (ring === undefined) return;
    kept -= ring.count();
    tally.count(-ring.bytes() - PLACE_BYTES);
    rings.delete(place);
    if (place === newest) newest = undefined;
  };
  const newRing = (): Ring => {
    tally.count(PLACE_BYTES);
    return createRing(perAccount);
  };
  const keep = (place: string, entry: JournalEntry, tokenBytes: number | undefined): void => {
    const ring = rings.get(place) ?? newRing();
    if (place !== newest) {
      rings.delete(place);
      rings.set(place, ring);
      newest = place;
    }
    counted(ring, () => {
      ring.push(entry, entryBytes(entry, tokenBytes));
    });
    const [quietest] = rings.keys();
    if (kept > overall && quietest !== undefined && quietest !== place) drop(quietest);
  };
  /** The calls that named the account when the mock did not have it, or not yet. */
  const strays = (accountId: string): readonly JournalEntry[] =>
    rings
      .get(NO_ACCOUNT)
      ?.list()
      .filter((entry) => entry.accountId === accountId) ?? [];
  const entriesOf = (accountId: string): readonly JournalEntry[] => {
    const [own, others] = [rings.get(accountId)?.list() ?? [], strays(accountId)];
    return others.length === 0 ? own : inOrder([...own, ...others]);
  };
  const clearOne = (accountId: string): void => {
    drop(accountId);
    const ring = rings.get(NO_ACCOUNT);
    if (ring !== undefined)
      counted(ring, () => {
        ring.dropWhere((entry) => entry.accountId === accountId);
      });
  };
  /** How many entries went. The only account that there is loses its older ones. */
  const giveUp = (): number => {
    const before = kept;
    const [[place, ring] = []] = rings;
    if (place === undefined || ring === undefined) return 0;
    if (rings.size === 1 && ring.count() > 1)
      counted(ring, () => {
        ring.dropOlderHalf();
      });
    else drop(place);
    return before - kept;
  };

  return {
    nextId: () => (lastId += 1),
    lastId: () => lastId,
    record: (accountId, entry, tokenBytes) => {
      keep(accountId ?? NO_ACCOUNT, entry, tokenBytes);
      for (const watcher of watchers) {
        if (watcher.accountId === undefined || watcher.accountId === (accountId ?? entry.accountId))
          watcher.onEntry(entry);
      }
    },
    entries: (accountId) =>
      accountId === undefined ? inOrder([...rings.values()].flatMap((ring) => ring.list())) : entriesOf(accountId),
    clear: (accountId) => {
      onClear(accountId);
      if (accountId === undefined) era += 1;
      if (accountId === undefined) [...rings.keys()].forEach(drop);
      else clearOne(accountId);
    },
    era: () => era,
    watch: (accountId, onEntry) => {
      const watcher = { accountId, onEntry };
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
    keeper: (leastBytes) => ({ what: 'journal entries', evict: () => (tally.bytes() > leastBytes ? giveUp() : 0) }),
  };
}

function inOrder(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return [...entries].sort((a, b) => a.id - b.id);
}
