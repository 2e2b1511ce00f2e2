import { describe, expect, it } from '@jest/globals';
import type { AppSettings } from '../../../../mock-server/domain/account-options.ts';
import { createInstallations, MAX_INSTALLATIONS } from '../../../../mock-server/domain/installations.ts';
import type { EndpointContext, EndpointHandler } from '../../../../mock-server/endpoints/endpoint.ts';
import {
  installApp,
  removeInstallation,
  replaceInstallation,
} from '../../../../mock-server/endpoints/installations/change-installations.ts';
import {
  listInstallations,
  readInstallation,
} from '../../../../mock-server/endpoints/installations/read-installations.ts';
import type { Answer } from '../../../../mock-server/http/call.ts';
import { createIds } from '../../../../mock-server/ids.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const appOf = (clientId: string): AppSettings => ({
  client_id: clientId,
  client_secret: 'secret',
  grant_types: ['client_credentials'],
  scope: 'msg.consumer',
  enabled: true,
  deleted: false,
});

interface Asked {
  readonly query?: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly apps?: readonly string[];
  readonly settings?: object;
}

function contextWith({ query = '', body = '', headers = {}, id = 'a', apps = ['a'], settings = {} }: Asked = {}) {
  const installations = createInstallations({
    accountId: '1',
    configured: apps.map(appOf),
    ids: createIds('installations'),
  });
  return contextOf({
    call: {
      target: `/installations?${query}`,
      headers: { authorization: 'Bearer of-ada', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      origin: 'http://localhost:4407',
    },
    account: {
      id: '1',
      installations,
      agentSessions: {
        findByBearer: (bearer: string, nowSeconds: number) =>
          bearer === 'of-ada' && nowSeconds < 100 ? {} : undefined,
      },
    },
    parameters: { installation: id },
    settings,
    nowMs: 99_999,
  });
}

const ALL: readonly (readonly [string, EndpointHandler])[] = [
  ['list', listInstallations],
  ['install', installApp],
  ['read', readInstallation],
  ['replace', replaceInstallation],
  ['remove', removeInstallation],
];

const refused = (handler: EndpointHandler, context: EndpointContext): unknown =>
  refusalOf(() => handler.handle(context));
const slugsOf = (handler: EndpointHandler, context: EndpointContext): unknown => {
  expect(handler.handle(context)).toHaveProperty('status');
  return context.deviations.map(({ slug, sentence }) => `${slug}; ${sentence}`);
};

describe.each(ALL)('To %s installations', (_, handler) => {
  it.each<[authorization: string, isBearer: boolean]>([
    ['', false],
    ['Basic YTpi', false],
    ['OAuth', false],
    ['oauth oauth_consumer_key="key"', false],
    ['OAuthToken', true],
    ['no oauth', true],
    ['Bearer of-bob', true],
  ])('%p is not enough', (authorization, isBearer) => {
    expect(refused(handler, contextWith({ headers: { authorization } }))).toEqual([
      'installation_unauthorized',
      isBearer ? 'agent-bearer-unknown' : 'agent-bearer-missing',
      isBearer
        ? 'the bearer is of no login that lives: it expired, was logged out, or is of another account; log in again'
        : 'send Authorization: Bearer with the bearer of an agent login',
    ]);
  });

  it('takes an account that is there', () => {
    expect(refused(handler, contextOf({ parameters: { account: '9' } }))).toEqual([
      'installation_unauthorized',
      'account-unknown',
      'account 9 is not there',
    ]);
  });
});

it.each<[query: string, isNoted: boolean]>([
  ['', false],
  ['v=1', false],
  ['v=1.0', false],
  ['v=2', false],
  ['v=2.0', false],
  ['v=', true],
  ['v=3', true],
])('The version of %p is noted, or refused by a strict mock: %p', (query, isNoted) => {
  const sentence = 'v is another one; the pages ask for v=1.0';
  expect(slugsOf(listInstallations, contextWith({ query }))).toEqual(isNoted ? [`version; ${sentence}`] : []);
  if (!isNoted) return;
  expect(refused(listInstallations, contextWith({ query, settings: { strict: true } }))).toEqual([
    'installation_bad_request',
    'deviation-refused',
    sentence,
  ]);
});

it.each<[apps: readonly string[], id: string | undefined, sentence: string]>([
  [[], 'x', 'there is no installation "x"; the account has none'],
  [['a'], undefined, 'there is no installation ""; the account has a'],
  [['a', 'b', 'c'], 'x', 'there is no installation "x"; the account has a, b, c'],
  [['a', 'b', 'c', 'd', 'e'], 'x', 'there is no installation "x"; the account has a, b, c and 2 more'],
  [
    ['a'.repeat(81)],
    'x'.repeat(81),
    `there is no installation "${'x'.repeat(77)}..."; the account has ${'a'.repeat(77)}...`,
  ],
])('Of the installations %j %p is none: told are three that there are', (apps, id, sentence) => {
  for (const handler of [readInstallation, replaceInstallation, removeInstallation]) {
    const context = contextWith({ apps });
    const parameters = id === undefined ? {} : { installation: id };
    expect(refused(handler, { ...context, parameters })).toEqual([
      'installation_unknown',
      'installation-unknown',
      sentence,
    ]);
  }
});

it('One that was removed is none, and is told to have been', () => {
  const context = contextWith({ headers: { 'if-match': '1' } });
  expect(removeInstallation.handle(context)).toMatchObject({ status: 204, body: '', headers: { 'ac-revision': '2' } });
  expect(refused(readInstallation, context)).toEqual([
    'installation_unknown',
    'installation-unknown',
    'there is no installation "a"; it was removed',
  ]);
});

describe.each([
  ['replaced', replaceInstallation, 200],
  ['removed', removeInstallation, 204],
  ['installed', installApp, 201],
])('An app is %s', (_, handler, status) => {
  it.each(['1', '"1"', 'W/"1"', '"7", "1"', '7,1', '*', '"7" , W/"*"'])('with the last revision: %s', (tag) => {
    const context = contextWith({ body: {}, headers: { 'if-match': tag } });
    const answer = handler.handle(context) as Answer;
    expect([answer.status, answer.headers['ac-revision'], context.deviations]).toEqual([status, '2', []]);
  });

  it.each(['', '2', '"2"', '1.0', 'x"1"', '"1"x', 'W/1', '11', '"', `"${'7'.repeat(80)}"`])(
    'with no other: %s',
    (tag) => {
      const shown = tag.length > 80 ? `${tag.slice(0, 77)}...` : tag;
      expect(refused(handler, contextWith({ body: {}, headers: { 'if-match': tag } }))).toEqual([
        'installation_precondition_failed',
        'revision-stale',
        `If-Match is ${shown} and the installations are at ac-revision 1: read them again, then change`,
      ]);
    },
  );
});

it('A change without If-Match is noted, but for a new app, which cannot be stale; a strict mock refuses it', () => {
  const sentence = 'If-Match is missing; send the ac-revision of the last answer, which is 1';
  const noted = [`if-match-missing; ${sentence}`];
  expect(slugsOf(replaceInstallation, contextWith({ body: {} }))).toEqual(noted);
  expect(slugsOf(removeInstallation, contextWith())).toEqual(noted);
  expect(slugsOf(installApp, contextWith({ body: {} }))).toEqual([]);
  const settings = { strict: true };
  for (const handler of [replaceInstallation, removeInstallation])
    expect(refused(handler, contextWith({ body: {}, settings }))).toEqual([
      'installation_precondition_failed',
      'deviation-refused',
      sentence,
    ]);
});

it('A refused change tells the last revision', () => {
  for (const asked of [{ headers: { 'if-match': '7' } }, { settings: { strict: true } }])
    expect(() => removeInstallation.handle(contextWith(asked))).toThrow(
      expect.objectContaining({ detail: { headers: { 'ac-revision': '1' } } }),
    );
});

it('An account has no more than a thousand', () => {
  const apps = Array.from({ length: MAX_INSTALLATIONS }, (_, at) => String(at));
  expect(refused(installApp, contextWith({ apps, body: {} }))).toEqual([
    'installation_bad_request',
    'memory-full',
    'the account has 1000 app installations already; remove one',
  ]);
});

it('They are listed and read with the revision, with what was sent beside, and the id last', () => {
  const context = contextWith({ body: { scope: 'other', logo: 'l', id: 'x', grant_types: [] }, apps: ['a', 'b'] });
  expect(replaceInstallation.handle(context)).toMatchObject({ status: 200 });
  const replaced = { ...appOf('a'), grant_types: [], scope: 'other', logo: 'l', id: 'a' };
  const read = readInstallation.handle(context) as Answer;
  const list = listInstallations.handle(context) as Answer;
  expect([read.status, read.headers['ac-revision'], read.body]).toEqual([200, '2', JSON.stringify(replaced)]);
  expect([list.status, list.headers['ac-revision'], JSON.parse(list.body)]).toEqual([
    200,
    '2',
    [replaced, { ...appOf('b'), id: 'b' }],
  ]);
});
