import type { EndpointRow } from '../../endpoints/endpoint.ts';
import { columns } from '../columns.ts';
import { defineCommand } from '../command.ts';

/** Prints the table of what is mocked. */
export const endpoints = defineCommand({
  usage: 'endpoints',
  summary: 'list what is mocked',
  flags: { json: { type: 'boolean', describe: 'as JSON, with every spelling of a path' } },
  examples: [['endpoints --json', 'the same for a script']],
  run: async (typed, terminal) => {
    const { endpoints: rows } = await import('../../endpoints/index.ts');
    terminal.print(typed.json === true ? JSON.stringify(rows.map(describe), null, 2) : table(rows));
    return 0;
  },
});

function describe(row: EndpointRow): object {
  const { id, service, method, paths, query, title, accountHeader, statuses, tokens, isSocket } = row;
  return { id, service, method, paths, query, title, accountHeader, statuses, tokens, isSocket };
}

/** One line for each path; what belongs to the whole row stands on its first line. */
function table(rows: readonly EndpointRow[]): string {
  const lines = rows.flatMap(({ id, method, paths, query, title }) =>
    paths.map((path, index) => {
      const whole = query === undefined ? path : `${path}?${query.replace(/^\?/, '')}`;
      return index === 0 ? [method, whole, title, id] : [method, whole, '  the same', id];
    }),
  );
  return columns([['METHOD', 'PATH', 'WHAT FOR', 'ID'], ...lines]).join('\n');
}
