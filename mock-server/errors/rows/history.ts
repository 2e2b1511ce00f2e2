import type { ErrorRow, ErrorRows } from '../error-row.ts';

/** No page shows an error of the message history: the statuses are the usual ones, the bodies ours (decision D80). */
export const historyErrors = {
  history_bad_request: historyRow(400, 'bad_request', 'message history: body unreadable or of the wrong shape'),
  history_unauthorized: historyRow(401, 'unauthorized', 'message history: no agent bearer and no OAuth 1 header'),
} as const satisfies ErrorRows;

function historyRow(status: number, code: string, when: string): ErrorRow {
  return { service: 'msgHist', envelope: 'plain', status, code, when, basis: 'ours' };
}
