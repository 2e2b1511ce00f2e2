import type { ErrorRow, ErrorRows } from '../error-row.ts';

/** The pages name the statuses and show no body: the bodies are ours (decision D93). */
export const accountConfigErrors = {
  account_config_bad_request: configRow(400, 'bad_request', 'a parameter of the query cannot be read'),
  account_config_unauthorized: configRow(401, 'unauthorized', 'no agent bearer and no OAuth 1 header'),
  account_config_unknown: configRow(404, 'not_found', 'no record of this id'),
} as const satisfies ErrorRows;

function configRow(status: number, code: string, when: string): ErrorRow {
  return {
    service: 'accountConfigReadOnly',
    envelope: 'plain',
    status,
    code,
    when: `account configuration: ${when}`,
    basis: 'ours',
  };
}
