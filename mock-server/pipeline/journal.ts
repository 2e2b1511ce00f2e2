import { bounded } from '../control/journal/bounded-entry.ts';
import type { JournalEntry, Verdict } from '../control/journal/entry.ts';
import type { Reason } from '../errors/reasons.ts';
import { cut } from '../memory/cut.ts';
import { detached } from '../memory/detached.ts';
import { checksOfRefused } from '../tokens/checks.ts';
import type { TokenChecks } from '../tokens/checks.ts';
import type { AnsweredCall } from './call-record.ts';

/** What is longer is cut in the journal: whoever calls must not decide how much memory an entry takes. */
const LONGEST_PATH = 512;
const LONGEST_NAME = 64;
const LONGEST_SENTENCE = 1000;

/** When a call was answered, how long that took, and what went before it was written down. */
export interface Ending {
  readonly atMs: number;
  readonly durationMs: number;
  readonly evicted: string | undefined;
}

/**
 * A call that was answered, as the journal keeps it. Written out member by member, because this is done for every call.
 */
export function entryOf(id: number, answered: AnsweredCall, { atMs, durationMs, evicted }: Ending): JournalEntry {
  const { identified, outcome, faults } = answered;
  const { call, endpoint, accountId, account, seen, context } = identified;
  const { reply, reason, error, socket } = outcome;
  return bounded(
    {
      id,
      method: kept(call.method, LONGEST_NAME),
      path: keptPath(call.path),
      endpointId: endpoint?.id,
      accountId: account?.id ?? (accountId === undefined ? undefined : kept(accountId, LONGEST_NAME)),
      outcome: 'abort' in reply ? reply.abort : reply.status,
      verdict: verdictOf(reason),
      error,
      reason: keptReason(reason),
      checks: checksOfReason(reason),
      deviations: shared(context.deviations),
      faults: shared(faults),
      tokens: shared(seen.tokens),
      secretInQuery: (call.query.get('client_secret') ?? '') !== '' || undefined,
      evicted,
      socket,
      atMs,
      durationMs,
    },
    seen.jsonBytes,
  );
}

export const NOTHING: readonly never[] = Object.freeze([]);

/** Most calls have no deviation and no fault: a thousand entries need not hold two thousand empty lists. */
export function shared<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? NOTHING : items;
}

export function verdictOf(reason: Reason | undefined): Verdict {
  if (reason === undefined) return 'accepted';
  return reason.slug === 'fault-injected' ? 'faulted' : 'refused';
}

/** A copy of its own, cut where it is too long. */
export function kept(text: string, longest: number): string {
  return detached(cut(text, longest + '...'.length));
}

export function keptReason(reason: Reason | undefined): Reason | undefined {
  return reason === undefined ? undefined : { slug: reason.slug, sentence: kept(reason.sentence, LONGEST_SENTENCE) };
}

/** How far the token came that a reason tells of. */
export function checksOfReason(reason: Reason | undefined): TokenChecks | undefined {
  return reason === undefined ? undefined : checksOfRefused(reason.slug);
}

/** Without secrets, and not too long. */
export function keptPath(path: string): string {
  return kept(withoutSecrets(path), LONGEST_PATH);
}

/** The sockets have a bearer or a token in the path. */
const BEARER_SEGMENT = /(^\/ws_api\/.*\/messaging\/(?:brand|consumer)\/)[^/]+/;

/** A query that was glued on with the wrong sign is part of the path, and may hold a secret or a token. */
function withoutSecrets(path: string): string {
  const bare = path.replace(BEARER_SEGMENT, '$1...');
  return /[=;&]|%3D|eyJ/i.test(bare)
    ? bare.replace(/(?:[&;?]|%3F|%26).*/is, '...').replace(/eyJ[\w.-]*/g, '...')
    : bare;
}
