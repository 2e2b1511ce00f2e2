import type { KeyUse } from '../../tokens/key-ring.ts';

/** What a tester did to a mock: the verb of in-process use. */
export type ChangeVerb =
  | 'clock.advance'
  | 'clock.freeze'
  | 'clock.set'
  | 'clock.reset'
  | 'journal.clear'
  | 'keys.publish'
  | 'keys.rotate'
  | 'keys.retire'
  | 'keys.reset'
  | 'reset'
  | 'restore';

/** Something that a tester changed, between two calls. */
export interface Change {
  /** 1, 2, 3 and so on. */
  readonly id: number;
  /** The id of the last journal entry before it; 0 when there was none. */
  readonly afterEntry: number;
  readonly verb: ChangeVerb;
  /** The account that was changed; undefined for the whole mock. */
  readonly accountId: string | undefined;
  /** The clock before it, in epoch milliseconds. */
  readonly fromMs: number;
  /** The clock after it; the same where the verb does not move it. */
  readonly atMs: number;
  /** Whether the clock stands still from then on. */
  readonly isFrozen: boolean;
  /** The key that it was about. */
  readonly key?: { readonly use: KeyUse; readonly kid: string } | undefined;
}

/** The last changes of a mock. */
export interface ChangeLog {
  record(change: Omit<Change, 'id' | 'afterEntry'>): void;
  /** Those behind that id, oldest first. */
  after(id: number): readonly Change[];
  lastId(): number;
  /** Calls back with each change from now on; answers what ends that. */
  watch(onChange: (change: Change) => void): () => void;
}

/** How many are kept; each takes a few hundred bytes. */
const MOST_CHANGES = 500;

/** @param lastEntry - the id of the journal's last entry */
export function createChangeLog(lastEntry: () => number): ChangeLog {
  let changes: readonly Change[] = [];
  let lastId = 0;
  const watchers = new Set<(change: Change) => void>();
  return {
    record: (given) => {
      const change = { id: (lastId += 1), afterEntry: lastEntry(), ...given };
      changes = [...changes.slice(1 - MOST_CHANGES), change];
      for (const watcher of watchers) watcher(change);
    },
    after: (id) => changes.filter((change) => change.id > id),
    lastId: () => lastId,
    watch: (onChange) => {
      watchers.add(onChange);
      return () => {
        watchers.delete(onChange);
      };
    },
  };
}
