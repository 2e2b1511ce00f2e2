import type { Tally } from '../memory/budget.ts';
import { textBytes } from '../memory/heap-bytes.ts';
import type { AttemptPlace, ToldAttempt, WebhookAttempt, WebhookFilter } from './attempt.ts';
import { fitsFilter, MAX_ATTEMPTS } from './attempt.ts';

/** The last attempts, oldest first. */
export interface AttemptList {
  readonly add: (attempt: Omit<WebhookAttempt, 'id'>) => WebhookAttempt;
  readonly list: (filter: WebhookFilter) => readonly WebhookAttempt[];
  readonly find: (id: string) => WebhookAttempt | undefined;
  /** Those behind that id, as they are told of. */
  readonly toldAfter: (id: number) => readonly ToldAttempt[];
  /** The id of the last that there was, be it kept or not. */
  readonly lastId: () => number;
  /** Forgets those of an account, or all. */
  readonly clear: (accountId?: string) => void;
  /** Forgets the older half. How many went. */
  readonly forgetOlder: () => number;
}

/** What a list of attempts is made with. */
export interface AttemptListSetup {
  /** Counts what is kept. */
  readonly tally: Tally;
  /** Where an attempt stands that ends now. */
  readonly place: () => AttemptPlace;
  readonly onAdd: (attempt: ToldAttempt) => void;
}

/** What an attempt takes of the heap, beside its texts. */
const ATTEMPT_BYTES = 1000;

/** An attempt and where it stands. */
type Kept = readonly [attempt: WebhookAttempt, place: AttemptPlace];

export function createAttemptList({ tally, place, onAdd }: AttemptListSetup): AttemptList {
  // A map keeps its order, and forgetting the first one does not move the others.
  const attempts = new Map<string, Kept>();
  let lastId = 0;
  const forget = ([attempt]: Kept): void => {
    if (attempts.delete(attempt.id)) tally.count(-bytesOf(attempt));
  };
  return {
    add: (attempt) => {
      const [oldest] = attempts.values();
      if (attempts.size >= MAX_ATTEMPTS && oldest !== undefined) forget(oldest);
      lastId += 1;
      const kept: Kept = [{ id: String(lastId), ...attempt }, place()];
      attempts.set(kept[0].id, kept);
      tally.count(bytesOf(kept[0]));
      onAdd(toldOf(kept));
      return kept[0];
    },
    list: (filter) => [...attempts.values()].flatMap(([attempt]) => (fitsFilter(attempt, filter) ? [attempt] : [])),
    find: (id) => attempts.get(id)?.[0],
    toldAfter: (id) => [...attempts.values()].filter(([attempt]) => Number(attempt.id) > id).map(toldOf),
    lastId: () => lastId,
    clear: (accountId) => {
      for (const kept of [...attempts.values()])
        if (accountId === undefined || kept[0].accountId === accountId) forget(kept);
    },
    forgetOlder: () => {
      const older = [...attempts.values()].slice(0, Math.ceil(attempts.size / 2));
      older.forEach(forget);
      return older.length;
    },
  };
}

function bytesOf({ body }: WebhookAttempt): number {
  return ATTEMPT_BYTES + textBytes(body);
}

function toldOf([attempt, place]: Kept): ToldAttempt {
  const { id, deliveryId, accountId, clientId, event, conversationId, url } = attempt;
  const { attempt: number, atMs, durationMs, state, status, reason, nextAtMs } = attempt;
  const about = { id, deliveryId, accountId, clientId, event, conversationId, url };
  return { ...about, attempt: number, atMs, durationMs, state, status, reason, nextAtMs, ...place };
}
