import type { ErrorRow, ErrorRows } from '../error-row.ts';

/** The Domain API and account configuration document statuses without bodies (decisions D18, D61). */
export const discoveryErrors = {
  invalid_site: discoveryRow('csds', 401, 'invalid site', 'Domain API: account unknown'),
  csds_bad_request: discoveryRow('csds', 400, 'bad request', 'Domain API, strict mock: version missing'),
  unknown_service: discoveryRow('csds', 400, 'unknown service', 'Domain API: service unknown'),
  unknown_account: discoveryRow('acCdnDomain', 404, 'not_found', 'connector list: account unknown'),
} as const satisfies ErrorRows;

function discoveryRow(service: 'csds' | 'acCdnDomain', status: number, code: string, when: string): ErrorRow {
  return { service, envelope: service === 'csds' ? 'csds' : 'account-config', status, code, when, basis: 'ours' };
}
