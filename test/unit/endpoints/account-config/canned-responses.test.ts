import { expect, it } from '@jest/globals';
import { listCannedResponses } from '../../../../mock-server/endpoints/account-config/canned-responses.ts';
import type { EndpointContext } from '../../../../mock-server/endpoints/endpoint.ts';
import type { Answer } from '../../../../mock-server/http/call.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const ENGLISH = { lang: 'en-US', msg: 'Hello' };
const FRENCH = { lang: 'fr-FR', msg: 'Bonjour' };
/** The third one is deleted, and the last one says nothing of what lists have. */
const RECORDS = [
  { id: 1, data: [ENGLISH, FRENCH], categoriesIds: [1, 2], skillIds: [7], hotkey: { prefix: 'a', suffix: 'b' } },
  { id: 2, data: [ENGLISH], categoriesIds: [2] },
  { id: 3, data: [ENGLISH], deleted: true },
  { id: 4, data: 'x', categoriesIds: 'x', skillIds: 'x' },
];

const contextWith = (query: string, settings: object = {}): EndpointContext =>
  contextOf({
    call: { target: `/list?${query}`, headers: { authorization: 'OAuth a=b' } },
    account: { settings: { configuration: { cannedResponses: RECORDS } } },
    settings,
  });
const listOf = (query: string): unknown => JSON.parse((listCannedResponses.handle(contextWith(query)) as Answer).body);

it.each<[query: string, ids: readonly number[]]>([
  ['', [1, 2, 4]],
  ['include_deleted=true', [1, 2, 3, 4]],
  ['ids=', [1, 2, 4]],
  ['ids=%20', [1, 2, 4]],
  ['ids=%202%20,%204%20,9', [2, 4]],
  ['skill_ids=9,%207', [1]],
  ['skill_ids=x', []],
  ['lang=EN-us', [1, 2]],
  ['lang=de,%20fr-fr', [1]],
  ['lang=de', []],
  ['ids=2&lang=fr-FR', []],
])('Of the predefined content %p leaves these', (query, ids) => {
  expect(listOf(`${query}&select=id`)).toEqual(ids.map((id) => ({ id })));
});

it('In a language that is asked for there are its texts alone', () => {
  expect(listOf('lang=fr-FR&select=data')).toEqual([{ data: [FRENCH] }]);
});

it('A record has all its members, or those of $summary', () => {
  const all = { id: 1, deleted: false, enabled: true, type: 0, ...RECORDS[0] };
  expect([listOf('ids=1'), listOf('ids=1&select=$all')]).toEqual([[all], [all]]);
  const { data, skillIds, ...summary } = all as typeof all & { data: unknown; skillIds: unknown };
  expect([data, skillIds]).toEqual([[ENGLISH, FRENCH], [7]]);
  expect(listOf('ids=1&select=$summary')).toEqual([summary]);
});

it('By category each record stands under all its own, and what has none nowhere', () => {
  expect(listOf('group_by=CATEGORIES&select=id')).toEqual({ 1: [{ id: 1 }], 2: [{ id: 1 }, { id: 2 }] });
  for (const query of ['group_by=&select=id', 'select=id'])
    expect(listOf(query)).toEqual([{ id: 1 }, { id: 2 }, { id: 4 }]);
});

it.each(['', 'group_by=', 'group_by=CATEGORIES'])('Nothing is noted of %p', (query) => {
  const context = contextWith(query);
  expect(listCannedResponses.handle(context)).toMatchObject({ status: 200 });
  expect(context.deviations).toEqual([]);
});

it('Another grouping is none, which is noted; a strict mock refuses it', () => {
  const query = `group_by=${'S'.repeat(41)}`;
  const sentence = `group_by is "${'S'.repeat(37)}..."; the pages know CATEGORIES alone, and this is a list`;
  const context = contextWith(query);
  expect(Array.isArray(JSON.parse((listCannedResponses.handle(context) as Answer).body))).toBe(true);
  expect(context.deviations).toEqual([{ slug: 'group-by', sentence }]);
  expect(refusalOf(() => listCannedResponses.handle(contextWith(query, { strict: true })))).toEqual([
    'account_config_bad_request',
    'deviation-refused',
    sentence,
  ]);
});

it('The list is told with the revision', () => {
  const { status, headers } = listCannedResponses.handle(contextWith('')) as Answer;
  expect([status, headers['ac-revision']]).toEqual([200, '1']);
});
