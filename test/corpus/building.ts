import type { CallData, PlainOptions, Scenario, SignedByHand, Step } from './scenario.ts';
import { NOON_SECONDS } from './scenario.ts';

/** The two accounts of the fixtures. */
export const A = '12345678';
export const B = '87654321';
export const CLIENT_ID = '75588e18-0213-4e33-8174-883acac7e3c4';
export const CLIENT_SECRET = '0123456789abcdefghijklmnop';
export const OTHER_CLIENT_ID = '82c73053-d763-4751-9256-f3a799bc54c4';
export const OTHER_CLIENT_SECRET = 'ponmlkjihgfedcba9876543210';
export const CREDENTIALS = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
/** The fixtures' connectors: anonymous, customer, and one without a key. */
export const ANONYMOUS = 4567890;
export const CUSTOMER = 4567891;
export const KEYLESS = 4567892;

export const SENTINEL_KEY = 'appjwt-13-05-17';
export const SENTINEL_V2_KEY = '6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10';
export const IDP_KEY = '00001';
export const CUSTOMER_KEY = 'customer-login';

type Headers = Readonly<Record<string, string>>;
const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

export function call(name: string, target: string, data: Omit<CallData, 'target'> = {}): Step {
  return { name, call: { target, ...data } };
}

export function postJson(name: string, target: string, body: unknown, headers: Headers = {}): Step {
  return call(name, target, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
}

export function postForm(name: string, target: string, form: Headers, headers: Headers = {}): Step {
  return call(name, target, { method: 'POST', headers: { ...FORM_TYPE, ...headers }, body: formOf(form) });
}

export function post(name: string, target: string, body = '', headers: Headers = {}): Step {
  return call(name, target, { method: 'POST', headers, body });
}

export function formOf(form: Headers): string {
  return new URLSearchParams(form).toString();
}

export function control(name: string, path: string, ...args: readonly unknown[]): Step {
  return { name, control: path, args };
}

/** The kinds of token that a mock mints. */
export type TokenKind = 'appJwt' | 'consumerJws' | 'extJwt' | 'lpJwt' | 'idToken';

export function mint(name: string, kind: TokenKind, options: object = {}): Step {
  return control(name, `mint.${kind}`, options);
}

export function sign(name: string, signed: SignedByHand): Step {
  return { name, sign: signed };
}

export function scenario(name: string, steps: readonly Step[], options?: PlainOptions): Scenario {
  return { name, steps, ...(options === undefined ? {} : { options }) };
}

/** The same scenarios on mocks with these options, under a name that says so. */
export function under(suffix: string, options: PlainOptions, scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.map((each) => ({
    ...each,
    name: `${each.name}@${suffix}`,
    options: { ...each.options, ...options },
  }));
}

/** An open mock, a strict one and a closed one. */
export function openStrictAndClosed(scenarios: readonly Scenario[]): readonly Scenario[] {
  return [
    ...scenarios,
    ...under('strict', { strict: true }, scenarios),
    ...under('closed', { closed: true }, scenarios),
  ];
}

export function openAndStrict(scenarios: readonly Scenario[]): readonly Scenario[] {
  return [...scenarios, ...under('strict', { strict: true }, scenarios)];
}

export const api = (account: string): string => `/api/account/${account}`;
export const tokenPath = (account = A): string => `/sentinel/api/account/${account}/app/token`;
export const tokenV2Path = (account = A): string => `/sentinel/api/v2/account/${account}/app/token`;
export const TOKEN_CALL = `${tokenPath()}?v=1.0&grant_type=client_credentials`;
export const consumerPath = (account = A): string => `${api(account)}/consumer?v=1.0`;
export const authorizePath = (account = A): string => `${api(account)}/anonymous/authorize`;
export const authenticatePath = (connector: number | string, account = A): string =>
  `${api(account)}/app/${String(connector)}/authenticate?v=3.0`;
export const createPath = (account = A): string => `${api(account)}/messaging/consumer/conversation?v=3`;
export const sendPath = (account = A): string => `${api(account)}/messaging/consumer/conversation/send?v=3`;

/** What a connector sends to the Send API, minted; the steps draw no ids. */
export const TOKENS: readonly Step[] = [mint('appJwt', 'appJwt'), mint('jws', 'consumerJws')];
export const ON_BEHALF = { authorization: '{{appJwt}}', 'x-lp-on-behalf': '{{jws}}' };

export const profile = (id: unknown = '1', body: object = { firstName: 'John' }): object => ({
  kind: 'req',
  id,
  type: 'userprofile.SetUserProfile',
  body,
});
export const request = (id: unknown = '2', body: object = {}): object => ({
  kind: 'req',
  id,
  type: 'cm.ConsumerRequestConversation',
  body: { ttrDefName: 'NORMAL', brandId: A, ...body },
});
export const batch = (): readonly object[] => [profile(), request()];
export const command = (type: string, body: unknown, id: unknown = '3'): object => ({ kind: 'req', id, type, body });

/** Opens a conversation; later steps find its id in {@link CONVERSATION}. */
export const OPENED: readonly Step[] = [...TOKENS, postJson('create', createPath(), batch(), ON_BEHALF)];
export const CONVERSATION = '{{create.body.1.body.conversationId}}';
export const send = (name: string, body: unknown, headers: Headers = ON_BEHALF): Step =>
  postJson(name, sendPath(), body, headers);

export const APP_JWT_CLAIMS = {
  aud: A,
  azp: CLIENT_ID,
  scope: 'msg.consumer',
  iss: 'Sentinel',
  exp: NOON_SECONDS + 3600,
  iat: NOON_SECONDS,
};
export const CONSUMER_JWS_CLAIMS = {
  account_id: A,
  ext_consumer_id: 'John_Doe',
  lp_consumer_id: '64345f499e615c6b9ec15f46cf1997ae4711882b29d326258c57888755c5ec91',
};
export const LP_JWT_CLAIMS = {
  sub: '592631a0-5fae-46a3-8964-1c4c3e720a4a',
  aud: `acc:${A}`,
  iss: 'https://idp.liveperson.net',
  exp: NOON_SECONDS + 600,
  iat: NOON_SECONDS,
};
export const EXT_JWT_CLAIMS = { ...LP_JWT_CLAIMS, 'lp.unauth': { first_iat: NOON_SECONDS } };
export const ID_TOKEN_CLAIMS = {
  sub: '+972-3-5555-555',
  iss: 'https://idp.example.test',
  aud: `acc:${A}`,
  exp: NOON_SECONDS + 3600,
  iat: NOON_SECONDS,
};
