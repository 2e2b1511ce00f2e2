import type { ErrorRow, ErrorRows } from '../error-row.ts';

/** RFC 6749 section 5.2; LivePerson's pages say no more than "in accordance with OAuth 2.0" (decisions D6, D7). */
export const sentinelErrors = {
  invalid_request: oauthRow(
    400,
    'The request is malformed or lacks a parameter',
    'unknown v, no grant_type, a parameter twice, an unreadable body',
  ),
  unsupported_grant_type: oauthRow(
    400,
    'The grant type is not supported',
    'grant_type is not client_credentials; in the code flow neither authorization_code nor refresh_token',
  ),
  invalid_client: oauthRow(
    401,
    'Client authentication failed',
    'credentials missing or wrong, app disabled or deleted, account unknown, client of another account',
  ),
  unauthorized_client: oauthRow(
    400,
    'The client may not use this grant type',
    "the app's grant_types do not include the one that was used",
  ),
  invalid_scope: oauthRow(
    400,
    'The requested scope is not held by the client',
    'the app does not hold the scope asked for',
  ),
  unsupported_response_type: oauthRow(
    400,
    'The response type is not supported',
    'code flow: response_type is not code; told in the query of the redirect URI',
  ),
  access_denied: oauthRow(
    403,
    'The user or the service denied the request',
    'code flow: the user denies it, or is no agent of a closed mock; told in the query of the redirect URI',
  ),
  invalid_grant: oauthRow(
    400,
    'The code or refresh token is invalid, expired, revoked or of another client',
    'code flow: code or refresh token unknown, used, expired or of another client; wrong redirect_uri or code_verifier',
  ),
} as const satisfies ErrorRows;

function oauthRow(status: number, text: string, when: string): ErrorRow {
  return { service: 'sentinel', envelope: 'oauth', status, text, when, basis: 'ours' };
}
