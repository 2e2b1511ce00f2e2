import { expect, it } from '@jest/globals';
import { readSelection, selected } from '../../../../mock-server/endpoints/account-config/select.ts';

const ALIASES = { $summary: 'id,name', $all: '' };
const RECORD = {
  id: 1,
  name: 'a',
  list: [{ id: 2, x: 3 }, 4],
  below: { id: 5, below: { id: 6, x: 7 } },
  $my: 8,
  ',': 9,
};

const select = (text: string): unknown => {
  const selection = readSelection(text, ALIASES);
  return selection === undefined ? undefined : selected(RECORD, selection);
};

/** Names within each other: `a(a(a))` for 3. */
const nested = (levels: number): string => `${'a('.repeat(levels - 1)}a${')'.repeat(levels - 1)}`;

it.each<[text: string, members: object]>([
  [' name , id ', { id: 1, name: 'a' }],
  ['name id', { id: 1, name: 'a' }],
  ['list(id)', { list: [{ id: 2 }, 4] }],
  ['below( id , below(x) ),id', { id: 1, below: { id: 5, below: { x: 7 } } }],
  ['below()', { below: {} }],
  ['id(x)', { id: 1 }],
  ['$summary,list(x)', { id: 1, name: 'a', list: [{ x: 3 }, 4] }],
  ['$all', {}],
  ['$my', { $my: 8 }],
  ['none,,', {}],
])('%p selects these members, in the order of the record', (text, members) => {
  expect(JSON.stringify(select(text))).toBe(JSON.stringify(members));
});

it.each(['id(', 'id)', '(id)', 'id,(x)', 'list(id))', 'list(id))(', 'id)name(id', 'list((id))', 'list(id)(x)'])(
  '%p cannot be read',
  (text) => {
    expect(select(text)).toBeUndefined();
  },
);

it('A selection may be 8 levels deep and 2,000 characters long', () => {
  expect([8, 9].map((levels) => readSelection(nested(levels), {}) !== undefined)).toEqual([true, false]);
  expect([2000, 2001].map((length) => readSelection('x'.repeat(length), {}) !== undefined)).toEqual([true, false]);
});

it('Names that every object has are ordinary ones', () => {
  expect(readSelection('$constructor', {})).toEqual(new Map([['$constructor', undefined]]));
});
