import type { ErrorRow, ErrorRows } from '../error-row.ts';

/** The codes and statuses are on the pages, which code goes with which status is not (decision D92). */
export const functionsErrors = {
  functions_bad_input: functionsRow(
    400,
    'com.liveperson.faas.es.badinput',
    'Payload was in the wrong format or value was missing',
    'Functions: body unreadable or no object',
  ),
  functions_unauthorized: functionsRow(
    401,
    'com.liveperson.faas.es.general',
    'Missing authentication or missing privileges',
    'Functions: AppJWT missing or not valid, without the scope, account unknown',
  ),
} as const satisfies ErrorRows;

function functionsRow(status: number, code: string, text: string, when: string): ErrorRow {
  return { service: 'faasGW', envelope: 'functions', status, code, text, when, basis: 'ours' };
}
