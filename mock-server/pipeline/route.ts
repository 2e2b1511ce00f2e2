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

/** Finds the row of a call and the account that its path names. Nothing is refused here: an armed fault comes first. */
export function routeCall(router: Router<Endpoint>, call: Call): RoutedCall {
  const match = withAccount(router.match(call.method, call.path), call);
  return { call, match, endpoint: match.kind === 'found' ? match.row : undefined, accountId: accountOf(match, call) };
}

/** The account among the parameters, where a header names it. */
function withAccount(match: RouteMatch<Endpoint>, { headers }: Call): RouteMatch<Endpoint> {
  const { accountHeader } = match.kind === 'found' ? match.row : {};
  const account = accountHeader === undefined ? undefined : headers[accountHeader]?.trim();
  if (match.kind !== 'found' || account === undefined || account === '') return match;
  return { ...match, parameters: { ...match.parameters, account: detached(account) } };
}

/** Of a header what can be no id is not taken down: it may be a credential in the wrong place. */
function accountOf(match: RouteMatch<Endpoint>, { path }: Call): string | undefined {
  if (!('parameters' in match)) return accountInPath(path);
  const account = match.parameters['account'];
  const isOfHeader = match.kind === 'found' && match.row.accountHeader !== undefined;
  return isOfHeader && account !== undefined && !ACCOUNT_ID.test(account) ? undefined : account;
}

/** The account in a path that no row has: nearly all of LivePerson's paths have it in this place. */
function accountInPath(path: string): string | undefined {
  const [, accountId] = /\/account\/([\w-]+)\//.exec(path) ?? [];
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
