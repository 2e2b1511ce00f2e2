import { expect, it } from '@jest/globals';
import { excessOf } from '../../../mock-server/admin/json-shape.ts';

const DEEP = 'is nested deeper than 100 levels';
const MANY = 'has more than 2500000 members and elements';

it.each([
  ['arrays', '['.repeat(100), undefined],
  ['arrays', '['.repeat(101), DEEP],
  ['objects', '{"a":'.repeat(100), undefined],
  ['objects', '{"a":'.repeat(101), DEEP],
  ['both', '[{"a":'.repeat(50), undefined],
  ['both', `${'[{"a":'.repeat(50)}[`, DEEP],
  ['what was closed again', `[${'[],'.repeat(200)}[${'{},'.repeat(200)}`, undefined],
])('a text of %s may be a hundred levels deep', (_, json, excess) => {
  expect(excessOf(json)).toBe(excess);
});

it.each([
  ['as they are', '"[[[[{{{{,,"'],
  ['behind a quote', '"\\"[[[{{{"'],
  ['behind a backslash at the end of a text', '"\\\\"'],
  ['in the name of a member', '{"[[[[\\"{":1}'],
])('brackets and commas in texts do not count: %s', (_, part) => {
  const json = Array.from({ length: 60 }, () => part).join(',');
  expect(excessOf(`[${json}]`)).toBeUndefined();
  expect(excessOf(`[${json},${'['.repeat(100)}`)).toBe(DEEP);
  expect(excessOf(`[${json},${'['.repeat(99)}`)).toBeUndefined();
});

it('a text may have 2,500,000 members and elements', () => {
  expect(excessOf(','.repeat(2_499_999))).toBeUndefined();
  expect(excessOf(','.repeat(2_500_000))).toBe(MANY);
});

it.each(['', '"', '"\\', '"a', '"a\\'])('a text that breaks off has nothing too much: %j', (json) => {
  expect(excessOf(json)).toBeUndefined();
});
