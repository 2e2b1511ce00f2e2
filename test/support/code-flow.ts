import type { Heard, OpenMock } from './through-every-adapter.ts';
import { ACCOUNT } from './through-every-adapter.ts';

/** The app of the fixtures that people log in for. */
export const WEB_CLIENT_ID = '2c8f5a1e-93b7-4d60-8e1c-5b7a90f3d426';
export const WEB_CLIENT_SECRET = '9k3v0q7m1t5r8d2h6j4s0g7l5u';
/** Where it is called back. */
export const CALLBACK = 'http://localhost:3000/callback';

/** Parameters of a call of the code flow. Undefined leaves out what the documented call has. */
export type FlowParameters = Readonly<Record<string, string | undefined>>;

const ASKED: FlowParameters = {
  v: '1.0',
  response_type: 'code',
  client_id: WEB_CLIENT_ID,
  redirect_uri: CALLBACK,
  state: 'af0ifjsldkj',
};

/** A form or a query of them. */
export function formOf(parameters: FlowParameters): URLSearchParams {
  const pairs = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return new URLSearchParams(pairs);
}

/** The documented address of the login page, with these changes. */
export function authorizePath(changes: FlowParameters = {}, accountId = ACCOUNT): string {
  return `/sentinel/api/account/${accountId}/authorize?${formOf({ ...ASKED, ...changes }).toString()}`;
}

/** Sends a form of the login page. */
export function sendLoginForm(mock: OpenMock, changes: FlowParameters = {}): Promise<Heard> {
  return mock.post(`/sentinel/api/account/${ACCOUNT}/login`, { body: formOf({ ...ASKED, ...changes }) });
}

/** Where a browser is sent; undefined when it is sent nowhere. */
export function sentTo(answer: Heard): URL | undefined {
  const { location } = answer.headers;
  return location === undefined ? undefined : new URL(location);
}

/** The parameters with which the browser comes back to the client. */
export function broughtBack(answer: Heard): Record<string, string> {
  return Object.fromEntries(sentTo(answer)?.searchParams ?? []);
}

/** The code of somebody who logs in. */
export async function getCode(mock: OpenMock, changes: FlowParameters = {}, accountId = ACCOUNT): Promise<string> {
  const answer = await mock.get(authorizePath({ auto: 'ada', ...changes }, accountId));
  const { code } = broughtBack(answer);
  if (code === undefined) throw new Error(`no code: ${String(answer.status)} ${answer.text}`);
  return code;
}

/** What is given out for a code. */
export interface LoginTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
}

const CLIENT: FlowParameters = { v: '1.0', client_id: WEB_CLIENT_ID, client_secret: WEB_CLIENT_SECRET };

function askSentinel(
  mock: OpenMock,
  path: string,
  parameters: FlowParameters,
  headers: Readonly<Record<string, string>> = {},
): Promise<Heard> {
  const { v, ...form } = parameters;
  return mock.post(`${path}?${formOf({ v }).toString()}`, { headers, body: formOf(form) });
}

const tokenPath = (accountId: string): string => `/sentinel/api/account/${accountId}/token`;

/** The documented call for tokens, with these changes. */
export function redeem(
  mock: OpenMock,
  code: string,
  changes: FlowParameters = {},
  headers: Readonly<Record<string, string>> = {},
  accountId = ACCOUNT,
): Promise<Heard> {
  const parameters = { ...CLIENT, grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...changes };
  return askSentinel(mock, tokenPath(accountId), parameters, headers);
}

/** The documented call for other tokens, likewise. */
export function refresh(
  mock: OpenMock,
  token: string,
  changes: FlowParameters = {},
  accountId = ACCOUNT,
): Promise<Heard> {
  const parameters = { ...CLIENT, grant_type: 'refresh_token', refresh_token: token, ...changes };
  return askSentinel(mock, tokenPath(accountId), parameters);
}

/** The documented call that takes tokens back, likewise. */
export function revokeToken(mock: OpenMock, token: string, changes: FlowParameters = {}): Promise<Heard> {
  return askSentinel(mock, `${tokenPath(ACCOUNT)}/revoke`, { ...CLIENT, token, ...changes });
}

/** The tokens of somebody who logs in. */
export async function getLoginTokens(mock: OpenMock, changes: FlowParameters = {}): Promise<LoginTokens> {
  return (await redeem(mock, await getCode(mock, changes))).json() as LoginTokens;
}
