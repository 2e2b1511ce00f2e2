import type { ErrorRow, ErrorRows } from '../error-row.ts';

/**
 * No page shows an error of the Messaging REST API. Who is not let in is refused as the Send API does (decision D57);
 * all else has a usual status and a body of ours (decision D82).
 */
export const messagingRestErrors = {
  rest_bad_request: restRow(400, 'bad_request', 'body, parameter or command unreadable or of the wrong shape'),
  rest_forbidden: restRow(403, 'forbidden', 'a consumer or a conversation of another consumer'),
  rest_not_found: restRow(404, 'not_found', 'no such conversation or dialog'),
  rest_conflict: restRow(409, 'conflict', 'a conversation is open already, or the conversation is closed'),
  rest_stale: restRow(412, 'precondition_failed', 'If-Match is not the ETag that the conversation has now'),
  rest_unconditional: restRow(428, 'precondition_required', 'no If-Match'),
} as const satisfies ErrorRows;

function restRow(status: number, code: string, when: string): ErrorRow {
  const service = 'messagingRestApiDomain';
  return { service, envelope: 'plain', status, code, when: `Messaging REST: ${when}`, basis: 'ours' };
}
