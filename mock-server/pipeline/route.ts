import { ACCOUNT_ID } from '../domain/account-options.ts';
import { hostOf } from '../domain/hosts.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { whyNotMocked } from '../endpoints/gaps.ts';
import { isLivePersonUrl } from '../endpoints/index.ts';
import { refuse } from '../errors/refusal.ts';
import type { Call } from '../http/call.ts';
import type { RouteMatch, Router } from '../http/router.ts';
import { detached } from '../memory/detached.ts';
import type { RoutedCall } from './call-record.ts';

type FoundRow = Extract<RouteMatch<Endpoint>, { kind: 'found' }>;

/** Finds the row of a call and the account that its path names. Nothing is refused here: an armed fault comes first. */
export function routeCall(router: Router<Endpoint>, call: Call): RoutedCall {
  const match = router.match(call.method, call.path);
  if (!('parameters' in match)) return { call, match, endpoint: undefined, accountId: accountInPath(call.path) };
  const accountId = match.parameters['account'];
  if (match.kind !== 'found') return { call, match, endpoint: undefined, accountId };
  const { row: endpoint } = match;
  return endpoint.accountHeader === undefined
    ? { call, match, endpoint, accountId }
    : routeByHeader(call, match, call.headers[endpoint.accountHeader]?.trim());
}

/** The account among the parameters, where a header names it. */
function routeByHeader(call: Call, match: FoundRow, account: string | undefined): RoutedCall {
  const { row: endpoint } = match;
  if (account === undefined || account === '') return { call, match, endpoint, accountId: undefined };
  const named = { ...match, parameters: { ...match.parameters, account: detached(account) } };
  // What can be no id is not taken down: it may be a credential in the wrong place.
  return { call, match: named, endpoint, accountId: ACCOUNT_ID.test(account) ? detached(account) : undefined };
}

/** The account in a path that no row has: nearly all of LivePerson's paths have it in this place. */
function accountInPath(path: string): string | undefined {
  const accountId = /\/account\/([\w-]+)\//.exec(path)?.[1];
  return accountId === undefined ? undefined : detached(accountId);
}

/** Refuses a call that no row answers. @throws Refusal always. */
export function refuseUnrouted(
  match: Exclude<RouteMatch<Endpoint>, { kind: 'found' }>,
  call: Call,
  router: Router<Endpoint>,
  isCorsOn: boolean,
): never {
  switch (match.kind) {
    case 'none':
      return refuseUnknownPath(router, call);
    case 'malformed': {
      const sentence =
        'the path has a percent sign that two hexadecimal digits do not follow, or bytes that are not UTF-8';
      return refuse('malformed_path', 'path-malformed', sentence);
    }
    case 'method': {
      // Without CORS nothing answers OPTIONS.
      const allowed = match.allowed.filter((method) => method !== 'OPTIONS' || isCorsOn).join(', ');
      return refuse('method_not_allowed', 'method-wrong', `this path takes ${allowed}`, {
        headers: { allow: allowed },
      });
    }
  }
}

function refuseUnknownPath(router: Router<Endpoint>, call: Call): never {
  const untidy = router.untidiness(call.path);
  if (!isLivePersonUrl(call.path, hostOf(call.origin))) {
    const what =
      untidy === undefined ? 'no LivePerson service has a path like this' : withNearest(untidy, router, call);
    return refuse('not_found', 'path-unknown', what);
  }
  const gap = whyNotMocked(call.path);
  const sentence =
    gap === undefined
      ? withNearest(untidy ?? 'this mock has no such path', router, call)
      : `this mock leaves this path out: ${gap}`;
  return refuse('not_mocked', 'not-mocked', sentence, { members: { nearest: router.nearest(call.path, NEAREST) } });
}

/** How many rows are named. */
const NEAREST = 3;

function withNearest(what: string, router: Router<Endpoint>, call: Call): string {
  return `${what}; nearest: ${router.nearest(call.path, NEAREST).join(' | ')}`;
}
