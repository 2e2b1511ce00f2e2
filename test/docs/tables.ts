import type { Endpoint } from '../../mock-server/endpoints/endpoint.ts';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import type { ErrorRow } from '../../mock-server/errors/error-row.ts';
import { catalogue } from '../../mock-server/errors/catalogue.ts';
import { variableOf } from '../../mock-server/cli/environment.ts';
import { OPTION_NAMES } from '../../mock-server/config/option-names.ts';
import { optionRows } from './options-table.ts';

/** The tables of the documentation that follow from the code, by the name of their place in a page. */
export const tables: Readonly<Record<string, () => string>> = {
  endpoints: () =>
    table(
      ['Row', 'Call', 'What it is'],
      endpoints.map(({ id, method, paths, query, title }) => [
        `\`${id}\``,
        paths.map((path) => `\`${method} ${path}${query === undefined ? '' : `?${query}`}\``).join('<br>'),
        title,
      ]),
    ),
  options: () =>
    table(
      ['Option', 'Values', 'Default', 'Meaning'],
      optionRows().map(({ name, values, preset, meaning }) => [
        `\`${name}\``,
        cell(values),
        preset === '' ? '' : cell(preset),
        meaning.replace(/\|/g, '\\|'),
      ]),
    ),
  variables: () =>
    table(
      ['Variable', 'Option'],
      [
        ['`LP_AUTH_MOCK_CONFIG`', '`--config`'],
        ['`LP_AUTH_MOCK_STATE`', '`--state` of `start` and `demo`'],
        ...OPTION_NAMES.map((name) => [`\`${variableOf(name)}\``, `\`${name}\``]),
      ],
    ),
  errors: () => errorTable((row) => row.envelope !== 'idp'),
  'idp-errors': () => errorTable((row) => row.envelope === 'idp'),
};

function errorTable(fits: (row: ErrorRow) => boolean): string {
  const rows = (Object.entries(catalogue) as [string, ErrorRow][]).filter(([, row]) => fits(row));
  return table(
    ['Name', 'HTTP', 'When', 'Basis'],
    rows.map(([name, row]) => [nameCell(name, row), statusCell(name, row, endpoints), row.when, row.basis]),
  );
}

/** An IDP code says nothing by itself: its name stands beside it, unless the code is that name. */
export function nameCell(name: string, { envelope, text = '' }: Pick<ErrorRow, 'envelope' | 'text'>): string {
  return envelope === 'idp' && text !== '' && text !== name ? `\`${name}\` ${text}` : `\`${name}\``;
}

/** The status of an error, and each other one that a row of the endpoint table gives it (`statuses`). */
export function statusCell(
  name: string,
  { status }: Pick<ErrorRow, 'status'>,
  rows: readonly Pick<Endpoint, 'id' | 'statuses'>[],
): string {
  const others = rows.flatMap(({ id, statuses = {} }) => {
    const other = (statuses as Readonly<Record<string, number>>)[name];
    return other === undefined || other === status ? [] : [`${String(other)} at \`${id}\``];
  });
  return [String(status), ...others].join('; ');
}

/** A bar inside a cell would end it. */
function cell(code: string): string {
  return `\`${code.replace(/\|/g, '\\|')}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A table's place in a page: between `<!-- name -->` and `<!-- /name -->`. */
const PLACE = /<!-- ([\w-]+) -->\n[\s\S]*?<!-- \/\1 -->/g;

/** Puts each table into its place. */
export function fill(page: string): string {
  return page.replace(PLACE, (whole, name: string) => {
    const make = tables[name];
    return make === undefined ? whole : `<!-- ${name} -->\n${make()}\n<!-- /${name} -->`;
  });
}

/** The page with nothing in the places of its tables. */
export function withoutTables(page: string): string {
  return page.replace(PLACE, (whole, name: string) => (name in tables ? `<!-- ${name} -->\n<!-- /${name} -->` : whole));
}
