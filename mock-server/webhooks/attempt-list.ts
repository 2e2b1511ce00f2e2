import type { Tally } from '../memory/budget.ts';
import { textBytes } from '../memory/heap-bytes.ts';
import type { KeptItem } from '../memory/kept-items.ts';
import { createKeptItems } from '../memory/kept-items.ts';
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
const ATTEMPT_BYTES = 700;
/** What one of its headers takes beside its name; an installation may have many. */
const HEADER_BYTES = 80;

/** An attempt and where it stands. */
interface Kept extends KeptItem {
  readonly attempt: WebhookAttempt;
  readonly place: AttemptPlace;
}

export function createAttemptList({ tally, place, onAdd }: AttemptListSetup): AttemptList {
  const attempts = createKeptItems<string, Kept>(tally, MAX_ATTEMPTS, Infinity);
  let lastId = 0;
  const all = (): readonly WebhookAttempt[] => attempts.all().map(({ attempt }) => attempt);
  return {
    add: (made) => {
      lastId += 1;
      const attempt = { id: String(lastId), ...made };
      const kept = { attempt, place: place(), accountId: attempt.accountId, bytes: bytesOf(attempt) };
      attempts.put(attempt.id, kept);
      onAdd(toldOf(kept));
      return attempt;
    },
    list: (filter) => all().filter((attempt) => fitsFilter(attempt, filter)),
    find: (id) => attempts.get(id)?.attempt,
    toldAfter: (id) =>
      attempts
        .all()
        .filter(({ attempt }) => Number(attempt.id) > id)
        .map(toldOf),
    lastId: () => lastId,
    clear: (accountId) => {
      attempts.dropOf(accountId);
    },
    forgetOlder: () => attempts.dropOldest(Math.ceil(attempts.size() / 2)),
  };
}

function bytesOf({ body, headers }: WebhookAttempt): number {
  const ofHeaders = Object.keys(headers).reduce((sum, name) => sum + HEADER_BYTES + textBytes(name), 0);
  return ATTEMPT_BYTES + textBytes(body) + ofHeaders;
}

function toldOf({ attempt, place }: Kept): ToldAttempt {
  const { id, deliveryId, accountId, clientId, event, conversationId, url } = attempt;
  const { attempt: number, atMs, durationMs, state, status, reason, nextAtMs } = attempt;
  const about = { id, deliveryId, accountId, clientId, event, conversationId, url };
  return { ...about, attempt: number, atMs, durationMs, state, status, reason, nextAtMs, ...place };
}
