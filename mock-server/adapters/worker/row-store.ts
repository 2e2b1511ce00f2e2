import type { RowChanges, Rows } from '../../control/state/account-rows.ts';
import type { CellStorage } from './runtime.ts';

/** The storage of an object as rows of text, whatever their length. */
export interface RowStore {
  /** Those whose names begin so, in the order in which they first came. */
  read(prefix: string): Rows;
  /** To be called within a transaction. */
  write(prefix: string, changes: RowChanges): void;
}

/**
 * How long one piece of a row may be, in characters. A value of SQLite in a Durable Object may have 2 MB, and a
 * character takes up to three bytes there.
 */
const PIECE_CHARS = 500_000;

export function createRowStore({ sql }: CellStorage): RowStore {
  sql.exec(
    'CREATE TABLE IF NOT EXISTS lp_mock_rows (name TEXT, piece INTEGER, text TEXT NOT NULL, PRIMARY KEY (name, piece))',
  );
  const remove = (name: string): void => {
    sql.exec('DELETE FROM lp_mock_rows WHERE name = ?', name);
  };
  const put = (name: string, text: string): void => {
    // Put in its place: the first piece keeps the number by which rows are in order.
    const pieces = piecesOf(text);
    pieces.forEach((piece, index) => sql.exec(PUT, name, index, piece));
    sql.exec('DELETE FROM lp_mock_rows WHERE name = ? AND piece >= ?', name, pieces.length);
  };
  return {
    read: (prefix) => {
      const rows: Rows = new Map();
      const firsts = new Map<string, string[]>();
      for (const { name, piece, text } of sql.exec('SELECT name, piece, text FROM lp_mock_rows ORDER BY rowid')) {
        const key = String(name);
        if (!key.startsWith(prefix)) continue;
        const pieces = firsts.get(key) ?? [];
        firsts.set(key, pieces);
        pieces[Number(piece)] = String(text);
      }
      for (const [name, pieces] of firsts) rows.set(name.slice(prefix.length), pieces.join(''));
      return rows;
    },
    write: (prefix, { gone, put: changed }) => {
      for (const name of gone) remove(prefix + name);
      for (const [name, text] of changed) put(prefix + name, text);
    },
  };
}

const PUT = 'INSERT INTO lp_mock_rows VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text';

/** One at least; none ends within a character that takes two units of UTF-16. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  do {
    const end = start + PIECE_CHARS;
    const isWithin = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
    pieces.push(text.slice(start, isWithin ? end - 1 : end));
    start += pieces.at(-1)?.length ?? 0;
  } while (start < text.length);
  return pieces;
}
