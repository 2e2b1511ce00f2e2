import { checksOfRefused } from '../tokens/checks.ts';
import { bounded } from '../control/journal/bounded-entry.ts';
import type { JournalEntry, Verdict } from '../control/journal/entry.ts';
import type { Reason } from '../errors/reasons.ts';
import { cut } from '../memory/cut.ts';
import { detached } from '../memory/detached.ts';
import type { FrameRecord } from '../messaging/socket-setup.ts';
import type { AnsweredCall, IdentifiedCall } from './call-record.ts';
import type { SeenTokens } from './record-tokens.ts';

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
  const { reply, reason, error } = outcome;
  return bounded(
    {
      id,
      method: kept(call.method, LONGEST_NAME),
      path: kept(withoutSecrets(call.path), LONGEST_PATH),
      endpointId: endpoint?.id,
      accountId: account?.id ?? (accountId === undefined ? undefined : kept(accountId, LONGEST_NAME)),
      outcome: 'abort' in reply ? reply.abort : reply.status,
      verdict: verdictOf(reason),
      error,
      reason:
        reason === undefined ? undefined : { slug: reason.slug, sentence: kept(reason.sentence, LONGEST_SENTENCE) },
      checks: reason === undefined ? undefined : checksOfRefused(reason.slug),
      deviations: shared(context.deviations),
      faults: shared(faults),
      tokens: shared(seen.tokens),
      secretInQuery: (call.query.get('client_secret') ?? '') !== '' || undefined,
      evicted,
      atMs,
      durationMs,
    },
    seen.jsonBytes,
  );
}

/** The longest type of a frame that is kept. */
const LONGEST_TYPE = 80;

/** A frame of a socket, or its end. */
export function frameEntryOf(
  { id, socket, atMs, durationMs }: Omit<Ending, 'evicted'> & { readonly id: number; readonly socket: string },
  handshake: IdentifiedCall,
  frame: FrameRecord,
  seen: SeenTokens | undefined,
): JournalEntry {
  const { event, type, outcome, reason, error, deviations = NOTHING } = frame;
  return bounded(
    {
      id,
      method: event.toUpperCase(),
      path: kept(withoutSecrets(handshake.call.path), LONGEST_PATH),
      endpointId: handshake.endpoint?.id,
      accountId: handshake.account?.id ?? handshake.accountId,
      outcome,
      verdict: verdictOf(reason),
      error,
      reason:
        reason === undefined ? undefined : { slug: reason.slug, sentence: kept(reason.sentence, LONGEST_SENTENCE) },
      checks: reason === undefined ? undefined : checksOfRefused(reason.slug),
      deviations: shared(deviations),
      faults: NOTHING,
      tokens: shared(seen?.tokens ?? NOTHING),
      secretInQuery: undefined,
      evicted: undefined,
      frame: { socket, type: type === undefined ? undefined : kept(type, LONGEST_TYPE) },
      atMs,
      durationMs,
    },
    seen?.jsonBytes ?? 0,
  );
}

const NOTHING: readonly never[] = Object.freeze([]);

/** Most calls have no deviation and no fault: a thousand entries need not hold two thousand empty lists. */
function shared<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? NOTHING : items;
}

function verdictOf(reason: Reason | undefined): Verdict {
  if (reason === undefined) return 'accepted';
  return reason.slug === 'fault-injected' ? 'faulted' : 'refused';
}

/** A copy of its own, cut where it is too long. */
function kept(text: string, longest: number): string {
  return text.length > longest ? cut(text, longest + '...'.length) : detached(text);
}

/** The sockets have a bearer or a token in the path. */
const BEARER_SEGMENT = /(^\/ws_api\/.*\/messaging\/(?:brand|consumer)\/)[^/]+/;

/** A query that was glued on with the wrong sign is part of the path, and may hold a secret or a token. */
function withoutSecrets(path: string): string {
  const bare = path.replace(BEARER_SEGMENT, '$1...');
  return /[=;&]|%3D|eyJ/i.test(bare)
    ? bare.replace(/(?:[&;?]|%3F|%26).*$/is, '...').replace(/eyJ[\w.-]*/g, '...')
    : bare;
}
