import { startStopwatch } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Deviation, Exchange } from './control/exchange.ts';
import { hostOf, isLivePersonHost } from './domain/hosts.ts';
import type { Endpoint, EndpointContext, Engine } from './endpoints/endpoint.ts';
import { LIVEPERSON_PREFIXES } from './endpoints/index.ts';
import { wordError } from './errors/envelopes.ts';
import type { Reason } from './errors/reasons.ts';
import { headerSafe, reasonLine } from './errors/reasons.ts';
import { refuse, Refusal } from './errors/refusal.ts';
import type { Answer, Call, Reply } from './http/call.ts';
import { corsHeaders, preflight } from './http/cors.ts';
import type { Router } from './http/router.ts';
import type { Ids } from './ids.ts';

/** What the path of a call is made of. */
export interface DispatchSetup {
  readonly engine: Engine;
  readonly router: Router<Endpoint>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What is learnt about a call on its way. */
interface Visit {
  endpointId: string | undefined;
  accountId: string | undefined;
  reason: Reason | undefined;
  readonly deviations: Deviation[];
}

/** The one path of a call: find the row, let it answer, word a refusal, add what every answer carries, tell who listens. */
export function createDispatch(setup: DispatchSetup): (call: Call) => Promise<Reply> {
  const { onExchange } = setup.engine.settings;
  return async (call) => {
    const elapsedMs = startStopwatch();
    const visit: Visit = { endpointId: undefined, accountId: undefined, reason: undefined, deviations: [] };
    const answer = dress(await answerFor(setup, call, visit), call, visit, setup);
    onExchange?.(exchangeOf(call, answer, visit, setup.clock, elapsedMs()));
    return answer;
  };
}

async function answerFor(setup: DispatchSetup, call: Call, visit: Visit): Promise<Answer> {
  const { settings } = setup.engine;
  if (call.method === 'OPTIONS' && settings.server.cors) return preflight(call);
  try {
    return await route(setup, call, visit);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : ownBug(error);
    visit.reason = refusal.reason;
    return wordError(refusal.error, settings, refusal.detail);
  }
}

async function route(setup: DispatchSetup, call: Call, visit: Visit): Promise<Answer> {
  const match = setup.router.match(call.method, call.path);
  switch (match.kind) {
    case 'none':
      return refuseUnknownPath(setup.router, call);
    case 'malformed':
      return refuse('malformed_path', 'path-malformed', 'the path has a percent sign that two hexadecimal digits do not follow, or bytes that are not UTF-8');
    case 'method': {
      visit.accountId = match.parameters['account'];
      // Without CORS nothing answers OPTIONS.
      const allowed = match.allowed.filter((method) => method !== 'OPTIONS' || setup.engine.settings.server.cors).join(', ');
      return refuse('method_not_allowed', 'method-wrong', `this path takes ${allowed}`, { headers: { allow: allowed } });
    }
    case 'found':
      visit.endpointId = match.row.id;
      visit.accountId = match.parameters['account'];
      return match.row.handle(contextOf(setup, call, match.parameters, visit));
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

function contextOf(setup: DispatchSetup, call: Call, parameters: Readonly<Record<string, string>>, visit: Visit): EndpointContext {
  const { engine } = setup;
  const { account: accountId } = parameters;
  const account = accountId === undefined ? undefined : engine.accounts.find(accountId);
  return {
    ...engine,
    call,
    parameters,
    account,
    clock: account?.clock ?? setup.clock,
    ids: account?.ids ?? setup.ids,
    explain: (reason) => { visit.reason = reason; },
    deviate: (slug, sentence, refusal) => {
      if (engine.settings.strict) throw refusal();
      visit.deviations.push({ slug, sentence });
    },
  };
}

/** Where it broke, and nothing of the call: an error's own message may quote a secret. */
function ownBug(error: unknown): Refusal {
  const [, place = ''] = error instanceof Error ? (error.stack ?? '').split('\n    at ') : [];
  const what = error instanceof Error ? `${error.name} at ${place.trim()}` : typeof error;
  const sentence = `a fault in lp-auth-mock, not in your call; please report it: ${what}`;
  return new Refusal('mock_bug', { slug: 'mock-bug', sentence }, { members: { message: sentence } });
}

/** What every answer carries beside its own: CORS, and for people the reason and the deviations. */
function dress(answer: Answer, call: Call, visit: Visit, { engine: { settings } }: DispatchSetup): Answer {
  const headers: Record<string, string> = { ...answer.headers };
  if (settings.server.cors) Object.assign(headers, corsHeaders(call));
  if (settings.reasonHeader && visit.reason !== undefined) headers['lp-mock-reason'] = reasonLine(visit.reason);
  if (settings.reasonHeader && visit.deviations.length > 0) headers['lp-mock-deviation'] = deviationLine(visit.deviations);
  return { status: answer.status, headers, body: call.method === 'HEAD' ? '' : answer.body };
}

function deviationLine(deviations: readonly Deviation[]): string {
  return headerSafe(deviations.map(({ slug, sentence }) => `${slug}; ${sentence}`).join(', '));
}

function exchangeOf(call: Call, answer: Answer, visit: Visit, clock: Clock, durationMs: number): Exchange {
  const { endpointId, accountId, reason, deviations } = visit;
  return {
    method: call.method, path: call.path, endpointId, accountId,
    outcome: answer.status, reason, deviations, atMs: clock.now(), durationMs,
  };
}
