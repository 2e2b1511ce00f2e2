import { call, scenario, under } from '../building.ts';
import { callOf, ROWS, targetOf } from '../rows.ts';
import type { Row } from '../rows.ts';
import type { Scenario } from '../scenario.ts';

const OTHER_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get'];

const everySpelling = (row: Row): readonly Scenario[] =>
  row.paths.map((path, index) =>
    scenario(`endpoints/${row.id}/spelling-${String(index + 1)}`, [
      ...(row.before ?? []),
      callOf(row, 'call', { target: targetOf(row, path) }),
    ]),
  );

/** None of the wrong methods needs what the right one does. */
const everyMethod = (row: Row): readonly Scenario[] =>
  row.paths.map((path, index) =>
    scenario(
      `endpoints/${row.id}/methods-${String(index + 1)}`,
      OTHER_METHODS.filter((method) => method !== row.method).map((method) =>
        call(method, targetOf(row, path), { method }),
      ),
    ),
  );

/** As every call is first sent by somebody who has read nothing: without query, headers and body. */
const bare = (row: Row): Scenario =>
  scenario(
    `endpoints/${row.id}/bare`,
    row.paths.map((path, index) => call(`spelling-${String(index + 1)}`, path, { method: row.method })),
  );

const AWRY: readonly (readonly [name: string, spoil: (path: string) => string])[] = [
  ['trailing-slash', (path) => `${path}/`],
  ['capitals', (path) => path.toUpperCase()],
  ['double-slash', (path) => path.replace('/account', '//account')],
  ['letter-lost', (path) => path.slice(0, -1)],
  ['broken-percent', (path) => path.replace('12345678', '1234%zz')],
  ['broken-utf8', (path) => path.replace('12345678', '1234%ff')],
  ['encoded', (path) => path.replace('12345678', '%31%32345678')],
  ['encoded-slash', (path) => path.replace('12345678', '1234%2F5678')],
  ['no-account', (path) => path.replace('12345678', '')],
  ['account-undefined', (path) => path.replace('12345678', 'undefined')],
  ['account-too-long', (path) => path.replace('12345678', '1'.repeat(65))],
  ['account-proto', (path) => path.replace('12345678', '__proto__')],
  ['account-le', (path) => path.replace('12345678', 'le81823118')],
];

const awry = (row: Row): readonly Scenario[] =>
  AWRY.map(([name, spoil]) =>
    scenario(
      `endpoints/${row.id}/${name}`,
      row.paths.slice(0, 1).map((path) => callOf(row, 'call', { target: targetOf(row, spoil(path)) })),
    ),
  );

/** The row's own call under each option that reaches every row. */
const underOptions = (row: Row): readonly Scenario[] => {
  const own = scenario(`endpoints/${row.id}/own-call`, [...(row.before ?? []), callOf(row, 'call')]);
  const unknown = scenario(`endpoints/${row.id}/unknown-account`, [
    ...(row.before ?? []),
    callOf(row, 'call', { target: targetOf(row, (row.paths[0] ?? '').replace('12345678', '99999999')) }),
  ]);
  return [
    ...under('strict', { strict: true }, [own]),
    ...under('closed', { closed: true }, [own, unknown]),
    unknown,
    ...under('no-cors', { server: { cors: false } }, [own]),
    ...under('no-reasons', { reasonHeader: false }, [own, unknown]),
    ...under('no-accounts', { accounts: [] }, [own]),
  ];
};

const fromABrowser = (row: Row): Scenario =>
  scenario(`endpoints/${row.id}/browser`, [
    ...(row.before ?? []),
    call('preflight', targetOf(row, row.paths[0] ?? ''), {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example.test', 'access-control-request-method': row.method },
    }),
    callOf(row, 'call', { headers: { origin: 'https://shop.example.test' } }),
    call('refused', targetOf(row, row.paths[0] ?? ''), { method: 'PUT', headers: { origin: 'null' } }),
  ]);

export const everyEndpoint: readonly Scenario[] = ROWS.flatMap((row) => [
  ...everySpelling(row),
  ...everyMethod(row),
  bare(row),
  ...awry(row),
  ...underOptions(row),
  fromABrowser(row),
]);
