import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../../../mock-server/control/journal/entry.ts';
import { lineageOf } from '../../../../mock-server/control/journal/lineage.ts';
import { anEntry, aToken } from './an-entry.ts';

/** A call that brought some tokens and got some; undefined is one whose signature was not accepted. */
function call(number: number, presented: (string | undefined)[], issued: (string | undefined)[]): JournalEntry {
  return anEntry({
    id: number,
    tokens: [
      ...presented.map((id) => aToken({ use: 'presented', id })),
      ...issued.map((id) => aToken({ use: 'issued', id })),
    ],
  });
}

const ENTRIES = [
  call(1, [], ['app']),
  call(2, ['app', undefined], ['consumer']),
  call(3, ['app', 'consumer'], []),
  call(4, ['other'], ['consumer']),
  call(5, ['consumer'], ['last', undefined]),
  call(6, ['last'], ['app']),
];

const told = (id: string): unknown[] => {
  const { token, issuedBy, ancestors, uses } = lineageOf(id, ENTRIES);
  return [
    [token?.use, token?.id],
    issuedBy.map((entry) => entry.id),
    ancestors.map((each) => each.id),
    uses.map((entry) => entry.id),
  ];
};

describe('the lineage of a token', () => {
  it.each<[string, unknown[]]>([
    ['app', [['issued', 'app'], [1, 6], [], [2, 3]]],
    ['consumer', [['issued', 'consumer'], [2, 4], ['app'], [3, 5]]],
    ['last', [['issued', 'last'], [5], ['consumer', 'app'], [6]]],
    ['other', [['presented', 'other'], [], [], [4]]],
    ['unknown', [[undefined, undefined], [], [], []]],
    ['', [[undefined, undefined], [], [], []]],
  ])('%s is who issued it, where it came from, and where it went', (id, lineage) => {
    expect(told(id)).toStrictEqual(lineage);
    expect(lineageOf(id, ENTRIES).id).toBe(id);
  });

  it('is not of what was issued beside it', () => {
    const entries = [call(1, ['login'], ['access', 'id']), call(2, [undefined], ['alone', undefined])];
    expect(lineageOf('access', entries).ancestors.map(({ id }) => id)).toEqual(['login']);
    expect(lineageOf('alone', entries).ancestors).toEqual([]);
  });

  it('names each ancestor once, and never the token itself', () => {
    const entries = [call(1, ['b'], ['a']), call(2, ['a', 'c'], ['b']), call(3, ['c', 'b'], ['d']), call(4, [], ['c'])];
    expect(lineageOf('a', entries).ancestors.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(lineageOf('d', entries).ancestors.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});
