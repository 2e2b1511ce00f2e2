import { expect, it } from '@jest/globals';
import { httpDate } from '../../../mock-server/http/http-date.ts';
import { isDeeper } from '../../../mock-server/http/json-depth.ts';
import { CLOSE_CODES, isCloseCode } from '../../../mock-server/http/socket.ts';

it('a date is the second that has begun, asked for once, again, and after others', () => {
  const noon = Date.UTC(2026, 10, 20, 12);
  expect([noon, noon + 999, noon + 1000, noon, noon - 1].map(httpDate)).toEqual([
    'Fri, 20 Nov 2026 12:00:00 GMT',
    'Fri, 20 Nov 2026 12:00:00 GMT',
    'Fri, 20 Nov 2026 12:00:01 GMT',
    'Fri, 20 Nov 2026 12:00:00 GMT',
    'Fri, 20 Nov 2026 11:59:59 GMT',
  ]);
});

it('a value of three levels is deeper than two and not than three, wherever they are, and null has none', () => {
  for (const value of [[[[]]], { a: { b: {} } }, [null, { a: [] }], [1, 'x', [null], [[1]]]])
    expect([1, 2, 3].map((levels) => isDeeper(value, levels))).toEqual([true, true, false]);
  expect([null, 1, 'x', undefined].map((value) => isDeeper(value, 0))).toEqual([false, false, false, false]);
});

it('the codes that close a socket are those that are told to people, and no fraction of one', () => {
  const told = Array.from(CLOSE_CODES.matchAll(/(\d+) to (\d+)/g), ([, first, last]) => [Number(first), Number(last)]);
  expect(told).toEqual([
    [1000, 1003],
    [1007, 1014],
    [3000, 4999],
  ]);
  for (const [first = 0, last = 0] of told)
    expect([first - 1, first, last, last + 1, first + 0.5].map(isCloseCode)).toEqual([false, true, true, false, false]);
});
