import type { Account } from '../domain/account.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import type { Reason } from '../errors/reasons.ts';
import type { Call, Reply } from '../http/call.ts';
import { detached } from '../http/detached.ts';
import type { Deviation } from './exchange.ts';
import type { JournalEntry, JournalToken, Verdict } from './journal-entry.ts';

/** What is learnt about a call on its way. */
export interface Visit {
  endpoint: Endpoint | undefined;
  /** The account that the path names, known or not. */
  accountId: string | undefined;
  /** The account, when the mock has it. */
  account: Account | undefined;
  error: ErrorName | undefined;
  reason: Reason | undefined;
  readonly deviations: Deviation[];
  readonly faults: string[];
  readonly tokens: JournalToken[];
}

export function openVisit(): Visit {
  return {
    endpoint: undefined, accountId: undefined, account: undefined, error: undefined, reason: undefined,
    deviations: [], faults: [], tokens: [],
  };
}

/** What is longer is cut in the journal: whoever calls must not decide how much memory an entry takes. */
const LONGEST_PATH = 512;
const LONGEST_NAME = 64;

/** A visit that is over, as the journal keeps it. Written out member by member, because this is done for every call. */
export function entryOf(id: number, call: Call, reply: Reply, visit: Visit, atMs: number, durationMs: number): JournalEntry {
  const { endpoint, accountId, reason } = visit;
  return {
    id,
    method: cut(call.method, LONGEST_NAME),
    path: cut(withoutSecrets(call.path), LONGEST_PATH),
    endpointId: endpoint?.id,
    accountId: accountId === undefined ? undefined : cut(accountId, LONGEST_NAME),
    outcome: 'abort' in reply ? reply.abort : reply.status,
    verdict: verdictOf(reason),
    error: visit.error,
    reason,
    deviations: shared(visit.deviations),
    faults: shared(visit.faults),
    tokens: shared(visit.tokens),
    secretInQuery: (call.query.get('client_secret') ?? '') !== '' || undefined,
    atMs,
    durationMs,
  };
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

function cut(text: string, length: number): string {
  return text.length > length ? detached(`${text.slice(0, length)}...`) : text;
}

/** The agents' socket has its bearer in the path. */
const BEARER_SEGMENT = /(\/messaging\/brand\/)[^/]+/;

/** A query that was glued on with the wrong sign is part of the path, and may hold a secret or a token. */
function withoutSecrets(path: string): string {
  const bare = path.replace(BEARER_SEGMENT, '$1...');
  return /[=;&]|%3D|eyJ/i.test(bare) ? bare.replace(/(?:[&;?]|%3F|%26).*$/is, '...').replace(/eyJ[\w.-]*/g, '...') : bare;
}
