import { jsonHeapBytes } from '../memory/heap-bytes.ts';
import type { AccountSettings } from './account-options.ts';
import type { Account } from './account.ts';

/** The accounts that were added while the mock runs: bounded in number and in bytes, the first created goes first. */
export interface CreatedAccounts {
  get(accountId: string): Account | undefined;
  list(): readonly Account[];
  /**
   * Removes as many as it takes for one more with these settings.
   *
   * @throws RangeError when its settings are larger than all that were created may be together.
   */
  makeRoomFor(settings: AccountSettings): void;
  /** Adds one for which there is room, or puts it in the place of the one of its id. */
  set(account: Account): void;
  /** False when there is none of that id. */
  remove(accountId: string): boolean;
}

/** How many created accounts are kept. Past that the one that was created first is removed. */
export const MAX_CREATED_ACCOUNTS = 1000;

/** The part of the memory that the settings of all created accounts may take. */
const SHARE_OF_CREATED = 0.25;

/** What an account takes of the heap that has no state yet. */
const ACCOUNT_BYTES = 17_500;

/** What an account takes that was added while the mock ran. */
export function addedBytes(settings: AccountSettings): number {
  return ACCOUNT_BYTES + jsonHeapBytes(settings);
}

/** @param onRemove - called with each account that goes */
export function createCreatedAccounts(limitBytes: number, onRemove: (account: Account) => void): CreatedAccounts {
  const shareBytes = limitBytes * SHARE_OF_CREATED;
  const byId = new Map<string, Account>();
  let bytes = 0;
  const remove = (accountId: string): boolean => {
    const removed = byId.get(accountId);
    if (removed === undefined) return false;
    byId.delete(accountId);
    bytes -= addedBytes(removed.settings);
    onRemove(removed);
    return true;
  };
  return {
    get: (accountId) => byId.get(accountId),
    list: () => [...byId.values()],
    makeRoomFor: (settings) => {
      const wanted = addedBytes(settings);
      if (wanted > shareBytes)
        throw new RangeError(
          `the account is too large: its options would take ${String(wanted)} bytes, and all created accounts may take ${String(shareBytes)} (limits.megabytes)`,
        );
      for (const id of byId.keys()) {
        if (byId.size < MAX_CREATED_ACCOUNTS && bytes + wanted <= shareBytes) return;
        remove(id);
      }
    },
    set: (account) => {
      if (!byId.has(account.id)) bytes += addedBytes(account.settings);
      byId.set(account.id, account);
    },
    remove,
  };
}
