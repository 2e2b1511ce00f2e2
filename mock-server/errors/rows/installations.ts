import type { ErrorRow, ErrorRows } from '../error-row.ts';

/** No page shows an error of the app installations: the statuses are the usual ones, the bodies ours (decision D75). */
export const installationErrors = {
  installation_bad_request: installationRow(400, 'bad_request', 'body unreadable or of the wrong shape'),
  installation_unauthorized: installationRow(401, 'unauthorized', 'no bearer of an agent login that lives'),
  installation_unknown: installationRow(404, 'not_found', 'no installation of this id'),
  installation_precondition_failed: installationRow(412, 'precondition_failed', 'If-Match is not the last ac-revision'),
} as const satisfies ErrorRows;

function installationRow(status: number, code: string, when: string): ErrorRow {
  return {
    service: 'accountConfigReadWrite',
    envelope: 'plain',
    status,
    code,
    when: `app installations: ${when}`,
    basis: 'ours',
  };
}
