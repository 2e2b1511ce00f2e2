import type { ErrorRow, ErrorRows } from '../error-row.ts';

/** The pages say 201, and 401 for a temporary URL that is not valid; the rest is as OpenStack Swift has it (D91). */
export const swiftErrors = {
  swift_bad_request: swiftRow(400, 'bad_request', 'upload: the file arrived as a text that has lost bytes of it'),
  swift_unauthorized: swiftRow(
    401,
    'unauthorized',
    'upload or download: temporary URL missing, expired, of another account, path or method, or used before',
  ),
  swift_not_found: swiftRow(404, 'not_found', 'download: no such file'),
  swift_too_large: swiftRow(413, 'too_large', "upload: over the file's bound, or over the account's"),
} as const satisfies ErrorRows;

function swiftRow(status: number, code: string, when: string): ErrorRow {
  return { service: 'swift', envelope: 'plain', status, code, when, basis: 'ours' };
}
