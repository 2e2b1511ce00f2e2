import { describe, expect, it } from '@jest/globals';
import { jsonBytes, summaryOf, withoutSignatures } from '../../../../mock-server/control/journal/kept-claims.ts';

/** What a summary may take, when all is to be in it. */
const PLENTY = 10_000;

describe('the summary of claims', () => {
  it.each<[string, unknown, unknown]>([
    ['a text of 100 letters', 'x'.repeat(100), 'x'.repeat(100)],
    ['a text of 101 letters', 'x'.repeat(101), `${'x'.repeat(97)}...`],
    ['a number', 5, 5],
    ['null', null, null],
    ['a list of 100 characters', ['x'.repeat(96)], ['x'.repeat(96)]],
    ['a list of 101 characters', ['x'.repeat(97)], '...'],
    ['what is nested short', { a: { b: 1 } }, { a: { b: 1 } }],
    ['what no JSON can be written of', nested(100_000), '...'],
  ])('has %s', (_, value, kept) => {
    expect(summaryOf({ claim: value }, PLENTY)).toEqual({ claim: kept });
  });

  it('cuts names of more than 40 letters', () => {
    expect(summaryOf({ ['n'.repeat(40)]: 1, ['m'.repeat(41)]: 2 }, PLENTY)).toEqual({
      ['n'.repeat(40)]: 1,
      [`${'m'.repeat(37)}...`]: 2,
    });
  });

  it('ends before the first claim that has no room, counts the rest, and cannot be changed', () => {
    const claims = { a: 1, b: 2, c: 'x'.repeat(50), d: 4 };
    const taken = (name: string, value: unknown): number => 6 + jsonBytes([name, value]);
    const forTwo = 30 + taken('a', 1) + taken('b', 2);
    const summary = summaryOf(claims, forTwo);
    expect(summary).toEqual({ a: 1, b: 2, '...': '2 more' });
    expect(Object.isFrozen(summary)).toBe(true);
    expect(summaryOf(claims, forTwo - 1)).toEqual({ a: 1, '...': '3 more' });
    expect(summaryOf(claims, 0)).toEqual({ '...': '4 more' });
    expect(summaryOf({}, 0)).toEqual({});
  });

  it('fits into the bytes that it may take', () => {
    const claims = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`€${String(n)}`, `€"${String(n)}`]));
    for (let mostBytes = 40; mostBytes < 900; mostBytes += 1)
      expect(jsonBytes(summaryOf(claims, mostBytes))).toBeLessThanOrEqual(mostBytes);
  });
});

describe('claims in which tokens stand', () => {
  it.each<[string, unknown, unknown]>([
    ['a token', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0....'],
    ['two tokens', 'eyJ.eyJ.ab eyJ1.-_.cd', 'eyJ.eyJ.... eyJ1.-_....'],
    ['one behind a word', 'Bearer eyJ.a.b', 'Bearer eyJ.a....'],
    ['one nested', { a: ['eyJ.a.b'] }, { a: ['eyJ.a....'] }],
  ])('lose the signature of %s', (_, value, kept) => {
    expect(withoutSignatures({ token: value })).toEqual({ token: kept });
  });

  it.each(['xeyJ.a.b', '-eyJ.a.b', 'eyJ.a', 'eyJ.a.', 'a.b.c', 'EYJ.a.b'])('stay as they are: %s', (text) => {
    const claims = { text };
    expect(withoutSignatures(claims)).toBe(claims);
  });
});

it('the length of JSON is in bytes', () => {
  expect(['a', '€', '😀', { a: [1] }].map(jsonBytes)).toEqual([3, 5, 6, 9]);
});

function nested(levels: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}
