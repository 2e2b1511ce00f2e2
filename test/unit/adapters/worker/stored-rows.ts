import type { CellStorage } from '../../../../mock-server/adapters/worker/runtime.ts';

export interface StoredRow {
  readonly name: string;
  readonly piece: number;
  text: string;
}

type Statement = (name: string, piece: number, text: string) => readonly StoredRow[];

/** SQLite as far as the worker asks for it, by its very words. */
export interface StoredRows {
  readonly sql: CellStorage['sql'];
  readonly rows: () => readonly StoredRow[];
}

export function createStoredRows(): StoredRows {
  let rows: StoredRow[] = [];
  const removed = (isGone: (row: StoredRow) => boolean): readonly StoredRow[] => {
    rows = rows.filter((row) => !isGone(row));
    return [];
  };
  const statements: Readonly<Record<string, Statement>> = {
    'CREATE TABLE IF NOT EXISTS lp_mock_rows (name TEXT, piece INTEGER, text TEXT NOT NULL, PRIMARY KEY (name, piece))':
      () => [],
    'SELECT name, piece, text FROM lp_mock_rows ORDER BY rowid': () => rows,
    'DELETE FROM lp_mock_rows WHERE name = ?': (name) => removed((row) => row.name === name),
    'DELETE FROM lp_mock_rows WHERE name = ? AND piece >= ?': (name, piece) =>
      removed((row) => row.name === name && row.piece >= piece),
    'INSERT INTO lp_mock_rows VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text': (name, piece, text) => {
      const before = rows.find((row) => row.name === name && row.piece === piece);
      if (before === undefined) rows.push({ name, piece, text });
      else before.text = text;
      return [];
    },
  };
  const exec = (query: string, ...bindings: readonly (string | number)[]): Iterable<Record<string, unknown>> => {
    const run = statements[query];
    if (run === undefined) throw new Error(`no such statement: ${query}`);
    return run(...(bindings as Parameters<Statement>)).map((row) => ({ ...row }));
  };
  return { sql: { exec }, rows: () => rows };
}
