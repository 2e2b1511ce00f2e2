import { expect, it } from '@jest/globals';
import { metadataOf, readPage } from '../../../../mock-server/endpoints/history/paging.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

const ORIGIN = 'https://history.example.test';
const callOf = (query: string): { target: string; origin: string } => ({ target: `/search?${query}`, origin: ORIGIN });

it.each([
  ['', { offset: 0, limit: 50, by: 'start', isDescending: true }],
  ['offset=7&limit=100&sort=', { offset: 7, limit: 100, by: 'start', isDescending: true }],
  ['limit=1&sort=start', { offset: 0, limit: 1, by: 'start', isDescending: false }],
  ['sort=start:asc', { offset: 0, limit: 50, by: 'start', isDescending: false }],
  ['sort=start:desc', { offset: 0, limit: 50, by: 'start', isDescending: true }],
  ['sort=end', { offset: 0, limit: 50, by: 'end', isDescending: false }],
  ['sort=end:desc', { offset: 0, limit: 50, by: 'end', isDescending: true }],
])('The page of %p is read, and nothing of it is noted', (query, page) => {
  const context = contextOf({ call: callOf(query) });
  expect([readPage(context), context.deviations]).toEqual([page, []]);
});

it('More than 100 at a time are noted, and answered as 100; a strict mock refuses it', () => {
  const sentence = 'limit is 101; the pages allow 100, which is what is answered';
  const call = callOf('limit=101');
  const context = contextOf({ call });
  expect(readPage(context).limit).toBe(100);
  expect(context.deviations).toEqual([{ slug: 'history-limit', sentence }]);
  const strict = contextOf({ call, settings: { strict: true } });
  expect(refusalOf(() => readPage(strict))).toEqual(['history_bad_request', 'deviation-refused', sentence]);
});

const ORDER = 'it must be start or end, with :asc or :desc behind it';
it.each([
  ['sort=duration:desc', `sort is "duration:desc"; ${ORDER}`],
  ['sort=start:down', `sort is "start:down"; ${ORDER}`],
  ['sort=restart', `sort is "restart"; ${ORDER}`],
  ['sort=ending', `sort is "ending"; ${ORDER}`],
  [`sort=${'s'.repeat(41)}`, `sort is "${'s'.repeat(37)}..."; ${ORDER}`],
  ['limit=0', 'limit is "0"; it must be a whole number from 1'],
  ['offset=-1', 'offset is "-1"; it must be a whole number from 0'],
])('A page is refused that is asked for with %s', (query, sentence) => {
  expect(refusalOf(() => readPage(contextOf({ call: callOf(query) })))).toEqual([
    'history_bad_request',
    'parameter-invalid',
    sentence,
  ]);
});

it.each([
  [0, 0, 50, {}],
  [1, 0, 1, {}],
  [50, 0, 50, {}],
  [51, 0, 50, { next: 50, last: 50 }],
  [51, 50, 50, { last: 50 }],
  [100, 0, 50, { next: 50, last: 50 }],
  [100, 49, 50, { next: 99, last: 50 }],
  [101, 50, 50, { next: 100, last: 100 }],
  [3, 999, 50, {}],
])('Of %i found ones, the links of the page from %i with %i lead to %j', (count, offset, limit, others) => {
  const context = contextOf({ call: callOf('limit=x&offset=y') });
  const hrefOf = (at: number): string => `${ORIGIN}/search?limit=${String(limit)}&offset=${String(at)}`;
  const links = Object.entries({ self: offset, ...others }).map(([rel, at]) => [rel, { rel, href: hrefOf(at) }]);
  expect(metadataOf(context, count, { offset, limit, by: 'start', isDescending: true })).toEqual({
    count,
    ...Object.fromEntries(links),
    shardsStatusResult: { partialResult: false },
  });
});

it('A link repeats order, source and version as they were sent, unless they are longer than 64 characters', () => {
  const hrefOf = (query: string): string => {
    const context = contextOf({ call: callOf(query) });
    return metadataOf(context, 0, { offset: 0, limit: 1, by: 'start', isDescending: true }).self.href;
  };
  const page = `${ORIGIN}/search?limit=1&offset=0`;
  expect(hrefOf('v=2&x=1&source=Tests&sort=end')).toBe(`${page}&sort=end&source=Tests&v=2`);
  expect(hrefOf(`source=${'s'.repeat(64)}`)).toBe(`${page}&source=${'s'.repeat(64)}`);
  expect(hrefOf(`source=${'s'.repeat(65)}`)).toBe(page);
});

it('What has no pages links to itself, without a query', () => {
  expect(metadataOf(contextOf({ call: callOf('source=Tests') }), 2)).toEqual({
    count: 2,
    self: { rel: 'self', href: `${ORIGIN}/search` },
    shardsStatusResult: { partialResult: false },
  });
});
