import type { JournalEntry } from './admin-api.ts';
import { CLAIM_MEANINGS, CLAIM_MEANINGS_OF_KIND } from '../tokens/claim-meanings.ts';
import { span, timeOfDay } from './instants.ts';

type Token = JournalEntry['tokens'][number];

/** Where LivePerson documents the claims of a kind: its page and section. */
const PAGES: Readonly<Record<string, string>> = {
  AppJWT: 'Send API, authorization and authentication, “Get AppJWT”',
  ConsumerJWS: 'Send API, authorization and authentication, “Authentication with ConsumerJWS”',
  LP_JWT: 'Messaging Window API, Authentication, “Step 2 - Create an Authenticated Token”',
  'id token': 'Messaging Window API, Authentication, “Step 2 - Create an Authenticated Token”',
};

/** The sentence that says where its claims are documented. */
export function documentedAt(kind: string | undefined): string | undefined {
  if (kind === undefined) return undefined;
  const page = PAGES[kind];
  if (page !== undefined) return `Documented at LivePerson: ${page}.`;
  if (kind === 'Sentinel id token')
    return 'LivePerson documents none of its claims; these are those of a public sample.';
  return kind === 'LP_EXT_JWT'
    ? 'LivePerson documents none of its claims; these are the mock’s own choice.'
    : undefined;
}

/** The claims that a failed check is about. */
const OF_CHECK: Readonly<Record<string, readonly string[]>> = {
  times: ['exp', 'nbf'],
  issuer: ['iss'],
  account: ['aud', 'account_id'],
  scope: ['scope'],
  'refresh window': ['lp.unauth'],
};

/** A claim and how the checks of its call judged it. */
export interface JudgedClaim {
  readonly name: string;
  readonly value: unknown;
  readonly state: 'passed' | 'failed' | 'not-reached';
  readonly meaning: string;
}

/** The claims of a token, those that failed first. @param checks - of the token, when it was presented and refused */
export function judgedClaims(token: Token, entry: JournalEntry, checks: JournalEntry['checks']): JudgedClaim[] {
  const { claims = {}, kind = '' } = token;
  const judged = Object.entries(claims).map(([name, value]) => {
    const state = stateOf(name, value, entry, checks);
    const meaning = CLAIM_MEANINGS_OF_KIND[kind]?.[name] ?? CLAIM_MEANINGS[name] ?? 'Not a claim that this mock knows.';
    return { name, value, state, meaning: meaningOf({ name, value, state, meaning }, entry) };
  });
  return [...judged.filter(({ state }) => state === 'failed'), ...judged.filter(({ state }) => state !== 'failed')];
}

function stateOf(
  name: string,
  value: unknown,
  { atMs, reason }: JournalEntry,
  checks: JournalEntry['checks'],
): JudgedClaim['state'] {
  if (checks?.failed === undefined) return 'passed';
  const isAbout = (check: string): boolean => OF_CHECK[check]?.includes(name) === true;
  if (isAbout(checks.failed)) {
    const isNotYet = reason?.slug.endsWith('not-yet-valid') === true;
    const isOver = typeof value === 'number' && value * 1000 <= atMs;
    if (checks.failed !== 'times') return 'failed';
    return name === 'exp' ? (isOver && !isNotYet ? 'failed' : 'passed') : isNotYet ? 'failed' : 'passed';
  }
  const isReached = checks.passed.some((check) => isAbout(check) || check === 'claims');
  return isReached ? 'passed' : 'not-reached';
}

function meaningOf({ name, value, state, meaning }: JudgedClaim, { atMs, accountId }: JournalEntry): string {
  if (name === 'exp' && typeof value === 'number') {
    const left = value * 1000 - atMs;
    return left > 0
      ? `Good until this second; at this call for another ${span(left)}.`
      : `Good until this second. The call came at ${timeOfDay(atMs)}, ${lateness(-left)} later.`;
  }
  if (state !== 'failed') return meaning;
  if (name === 'aud' || name === 'account_id')
    return `The account it is for. The path of this call names ${accountId ?? 'none'}.`;
  return `Here it failed. ${meaning}`;
}

/** In seconds for as long as one can count them. */
export function lateness(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 600 ? `${String(seconds)} s` : span(ms);
}
