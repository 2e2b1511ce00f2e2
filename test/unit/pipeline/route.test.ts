import { beforeAll, describe, expect, it } from '@jest/globals';
import { endpoints } from '../../../mock-server/endpoints/index.ts';
import type { Answer, Call } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { loadAccountFinder } from '../../../mock-server/pipeline/account-of.ts';
import type { RoutedCall } from '../../../mock-server/pipeline/call-record.ts';
import { loadRouter } from '../../../mock-server/pipeline/pipeline.ts';
import { routeCall } from '../../../mock-server/pipeline/route.ts';
import type { CallParts } from '../../support/calls.ts';
import { ask, callOf } from '../../support/calls.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../../support/through-every-adapter.ts';

const CONVERSATION = '/messaging/v1/conversations/abc';

let route: (call: Call) => RoutedCall;
let findAccount: (call: Call) => string | undefined;
beforeAll(async () => {
  const router = await loadRouter(endpoints);
  route = (call) => routeCall(router, call);
  findAccount = await loadAccountFinder();
});

describe('the account of a call', () => {
  it.each<[string, CallParts, RoutedCall['match']['kind'], string | undefined, string | undefined]>([
    ['stands in its path', { method: 'POST', target: `/api/account/${ACCOUNT}/signup` }, 'found', ACCOUNT, ACCOUNT],
    ['stands there for a wrong method', { target: `/api/account/${ACCOUNT}/signup` }, 'method', ACCOUNT, ACCOUNT],
    ['stands there where no row has the path', { target: '/x/account/le-4_2/y' }, 'none', 'le-4_2', 'le-4_2'],
    ['must have something behind it there', { target: `/x/account/${ACCOUNT}` }, 'none', undefined, undefined],
    [
      'is named as it is, and found where it can be one',
      { target: '/x/account/__proto__/y' },
      'none',
      '__proto__',
      undefined,
    ],
    ['is decoded', { method: 'POST', target: '/api/account/a%20b/signup' }, 'found', 'a b', undefined],
    ['is none in some paths', { target: '/sentinel/well-known/jwks' }, 'found', undefined, undefined],
    [
      'is none in a path that cannot be read',
      { method: 'POST', target: '/api/account/%zz/signup' },
      'malformed',
      undefined,
      undefined,
    ],
    [
      'stands in a header',
      { target: CONVERSATION, headers: { 'brand-id': ` ${ACCOUNT} ` } },
      'found',
      ACCOUNT,
      ACCOUNT,
    ],
    ['may be missing there', { target: CONVERSATION }, 'found', undefined, undefined],
    [
      'is not taken from the header when it can be none',
      { target: CONVERSATION, headers: { 'brand-id': 'Bearer x.y' } },
      'found',
      undefined,
      undefined,
    ],
    [
      'is not taken from a header that the row does not look at',
      { target: '/sentinel/well-known/jwks', headers: { 'brand-id': ACCOUNT } },
      'found',
      undefined,
      undefined,
    ],
  ])('%s', (_, parts, kind, accountId, found) => {
    const call = callOf(parts);
    const { match, ...routed } = route(call);
    expect([match.kind, routed.accountId, findAccount(call)]).toEqual([kind, accountId, found]);
    expect(routed.endpoint).toBe('row' in match ? match.row : undefined);
  });

  it.each([
    [` ${ACCOUNT} `, { conversation: 'abc', account: ACCOUNT }],
    ['no id at all', { conversation: 'abc', account: 'no id at all' }],
    [' ', { conversation: 'abc' }],
  ])('in a header is a parameter, unless it is blank: %j', (header, parameters) => {
    const { match } = route(callOf({ target: CONVERSATION, headers: { 'brand-id': header } }));
    expect(match).toMatchObject({ kind: 'found', row: { id: 'messaging-rest.conversation' } });
    expect('parameters' in match && match.parameters).toStrictEqual(parameters);
  });

  it('is made by what a row answers, and by nothing else', async () => {
    const mock = createMock();
    const known = async (parts: CallParts): Promise<boolean> => {
      await ask(mock, parts);
      return 'new-1' in mock.snapshot().accounts;
    };
    expect(await known({ target: '/api/account/new-1/nothing' })).toBe(false);
    expect(await known({ method: 'GET', target: '/api/account/new-1/signup' })).toBe(false);
    expect(await known({ target: '/sentinel/well-known/jwks' })).toBe(false);
    expect(await known({ method: 'POST', target: '/api/account/new-1/signup' })).toBe(true);
    expect(Object.keys(mock.snapshot().accounts)).toEqual([ACCOUNT, OTHER_ACCOUNT, 'new-1']);
  });
});

describe('a call that no row answers', () => {
  const nearest = 'GET /sentinel/well-known/jwks';
  it.each<[string, string, number, string]>([
    ['is of nobody', '/nothing', 404, 'path-unknown; no LivePerson service has a path like this'],
    [
      'is nearly right',
      '/Sentinel/well-known/jwks',
      404,
      `path-unknown; the path differs in case (paths are case-sensitive); nearest: ${nearest} | `,
    ],
    [
      'is of LivePerson',
      '/sentinel/well-known/jwk',
      501,
      `not-mocked; this mock has no such path; nearest: ${nearest} | `,
    ],
    [
      'is nearly right there',
      '/sentinel/well-known/jwks/',
      501,
      `not-mocked; the path ends in a slash; nearest: ${nearest} | `,
    ],
    [
      'is left out',
      `/api/account/${ACCOUNT}/chat/x`,
      501,
      'not-mocked; this mock leaves this path out: it is of the old chat API, which ends; this mock has messaging',
    ],
    [
      'cannot be read',
      '/sentinel/api/account/%zz/app/token',
      400,
      'path-malformed; the path has a percent sign that two hexadecimal digits do not follow, or bytes that are not UTF-8',
    ],
    [
      'has another method',
      `/sentinel/api/account/${ACCOUNT}/app/token`,
      405,
      'method-wrong; this path takes POST, OPTIONS',
    ],
  ])('%s: %s is a %d', async (_, target, status, reason) => {
    const answer = await ask(createMock(), { target });
    expect(answer.status).toBe(status);
    const line = answer.headers['lp-mock-reason'] ?? '';
    expect(reason.endsWith('| ') ? line.slice(0, reason.length) : line).toBe(reason);
    expect((nearestOf(answer) ?? []).length).toBe(status === 501 ? 3 : 0);
  });

  it('names no OPTIONS where there is no CORS', async () => {
    const target = `/sentinel/api/account/${ACCOUNT}/app/token`;
    const { headers } = await ask(createMock({ server: { cors: false } }), { target });
    expect([headers['allow'], headers['lp-mock-reason']]).toEqual(['POST', 'method-wrong; this path takes POST']);
  });
});

function nearestOf({ body }: Answer): readonly string[] | undefined {
  return (JSON.parse(body) as { nearest?: readonly string[] }).nearest;
}
