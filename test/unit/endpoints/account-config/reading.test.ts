import { describe, expect, it } from '@jest/globals';
import { listAgentGroups, readAgentGroup } from '../../../../mock-server/endpoints/account-config/agent-groups.ts';
import { listCategories } from '../../../../mock-server/endpoints/account-config/categories.ts';
import { listSkills, readSkill } from '../../../../mock-server/endpoints/account-config/skills.ts';
import { listStatusReasons } from '../../../../mock-server/endpoints/account-config/status-reasons.ts';
import { listUsers, readUser } from '../../../../mock-server/endpoints/account-config/users.ts';
import type { EndpointContext, EndpointHandler } from '../../../../mock-server/endpoints/endpoint.ts';
import type { Answer } from '../../../../mock-server/http/call.ts';
import type { ContextParts } from '../../../support/endpoint-context.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const named = (...ids: readonly number[]): object[] =>
  ids.map((id) => ({ id, name: `name ${String(id)}`, text: 'Lunch', state: 'Away', deleted: id === 2 }));

/** Of each kind 1 and 3, and 2, which is deleted. */
const ACCOUNT = {
  id: '1',
  agents: [1, 2, 3].map((id) => ({ username: `agent ${String(id)}`, user: { deleted: id === 2 } })),
  agentSessions: {
    introduce: () => undefined,
    users: () => [1, 2, 3].map((id) => ({ loginName: `agent ${String(id)}`, userId: String(id), userPid: 'pid' })),
  },
  presence: { list: () => [] },
  settings: {
    configuration: {
      skills: named(1, 2, 3),
      agentGroups: [{ id: -1, name: 'Root' }, ...named(1, 2, 3)],
      statusReasons: named(1, 2, 3),
      categories: named(1, 2, 3),
    },
  },
};

const contextWith = (query: string, { account = ACCOUNT, ...parts }: ContextParts = {}): EndpointContext =>
  contextOf({ call: { target: `/list?${query}`, headers: { authorization: 'OAuth a=b' } }, account, ...parts });

const answerOf = (handler: EndpointHandler, query: string, parts?: ContextParts): Answer =>
  handler.handle(contextWith(query, parts)) as Answer;

type Listed = readonly Readonly<Record<string, unknown>>[];
const listOf = (handler: EndpointHandler, query: string, parts?: ContextParts): Listed =>
  JSON.parse(answerOf(handler, query, parts).body) as Listed;
const membersOf = (handler: EndpointHandler, query: string): string =>
  Object.keys(listOf(handler, query)[0] ?? {}).join();

describe.each<[what: string, handler: EndpointHandler, usual: string, summary: string, all: RegExp]>([
  ['users', listUsers, 'id,pid,deleted,loginName', 'id,pid,deleted,loginName', /^id,pid,.+,lobIds$/],
  ['skills', listSkills, 'id,deleted,name', 'id,deleted,name', /^id,.+,text,state$/],
  ['agent groups', listAgentGroups, 'id,deleted,name', 'id,deleted,name', /^id,.+,isEnabled$/],
  [
    'status reasons',
    listStatusReasons,
    'text,state,enabled,id,deleted,name',
    'text,state,id,deleted',
    /^text,.+,name$/,
  ],
  ['categories', listCategories, 'id,deleted,name', 'id,deleted,name', /^id,deleted,name,order,proposed$/],
])('The list of %s', (_, handler, usual, summary, all) => {
  it('has the usual members, those of $summary, of $all, or those that are selected', () => {
    expect(membersOf(handler, '')).toBe(usual);
    expect(membersOf(handler, 'select=%20')).toBe(usual);
    expect(membersOf(handler, 'select=%20$summary%20')).toBe(summary);
    expect(membersOf(handler, 'select=%20$all%20')).toMatch(all);
    expect(membersOf(handler, 'select=deleted,id')).toMatch(/^id,deleted$/);
  });

  it('has the deleted ones on demand alone', () => {
    const ids = (query: string): unknown => listOf(handler, query).flatMap(({ id }) => (id === -1 ? [] : [id]));
    for (const query of ['', 'include_deleted=', 'include_deleted=truely', 'include_deleted=untrue'])
      expect(ids(query)).toEqual([1, 3]);
    for (const query of ['include_deleted=true', 'include_deleted=TRUE']) expect(ids(query)).toEqual([1, 2, 3]);
  });

  it('is told with the revision, to who may read it', () => {
    const answer = answerOf(handler, '');
    expect([answer.status, answer.headers['ac-revision']]).toEqual([200, '1']);
    const briefly = (parts: ContextParts): unknown => refusalOf(() => answerOf(handler, '', parts)).slice(0, 2);
    expect(briefly({ call: {} })).toEqual(['account_config_unauthorized', 'agent-bearer-missing']);
    const context = contextOf({ parameters: { account: '9' } });
    expect(refusalOf(() => handler.handle(context)).slice(0, 2)).toEqual([
      'account_config_unauthorized',
      'account-unknown',
    ]);
  });

  it('is refused with a selection that cannot be read', () => {
    const select = `${'x'.repeat(80)}(`;
    expect(refusalOf(() => answerOf(handler, `select=${select}`))).toEqual([
      'account_config_bad_request',
      'parameter-invalid',
      `select is "${'x'.repeat(77)}...", which cannot be read; send names, such as id,name or hotkey(prefix)`,
    ]);
  });
});

it.each([
  ['user', readUser, '1, 2, 3'],
  ['skill', readSkill, '1, 2, 3'],
  ['agent group', readAgentGroup, '-1, 1, 2 and 1 more'],
])('One %s is found by the id, with all members; what there is instead is told', (what, handler, ids) => {
  const read = (id: string | undefined, query = '', account: object = ACCOUNT): unknown => {
    const parameters = id === undefined ? {} : { id };
    return JSON.parse(answerOf(handler, query, { parameters, account }).body);
  };
  expect(Object.keys(read('3') as object).length).toBeGreaterThan(5);
  expect(read('3', 'select=id')).toEqual({ id: 3 });
  expect(read('2', 'include_deleted=true&select=id')).toEqual({ id: 2 });
  const refused = (id: string | undefined): unknown => refusalOf(() => read(id));
  const unknown = (id: string): unknown => [
    'account_config_unknown',
    'record-unknown',
    `the account has no ${what} with the id "${id}"; it has ${ids}`,
  ];
  expect(refused('2')).toEqual(unknown('2'));
  expect(refused(undefined)).toEqual(unknown(''));
  expect(refused('9'.repeat(81))).toEqual(unknown(`${'9'.repeat(77)}...`));
});

it('An account without skills has none to tell, and long ids are cut', () => {
  const refused = (skills: readonly object[]): unknown =>
    refusalOf(() => {
      const account = { ...ACCOUNT, agents: [], settings: { configuration: { skills } } };
      return answerOf(readSkill, '', { account, parameters: { id: '9' } });
    })[2];
  expect(refused([])).toBe('the account has no skill with the id "9"; it has none');
  expect(refused([{ id: 'x'.repeat(81), name: '' }])).toBe(
    `the account has no skill with the id "9"; it has ${'x'.repeat(77)}...`,
  );
});

it.each<[query: string, isNoted: boolean]>([
  ['', false],
  ['v=1', false],
  ['v=123.456', false],
  ['v=', true],
  ['v=1234', true],
  ['v=1.', true],
  ['v=1.2345', true],
  ['v=x1', true],
  ['v=1x', true],
])('A version of %p is noted when it is no number: %p', (query, isNoted) => {
  const context = contextWith(query);
  expect(listSkills.handle(context)).toMatchObject({ status: 200 });
  const sentence = 'v is no number; the pages ask for one, such as v=4.0';
  expect(context.deviations).toEqual(isNoted ? [{ slug: 'version', sentence }] : []);
  if (!isNoted) return;
  const strict = contextWith(query, { settings: { strict: true } });
  expect(refusalOf(() => listSkills.handle(strict))).toEqual([
    'account_config_bad_request',
    'deviation-refused',
    sentence,
  ]);
});
