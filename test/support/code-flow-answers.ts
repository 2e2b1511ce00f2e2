import { expect } from '@jest/globals';
import type { AppOptions, MockOptions } from '../../mock-server/index.ts';
import type { FlowParameters } from './code-flow.ts';
import { broughtBack, CALLBACK, sentTo, WEB_CLIENT_ID, WEB_CLIENT_SECRET } from './code-flow.ts';
import { TOKEN_HEADERS } from './flows.ts';
import { reasonOf } from './refusals.ts';
import type { Heard, OpenMock } from './through-every-adapter.ts';
import { ACCOUNT, OTHER_ACCOUNT } from './through-every-adapter.ts';

/** An app that people log in for. */
export const WEB_APP: AppOptions = {
  client_id: WEB_CLIENT_ID,
  client_secret: WEB_CLIENT_SECRET,
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [CALLBACK],
};

/** A mock whose only account has such an app with these changes, and an agent. */
export function withApp(changes: Partial<AppOptions>, more: MockOptions = {}): MockOptions {
  const agents = [{ username: 'ada', password: 'p' }];
  return { accounts: [{ accountId: ACCOUNT, apps: [{ ...WEB_APP, ...changes }], agents }], ...more };
}

/** Two such apps of one account, and the first one's namesake at another. */
export const TWO_APPS: MockOptions = {
  accounts: [
    { accountId: ACCOUNT, apps: [WEB_APP, { ...WEB_APP, client_id: 'other-app' }] },
    { accountId: OTHER_ACCOUNT, apps: [WEB_APP] },
  ],
};

/** A call without its client. */
export const BARE: FlowParameters = { client_id: undefined, client_secret: undefined };

const DESCRIPTIONS = {
  invalid_request: 'The request is malformed or lacks a parameter',
  unsupported_grant_type: 'The grant type is not supported',
  unsupported_response_type: 'The response type is not supported',
  invalid_client: 'Client authentication failed',
  unauthorized_client: 'The client may not use this grant type',
  invalid_scope: 'The requested scope is not held by the client',
  access_denied: 'The user or the service denied the request',
  invalid_grant: 'The code or refresh token is invalid, expired, revoked or of another client',
};

/** An error of the code flow. */
export type FlowError = keyof typeof DESCRIPTIONS;

/** Answered on the spot, with the whole body: the browser is sent nowhere. */
export function expectOnTheSpot(answer: Heard, error: FlowError, slug: string): void {
  expect([answer.status, answer.text, reasonOf(answer)]).toEqual([
    error === 'invalid_client' ? 401 : 400,
    JSON.stringify({ error, error_description: DESCRIPTIONS[error] }),
    slug,
  ]);
  // Who tried HTTP Basic is told its scheme as well.
  const { 'www-authenticate': challenge, 'lp-mock-reason': reason } = answer.headers;
  const more = challenge === undefined ? {} : { 'www-authenticate': 'Basic realm="Sentinel"' };
  expect(answer.headers).toEqual({ ...TOKEN_HEADERS, ...more, 'lp-mock-reason': reason });
}

/** Told to the client by the browser, which is sent back with it. */
export function expectTold(answer: Heard, error: FlowError, slug: string): void {
  expect([answer.status, answer.text, reasonOf(answer)]).toEqual([302, '', slug]);
  expect(`${sentTo(answer)?.origin ?? ''}${sentTo(answer)?.pathname ?? ''}`).toBe(CALLBACK);
  expect(broughtBack(answer)).toEqual({ error, error_description: DESCRIPTIONS[error], state: 'af0ifjsldkj' });
}

/** Whether an access token is taken as an agent's bearer. */
export async function isTaken(mock: OpenMock, accessToken: string, accountId = ACCOUNT): Promise<boolean> {
  const answer = await mock.post(`/messaging_history/api/account/${accountId}/agent-view/status`, {
    headers: { authorization: `Bearer ${accessToken}` },
    body: {},
  });
  expect([200, 401]).toContain(answer.status);
  return answer.status === 200;
}
