import { expect, it } from '@jest/globals';
import type { HistoryFilter } from '../../../../mock-server/endpoints/history/filter.ts';
import { readFilter } from '../../../../mock-server/endpoints/history/filter.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const DAY = 86_400_000;
const EXAMPLE = '{"start":{"from":1470037448000,"to":1472543048000}}, in epoch milliseconds';
const START = { from: 0, to: 600_000 };

const filterOf = (body: object): HistoryFilter => readFilter(contextOf(), { start: START, ...body }).filter;

it('A search has each filter of the pages, and notes none of them', () => {
  const context = contextOf();
  const lists = {
    status: ['OPEN', 'CLOSE'],
    skillIds: ['7', '8'],
    latestSkillIds: ['9'],
    agentIds: ['10'],
    latestAgentIds: ['11'],
    agentGroupIds: ['-1'],
    source: ['APP'],
    device: ['NA'],
    messageContentTypes: ['TEXT_PLAIN'],
  };
  const spans = { start: START, end: START, duration: { from: 1, to: 2 }, csat: { from: 3, to: 4 } };
  const state = { latestConversationQueueState: 'ACTIVE' };
  const said = { ...lists, ...spans, ...state, keyword: 'PaRcel', contentToRetrieve: ['transfers'] };
  expect(readFilter(context, said)).toEqual({
    filter: { ...lists, ...spans, ...state, keyword: 'parcel', asksForUnknown: false },
    content: ['transfers'],
  });
  expect(context.deviations).toEqual([]);
});

it('A search without filters, or with null for each, has none', () => {
  const names = Object.keys(filterOf({})).filter((name) => !['start', 'asksForUnknown'].includes(name));
  expect(names).toHaveLength(14);
  const none = { start: START, ...Object.fromEntries(names.map((name) => [name, undefined])), asksForUnknown: false };
  expect(filterOf({})).toEqual(none);
  expect(filterOf({ ...Object.fromEntries(names.map((name) => [name, null])), mcs: null })).toEqual(none);
});

it.each(['mcs', 'alertedMcsValues', 'summary', 'sdeSearch'])(
  'A search by %s, which no conversation here has, is known to find nothing',
  (name) => {
    const context = contextOf();
    const { filter } = readFilter(context, { start: START, [name]: { from: 1 } });
    expect([filter.asksForUnknown, context.deviations]).toEqual([true, []]);
  },
);

it('A filter of no page is noted, cut after 40 characters; a strict mock refuses it', () => {
  const body = { start: START, [`${'x'.repeat(40)}y`]: 1 };
  const sentence = `the body has "${'x'.repeat(37)}...", which is no filter of the pages and filters nothing`;
  const context = contextOf();
  readFilter(context, body);
  expect(context.deviations).toEqual([{ slug: 'history-filter', sentence }]);
  const strict = contextOf({ settings: { strict: true } });
  expect(refusalOf(() => readFilter(strict, body))).toEqual(['history_bad_request', 'deviation-refused', sentence]);
});

it.each([
  ['the ends of ten minutes stay', { from: 600_000, to: 1_200_000 }, { from: 600_000, to: 1_200_000 }],
  ['others are rounded outwards', { from: 599_999, to: 600_001 }, { from: 0, to: 1_200_000 }],
  ['texts are numbers', { from: '600000', to: '0600000' }, { from: 600_000, to: 600_000 }],
  ['one moment is a span', { from: 0, to: 0 }, { from: 0, to: 0 }],
  ['93 days are not too many', { from: DAY, to: 94 * DAY }, { from: DAY, to: 94 * DAY }],
  ['the last moment of all dates', { from: 8.64e15, to: 8.64e15 }, { from: 8.64e15, to: 8.64e15 }],
])('Times are from and to: %s', (_, start, read) => {
  expect([filterOf({ start }).start, filterOf({ end: start }).end]).toEqual([read, read]);
});

it.each([
  [{ from: 3 }, { from: 3, to: Infinity }],
  [{ to: 3 }, { from: 0, to: 3 }],
  [
    { from: null, to: 0 },
    { from: 0, to: 0 },
  ],
])('Of a duration or a rating one end is enough: %j', (span, read) => {
  const { duration, csat } = filterOf({ duration: span, csat: span });
  expect([duration, csat]).toEqual([read, read]);
});

const AT_LEAST = 'it must be a number from 0, such as 1472543048000';
it.each<[body: object, sentence: string]>([
  [{}, `start is missing; send ${EXAMPLE}`],
  [{ start: null }, `start is missing; send ${EXAMPLE}`],
  [{ start: 7 }, 'start is a number; it must be an object with from and to'],
  [{ start: [] }, 'start is an array; it must be an object with from and to'],
  [{ start: { from: 1 } }, `start needs both from and to; send ${EXAMPLE}`],
  [{ start: { from: null, to: 1 } }, `start needs both from and to; send ${EXAMPLE}`],
  [{ start: { from: 2, to: 1 } }, 'start.from is 2, which is after start.to, 1'],
  [{ start: { from: -1, to: 1 } }, `start.from is -1; ${AT_LEAST}`],
  [{ start: { from: 1, to: 8.64e15 + 1 } }, `start.to is 8640000000000001; ${AT_LEAST}`],
  ...['yesterday', '', ' 1', '1 ', '00000000000000001'].map(
    (from) => [{ start: { from, to: 1 } }, `start.from is a string; ${AT_LEAST}`] as [object, string],
  ),
  [{ start: { from: [5], to: 9 } }, `start.from is an array; ${AT_LEAST}`],
  [{ start: { from: 0, to: true } }, `start.to is a boolean; ${AT_LEAST}`],
  [
    { start: { from: 10 * DAY, to: 103 * DAY + 1 } },
    'start spans 94 days; three months are the most, so ask for them one after the other',
  ],
  [
    { start: START, end: { from: 0, to: 200 * DAY } },
    'end spans 200 days; three months are the most, so ask for them one after the other',
  ],
  [{ start: START, end: { to: 1 } }, `end needs both from and to; send ${EXAMPLE}`],
  [{ start: START, status: ['CLOSED'] }, 'status has "CLOSED"; it takes OPEN, CLOSE'],
  [{ start: START, keyword: 7 }, 'keyword must be a text; it is a number'],
  [{ start: START, duration: {} }, 'duration needs from or to'],
  [{ start: START, csat: { from: null } }, 'csat needs from or to'],
  [{ start: START, csat: 5 }, 'csat is a number; it must be an object with from and to'],
  [
    { start: START, latestConversationQueueState: 'WAITING' },
    'latestConversationQueueState has "WAITING"; it takes IN_QUEUE, ACTIVE',
  ],
  [{ start: START, latestConversationQueueState: [] }, 'latestConversationQueueState must be a text; it is an array'],
])('A search is refused, and told why: %j', (body, sentence) => {
  expect(refusalOf(() => readFilter(contextOf(), { ...body }))).toEqual([
    'history_bad_request',
    'body-wrong-shape',
    sentence,
  ]);
});
