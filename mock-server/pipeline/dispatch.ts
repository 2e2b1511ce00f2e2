import { startStopwatch } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Deviation } from '../control/journal/exchange.ts';
import { applyFault } from '../control/faults/reply.ts';
import type { FaultStore } from '../control/faults/store.ts';
import type { JournalStore } from '../control/journal/store.ts';
import { TesterError } from '../control/tester-error.ts';
import type { CallRecord } from './call-record.ts';
import { entryOf, openCallRecord } from './call-record.ts';
import { recordTokens } from './record-tokens.ts';
import { hostOf, isLivePersonHost } from '../domain/hosts.ts';
import type { Endpoint, EndpointContext, Engine } from '../endpoints/endpoint.ts';
import { LIVEPERSON_PREFIXES } from '../endpoints/index.ts';
import { renderError } from '../errors/envelopes.ts';
import { headerSafe, reasonLine } from '../errors/reasons.ts';
import { refuse, Refusal } from '../errors/refusal.ts';
import type { Answer, Call, Reply } from '../http/call.ts';
import { corsHeaders, preflight } from '../http/cors.ts';
import { detached } from '../memory/detached.ts';
import type { RouteMatch, Router } from '../http/router.ts';
import type { Ids } from '../ids.ts';
import type { MemoryBudget } from '../memory/budget.ts';

/** What the path of a call is made of. */
export interface DispatchSetup {
  readonly engine: Engine;
  readonly router: Router<Endpoint>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly faults: FaultStore;
  readonly journal: JournalStore;
  readonly memory: MemoryBudget;
}

/**
 * The one path of a call: find the row, let armed faults fire, let the row answer, word a refusal, add what every answer
 * carries, write it down, tell who listens.
 */
export function createDispatch(setup: DispatchSetup): (call: Call) => Promise<Reply> {
  const { onExchange, server } = setup.engine.settings;
  return async (call) => {
    const elapsedMs = startStopwatch();
    const record = openCallRecord();
    const era = setup.journal.era();
    const isPreflight = call.method === 'OPTIONS' && server.cors;
    const reply = addCommonHeaders(isPreflight ? preflight(call) : await answerFor(setup, call, record), call, record, setup);
    setup.memory.settle();
    const ending = { atMs: (record.account?.clock ?? setup.clock).now(), evicted: setup.memory.tell(), durationMs: elapsedMs() };
    const entry = entryOf(isPreflight ? 0 : setup.journal.nextId(), call, reply, record, ending);
    if (!isPreflight && isStillThere(setup, record, era)) setup.journal.record(record.account?.id, entry, record.seen.heapBytes);
    onExchange?.(entry);
    return reply;
  };
}

/** Whether neither the mock nor the account was reset while the call was under way: the next test must not see it. */
function isStillThere({ engine, journal }: DispatchSetup, { account }: CallRecord, era: number): boolean {
  return account === undefined ? journal.era() === era : engine.accounts.has(account);
}

async function answerFor(setup: DispatchSetup, call: Call, record: CallRecord): Promise<Reply> {
  try {
    const match = setup.router.match(call.method, call.path);
    identify(setup, call, match, record);
    return await faultFor(setup, call, match, record) ?? await route(setup, call, match, record);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : error instanceof TesterError ? testersBug(error) : ownBug(error);
    record.error = refusal.error;
    record.reason = refusal.reason;
    return renderError(refusal.error, setup.engine.settings, refusal.detail);
  }
}

/** Notes whom the call is about, before anything can refuse it. Only a call that a row answers can make an account. */
function identify({ engine }: DispatchSetup, call: Call, match: RouteMatch<Endpoint>, record: CallRecord): void {
  if (match.kind === 'found') record.endpoint = match.row;
  record.accountId = 'parameters' in match ? match.parameters['account'] : accountInPath(call.path);
  if (record.accountId === undefined) return;
  record.account = match.kind === 'found' ? engine.accounts.enter(record.accountId) : engine.accounts.find(record.accountId);
}

/** The account in a path that no row has: nearly all of LivePerson's paths have it in this place. */
function accountInPath(path: string): string | undefined {
  const [, accountId] = /\/account\/([\w-]+)\//.exec(path) ?? [];
  return accountId === undefined ? undefined : detached(accountId);
}

/** What an armed fault answers, or undefined. */
async function faultFor(setup: DispatchSetup, call: Call, match: RouteMatch<Endpoint>, record: CallRecord): Promise<Reply | undefined> {
  const shot = setup.faults.fire({ call, endpoint: record.endpoint, accountId: record.account?.id });
  return shot === undefined ? undefined : applyFault(shot, contextOf(setup, call, 'parameters' in match ? match.parameters : {}, record), record);
}

async function route(setup: DispatchSetup, call: Call, match: RouteMatch<Endpoint>, record: CallRecord): Promise<Answer> {
  switch (match.kind) {
    case 'none':
      return refuseUnknownPath(setup.router, call);
    case 'malformed':
      return refuse('malformed_path', 'path-malformed', 'the path has a percent sign that two hexadecimal digits do not follow, or bytes that are not UTF-8');
    case 'method': {
      // Without CORS nothing answers OPTIONS.
      const allowed = match.allowed.filter((method) => method !== 'OPTIONS' || setup.engine.settings.server.cors).join(', ');
      return refuse('method_not_allowed', 'method-wrong', `this path takes ${allowed}`, { headers: { allow: allowed } });
    }
    case 'found':
      return match.row.handle(contextOf(setup, call, match.parameters, record));
  }
}

function refuseUnknownPath(router: Router<Endpoint>, call: Call): never {
  if (!isLivePersonUrl(call.path, hostOf(call.origin))) {
    return refuse('not_found', 'path-unknown', 'no LivePerson service has a path like this');
  }
  const nearest = router.nearest(call.path, 3);
  return refuse('not_mocked', 'not-mocked', `this mock has no such path; nearest: ${nearest.join(' | ')}`, { members: { nearest } });
}

/** Whether a path, or the host it was asked at, is LivePerson's: everything there is answered, if only with a 501. */
export function isLivePersonUrl(path: string, host: string): boolean {
  return LIVEPERSON_PREFIXES.some((prefix) => path.startsWith(prefix)) || isLivePersonHost(host);
}

function contextOf(setup: DispatchSetup, call: Call, parameters: Readonly<Record<string, string>>, record: CallRecord): EndpointContext {
  const { engine } = setup;
  const { account } = record;
  return {
    settings: engine.settings,
    accounts: engine.accounts,
    keys: engine.keys,
    signer: recordTokens(engine.signer, record.seen),
    connectorKeys: engine.connectorKeys,
    call,
    parameters,
    account,
    clock: account?.clock ?? setup.clock,
    ids: account?.ids ?? setup.ids,
    explain: (reason, error) => {
      record.reason = reason;
      record.error = error;
    },
    deviate: (slug, sentence, refusal) => {
      if (engine.settings.strict && refusal !== undefined) throw refusal({ slug: 'deviation-refused', sentence });
      if (record.deviations.length < MOST_DEVIATIONS) record.deviations.push({ slug, sentence: detached(sentence) });
    },
  };
}

/** How many deviations of one call are told: a batch of a megabyte can have as many as it has items. */
const MOST_DEVIATIONS = 20;

function ownBug(error: unknown): Refusal {
  const sentence = `a fault in lp-auth-mock, not in your call; please report it: ${placeOf(error)}`;
  return new Refusal('mock_bug', { slug: 'mock-bug', sentence }, { members: { message: sentence } });
}

function testersBug({ message, cause }: TesterError): Refusal {
  const sentence = cause === undefined ? message : `${message} threw: ${placeOf(cause)}`;
  return new Refusal('test_code_failed', { slug: 'test-code-failed', sentence }, { members: { message: sentence } });
}

/** Where it broke, and nothing of the call: an error's own message may quote a secret. */
function placeOf(error: unknown): string {
  const [, place = ''] = error instanceof Error ? (error.stack ?? '').split('\n    at ') : [];
  return error instanceof Error ? `${error.name} at ${place.trim()}` : typeof error;
}

/** What every answer carries beside its own: CORS, and for people the reason and the deviations. */
function addCommonHeaders(answer: Reply, call: Call, record: CallRecord, { engine: { settings } }: DispatchSetup): Reply {
  if ('abort' in answer) return answer;
  const headers: Record<string, string> = settings.server.cors ? { ...answer.headers, ...corsHeaders(call) } : { ...answer.headers };
  if (settings.reasonHeader && record.reason !== undefined) headers['lp-mock-reason'] = reasonLine(record.reason);
  if (settings.reasonHeader && record.deviations.length > 0) headers['lp-mock-deviation'] = deviationLine(record.deviations);
  const { status, cookies, body } = answer;
  return { status, headers, ...(cookies === undefined ? {} : { cookies }), body: call.method === 'HEAD' ? '' : body };
}

function deviationLine(deviations: readonly Deviation[]): string {
  return headerSafe(deviations.map(({ slug, sentence }) => `${slug}; ${sentence}`).join(', '));
}
