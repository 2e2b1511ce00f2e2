import type { Account } from '../domain/account.ts';
import type { AppQueue, QueueSetup } from './app-queue.ts';
import { createAppQueue } from './app-queue.ts';

/** What a queue is made with, for any app. */
export interface QueuesSetup {
  /** Whether the account is there as it was made. */
  readonly isThere: (account: Account) => boolean;
  readonly setupOf: (account: Account, clientId: string) => QueueSetup;
}

/** The queues of all apps to which something was owed. */
export interface AppQueues {
  /** The queue of an app, made when it is not there. */
  readonly of: (account: Account, clientId: string) => AppQueue;
  /** Goes on in one account, or in all. */
  readonly resume: (accountId?: string) => void;
  /** How many deliveries are owed to the apps of an account, or of all. */
  readonly owed: (accountId?: string) => number;
  /** Gives up the older half of the longest one. How many went. */
  readonly dropOwed: () => number;
}

export function createAppQueues({ isThere, setupOf }: QueuesSetup): AppQueues {
  const queues = new Map<Account, Map<string, AppQueue>>();
  const all = (): AppQueue[] => [...queues.values()].flatMap((ofAccount) => [...ofAccount.values()]);
  return {
    of: (account, clientId) => {
      const ofAccount = queues.get(account) ?? new Map<string, AppQueue>();
      // One of an account that is gone has nothing to do any more.
      if (ofAccount.size === 0) for (const other of queues.keys()) if (!isThere(other)) queues.delete(other);
      queues.set(account, ofAccount);
      const queue = ofAccount.get(clientId) ?? createAppQueue(setupOf(account, clientId));
      ofAccount.set(clientId, queue);
      return queue;
    },
    resume: (accountId) => {
      for (const [account, ofAccount] of queues)
        if (accountId === undefined || account.id === accountId) for (const queue of ofAccount.values()) queue.resume();
    },
    owed: (accountId) => {
      const asked = [...queues].filter(([account]) => isThere(account) && (accountId ?? account.id) === account.id);
      return asked.flatMap(([, ofAccount]) => [...ofAccount.values()]).reduce((sum, queue) => sum + queue.count(), 0);
    },
    dropOwed: () => {
      const [most] = all().sort((one, other) => other.count() - one.count());
      return most?.dropOlderHalf() ?? 0;
    },
  };
}
