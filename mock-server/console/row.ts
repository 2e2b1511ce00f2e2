import type { Change, JournalEntry, ToldAttempt } from './admin-api.ts';
import { attemptWhy, attemptWords } from './attempt-words.ts';
import { changeWords, serviceOf, VERDICT_WORDS, whatOf, whyOf } from './words.ts';

/** How a row is marked. */
export type Verdict =
  'accepted' | 'refused' | 'deviation' | 'faulted' | 'not-mocked' | 'socket' | 'webhook' | 'not-taken' | 'change';

/** One line of the list. */
export interface Row {
  /** `12`; `s`, `c` or `w` and a number for a socket, a change or a webhook: what stands in the address. */
  readonly id: string;
  readonly verdict: Verdict;
  readonly what: string;
  readonly why: string | undefined;
  readonly atMs: number;
  /** Undefined for a change and a webhook; of a socket, its last frame. */
  readonly entry: JournalEntry | undefined;
  readonly change: Change | undefined;
  /** An attempt at a webhook. */
  readonly attempt?: ToldAttempt;
  /** Of a socket, oldest first; they grow while it is open. */
  readonly frames: JournalEntry[];
  /** Of a socket: how many frames there were, those that are no longer kept too. */
  readonly frameCount?: number;
  /** Of a socket: the call that opened it. */
  readonly handshake?: JournalEntry | undefined;
  /** What a search looks through, in small letters. */
  readonly searched: string;
}

export function entryRow(entry: JournalEntry): Row {
  const { id, reason, tokens, accountId, outcome, error, method, path, endpointId } = entry;
  const verdict = verdictOf(entry);
  const what = whatOf(entry);
  const why = whyOf(entry);
  const ids = tokens.map((token) => `${token.kind ?? ''} ${token.id ?? ''}`).join(' ');
  return {
    id: String(id),
    verdict,
    what,
    why,
    atMs: entry.atMs,
    entry,
    change: undefined,
    frames: [],
    searched: [what, why, reason?.slug, method, path, accountId, outcome, error]
      .concat(serviceOf(endpointId), VERDICT_WORDS[verdict], ids)
      .join(' ')
      .toLowerCase(),
  };
}

function verdictOf({ verdict, reason, deviations, endpointId }: JournalEntry): Verdict {
  if (verdict === 'faulted') return 'faulted';
  // The path is one of the mock: the client is what is wrong.
  if (reason?.slug === 'method-wrong') return 'refused';
  if (reason?.slug === 'not-mocked' || (endpointId === undefined && reason !== undefined)) return 'not-mocked';
  if (verdict === 'refused') return 'refused';
  return deviations.length > 0 ? 'deviation' : 'accepted';
}

export function changeRow(change: Change): Row {
  const what = changeWords(change);
  return {
    id: `c${String(change.id)}`,
    verdict: 'change',
    what,
    why: undefined,
    atMs: change.atMs,
    entry: undefined,
    change,
    frames: [],
    searched: what.toLowerCase(),
  };
}

export function attemptRow(attempt: ToldAttempt): Row {
  const verdict = attempt.reason === undefined ? 'webhook' : 'not-taken';
  const what = attemptWords(attempt);
  const why = attemptWhy(attempt);
  const { accountId, clientId, conversationId, event, reason, state, status, url } = attempt;
  return {
    id: `w${attempt.id}`,
    verdict,
    what,
    why,
    atMs: attempt.atMs,
    entry: undefined,
    change: undefined,
    attempt,
    frames: [],
    searched: [what, why, reason, event, url, accountId, clientId, conversationId, state, status]
      .concat(VERDICT_WORDS[verdict])
      .join(' ')
      .toLowerCase(),
  };
}

/** By what it came behind: ids of entries grow, the others say which entry was before them. */
export function orderOf({ frames, entry, change, attempt }: Row): number {
  return frames[0]?.id ?? entry?.id ?? ((change ?? attempt)?.afterEntry ?? 0) + 0.5;
}

/** Undefined for what is about the whole mock. */
export function accountOf({ entry, change, attempt }: Row): string | undefined {
  return (entry ?? change ?? attempt)?.accountId;
}
