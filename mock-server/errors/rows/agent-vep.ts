import type { Basis, ErrorRow, ErrorRows } from '../error-row.ts';

/** Source: agent login service; only the csrf error is on a page, the others follow its shape (decision D59). */
export const agentVepErrors = {
  agent_bad_request: agentRow(400, 1, 'Bad Request', 'agent login: body unreadable or credentials missing', 'ours'),
  agent_login_failed: agentRow(401, 2, 'Login failed', 'agent login: wrong password, unknown agent or account', 'ours'),
  agent_session_unknown: agentRow(401, 3, 'Session not found', 'agent refresh and logout: no live session', 'ours'),
  agent_csrf_invalid: agentRow(
    401,
    10,
    'CSRF token invalid! The CSRF token on request does not match the CSRF token on the session',
    'agent refresh and logout: wrong csrf',
    'documented',
  ),
} as const satisfies ErrorRows;

function agentRow(
  status: number,
  internalCode: number,
  text: string,
  when: string,
  basis: Basis,
): ErrorRow & { readonly envelope: 'agent' } {
  return { service: 'agentVep', envelope: 'agent', status, internalCode, text, when, basis };
}
