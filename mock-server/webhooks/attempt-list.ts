import type { Tally } from '../memory/budget.ts';
import { textBytes } from '../memory/heap-bytes.ts';
import type { WebhookAttempt, WebhookFilter } from './attempt.ts';
import { fitsFilter, MAX_ATTEMPTS } from './attempt.ts';

/** The last attempts, oldest first. */
export interface AttemptList {
  readonly add: (attempt: Omit<WebhookAttempt, 'id'>) => WebhookAttempt;
  readonly list: (filter: WebhookFilter) => readonly WebhookAttempt[];
  readonly find: (id: string) => WebhookAttempt | undefined;
  /** Forgets those of an account, or all. */
  readonly clear: (accountId?: string) => void;
  /** Forgets the older half. How many went. */
  readonly forgetOlder: () => number;
}

/** What an attempt takes of the heap, beside its body. */
const ATTEMPT_BYTES = 700;

/** @param tally - counts what is kept */
export function createAttemptList(tally: Tally): AttemptList {
  // A map keeps its order, and forgetting the first one does not move the others.
  const attempts = new Map<string, WebhookAttempt>();
  let lastId = 0;
  const forget = ({ id, body }: WebhookAttempt): void => {
    if (attempts.delete(id)) tally.count(-ATTEMPT_BYTES - textBytes(body));
  };
  return {
    add: (attempt) => {
      const [oldest] = attempts.values();
      if (attempts.size >= MAX_ATTEMPTS && oldest !== undefined) forget(oldest);
      lastId += 1;
      const added = { id: String(lastId), ...attempt };
      attempts.set(added.id, added);
      tally.count(ATTEMPT_BYTES + textBytes(added.body));
      return added;
    },
    list: (filter) => [...attempts.values()].filter((attempt) => fitsFilter(attempt, filter)),
    find: (id) => attempts.get(id),
    clear: (accountId) => {
      for (const attempt of [...attempts.values()])
        if (accountId === undefined || attempt.accountId === accountId) forget(attempt);
    },
    forgetOlder: () => {
      const older = [...attempts.values()].slice(0, Math.ceil(attempts.size / 2));
      older.forEach(forget);
      return older.length;
    },
  };
}
