import { describe, expect, it } from '@jest/globals';
import { createRowStore } from '../../../../mock-server/adapters/worker/row-store.ts';
import type { CellStorage } from '../../../../mock-server/adapters/worker/runtime.ts';
import { createStoredRows } from './stored-rows.ts';

const PIECE = 500_000;

describe('the rows of an object', () => {
  it('are those of a prefix, in the order in which they first came', () => {
    const store = createRowStore({ sql: createStoredRows().sql } as CellStorage);
    store.write('a:', {
      gone: [],
      put: new Map([
        ['one', '1'],
        ['two', '2'],
        ['three', ''],
      ]),
    });
    store.write('ba:', { gone: [], put: new Map([['one', 'of another']]) });
    store.write('a:', {
      gone: ['two', 'never'],
      put: new Map([
        ['one', 'changed'],
        ['four', '4'],
      ]),
    });
    expect([...store.read('a:')]).toEqual([
      ['one', 'changed'],
      ['three', ''],
      ['four', '4'],
    ]);
    expect([...store.read('ba:')]).toEqual([['one', 'of another']]);
    expect([...store.read('c:')]).toEqual([]);
  });

  it.each<[string, string, readonly number[]]>([
    ['nothing', '', [0]],
    ['as much as goes', 'x'.repeat(PIECE), [PIECE]],
    ['one more', 'x'.repeat(PIECE + 1), [PIECE, 1]],
    ['thrice as much', 'x'.repeat(3 * PIECE), [PIECE, PIECE, PIECE]],
    ['a character across the end', `${'x'.repeat(PIECE - 1)}\u{1F600}y`, [PIECE - 1, 3]],
    ['a character before the end', `${'x'.repeat(PIECE - 2)}\u{1F600}y`, [PIECE, 1]],
    ['the end of the plane', `${'x'.repeat(PIECE - 1)}\uD7FFy`, [PIECE, 1]],
  ])('are kept in pieces that SQLite takes: %s', (_, text, lengths) => {
    const { sql, rows } = createStoredRows();
    const store = createRowStore({ sql } as CellStorage);
    store.write('a:', { gone: [], put: new Map([['long', text]]) });
    expect(rows().map(({ name, piece, text: part }) => [name, piece, part.length])).toEqual(
      lengths.map((length, index) => ['a:long', index, length]),
    );
    expect(store.read('a:').get('long') === text).toBe(true);
    store.write('a:', { gone: [], put: new Map([['long', 'short']]) });
    expect([...store.read('a:')]).toEqual([['long', 'short']]);
    store.write('a:', { gone: ['long'], put: new Map() });
    expect(rows()).toEqual([]);
  });
});
