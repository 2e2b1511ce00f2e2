import { createSign } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import customerKey from '../../keys/customer-login.json' with { type: 'json' };
import sentinelV1Key from '../../keys/appjwt-13-05-17.json' with { type: 'json' };
import type { Mock } from '../../mock-server/index.ts';
import type { CallParts } from '../support/calls.ts';
import { callOf } from '../support/calls.ts';

const ACCOUNT = '12345678';

/** What is sent with call number `n`. */
export type LongCall = (n: number) => CallParts;

/** How long what is long is, in characters. */
export interface Lengths {
  /** Almost a body's limit. Default: a megabyte. */
  readonly body?: number;
  /** Almost a header's. Default: 150 kB. */
  readonly header?: number;
  /** Of many claims, items and levels. Default: 8,000. */
  readonly many?: number;
}

/** Two bytes a character. */
const NAME = 'ж'.repeat(1000);

/** A text with a number at both ends. */
const numbered = (n: number, text: string): string => `${String(n)}${text}${String(n)}`;
const post = (target: string, body: unknown, headers: Record<string, string> = {}): CallParts => ({
  method: 'POST',
  target,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const TOKEN = '/sentinel/api/account/87654321/app/token?v=1.0&grant_type=client_credentials';
const SEND = `/api/account/${ACCOUNT}/messaging/consumer/conversation/send?v=3`;
const CREATE = `/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`;
const AUTHENTICATE = `/api/account/${ACCOUNT}/app/4567891/authenticate?v=3.0`;

/** Calls of about a megabyte each, by what is long in them. */
export async function callsOfAMegabyte(
  mock: Mock,
  { body: bodyChars = 1_000_000, header: headerChars = 150_000, many = 8000 }: Lengths = {},
): Promise<Readonly<Record<string, LongCall>>> {
  const [LONG, HEADER] = ['x'.repeat(bodyChars), 'x'.repeat(headerChars)];
  const authorization = await mock.mint.appJwt();
  const onBehalf = { authorization, 'x-lp-on-behalf': await mock.mint.consumerJws() };
  const request = (n: number, body: object): object => ({
    kind: 'req',
    id: numbered(n, LONG),
    type: 'ms.PublishEvent',
    body,
  });
  return {
    'user name': (n) =>
      post(
        `/api/account/v${String(n % 20)}/login?v=1.3`,
        { username: numbered(n, LONG), password: 'p' },
        { 'content-type': 'text/plain' },
      ),
    password: (n) =>
      post(`/api/account/${ACCOUNT}/login?v=1.3`, { username: `u${String(n)}`, password: numbered(n, LONG) }),
    scope: (n) =>
      post(TOKEN, new URLSearchParams({ client_id: 'c', client_secret: 's', scope: numbered(n, LONG) }).toString()),
    'client id': (n) => post(TOKEN, { client_id: numbered(n, LONG), client_secret: 's' }),
    'client id in the query': (n) => post(`${TOKEN}&client_secret=s&client_id=${numbered(n, LONG)}`, ''),
    'consumer id': (n) =>
      post(`/api/account/${ACCOUNT}/consumer?v=1.0`, { ext_consumer_id: numbered(n, LONG) }, { authorization }),
    state: (n) =>
      post('/sentinel/api/v2/account/1/app/token?grant_type=client_credentials', {
        client_id: 'c',
        client_secret: 's',
        state: numbered(n, LONG),
      }),
    'id token that is none': (n) => post(AUTHENTICATE, { id_token: numbered(n, LONG) }),
    'code of an older call': (n) => post(`/api/account/${ACCOUNT}/authenticate`, { authCode: numbered(n, LONG) }),
    'conversation id': (n) =>
      post(SEND, request(n, { dialogId: numbered(n, HEADER), conversationId: numbered(n, HEADER) }), onBehalf),
    message: (n) =>
      post(SEND, request(n, { dialogId: 'd', event: { type: 'ContentEvent', message: numbered(n, LONG) } }), onBehalf),
    'batch of many items': (n) => post(CREATE, batch(n, many), onBehalf),
    path: (n) => ({ target: `/api/account/${ACCOUNT}/nothing/${numbered(n, LONG)}` }),
    'account in a path': (n) => ({ target: `/api/account/${numbered(n, LONG)}/service/idp/baseURI.json` }),
    'service name': (n) => ({ target: `/api/account/g${String(n)}/service/${numbered(n, LONG)}/baseURI.json` }),
    'query beside a path': (n) => ({
      target: `/api/account/an-account-with-a-long-name-${String(n)}/service/idp/baseURI.json?version=1.0&__d=${numbered(n, LONG)}`,
    }),
    callback: (n) => ({
      target: `/csdr/account/${ACCOUNT}/service/idp/baseURI.lpCsds?version=1.0&cb=${numbered(n, LONG)}`,
    }),
    'callback of signup': (n) => ({ target: `/api/account/${ACCOUNT}/signup.jsonp?callback=${numbered(n, LONG)}` }),
    'headers of any name': (n) =>
      post(SEND, '{}', {
        ...onBehalf,
        'client-properties': numbered(n, LONG),
        cookie: `Session_id=${numbered(n, LONG)}`,
        [`h${String(n)}`]: numbered(n, LONG),
      }),
    authorization: (n) => post(SEND, '{}', { authorization: numbered(n, LONG), 'x-lp-on-behalf': numbered(n, LONG) }),
    method: (n) => ({ method: numbered(n, LONG), target: SEND }),
    'white space around a token': (n) =>
      post(SEND, '{}', {
        ...onBehalf,
        authorization: `Bearer ${' '.repeat(bodyChars)}${sentinelToken({ aud: ACCOUNT, azp: `c${String(n)}`, scope: 'msg.consumer', iss: 'Sentinel', exp: 9e9, iat: 1 })}`,
      }),
    'scope of a signed AppJWT': (n) =>
      post(SEND, '{}', {
        authorization: sentinelToken({
          aud: ACCOUNT,
          azp: 'c',
          scope: numbered(n, HEADER),
          iss: 'Sentinel',
          exp: 9e9,
          iat: 1,
        }),
      }),
    'account of a signed AppJWT': (n) =>
      post(SEND, '{}', {
        authorization: sentinelToken({
          aud: numbered(n, HEADER),
          azp: 'c',
          scope: 's',
          iss: 'Sentinel',
          exp: 9e9,
          iat: 1,
        }),
      }),
    'consumer of a signed ConsumerJWS': (n) =>
      post(CREATE, openOne(), {
        authorization,
        'x-lp-on-behalf': sentinelToken({
          account_id: ACCOUNT,
          ext_consumer_id: 'e',
          lp_consumer_id: numbered(n, HEADER),
        }),
      }),
    'claims of an id token': (n) => post(AUTHENTICATE, { id_token: idToken({ lp_sdes: [numbered(n, HEADER)] }) }),
    'claims by their number': (n) =>
      post(AUTHENTICATE, {
        id_token: idToken(
          Object.fromEntries(Array.from({ length: many }, (_, each) => [`c${String(n)}-${String(each)}`, each])),
        ),
      }),
    'claims by their depth': (n) =>
      post(AUTHENTICATE, {
        id_token: customerToken(`{${times(n)},"deep":${'['.repeat(many * 7)}${String(n)}${']'.repeat(many * 7)}}`),
      }),
  };
}

/** Small calls, each of which leaves as much behind as a call can. */
export async function callsThatAreKept(mock: Mock): Promise<Readonly<Record<string, LongCall>>> {
  const authorization = await mock.mint.appJwt();
  return {
    'agents of accounts that nobody configured': login,
    'agents of a configured account': (n) =>
      post(`/api/account/${ACCOUNT}/login?v=1.3`, { username: `${String(n)}${NAME}`, password: 'p' }),
    'accounts that nobody configured': (n) => ({
      target: `/api/account/${String(n)}-${'g'.repeat(50)}/service/idp/baseURI.json`,
    }),
    'refusals with the longest sentences': (n) =>
      post(`/api/account/guest-${String(n % 500)}/app/${NAME}/authenticate?v=${NAME}`, NAME, {
        'content-type': 'text/plain',
      }),
    'paths of the longest kept': (n) => ({
      target: `/api/account/guest-${String(n % 500)}/service/${String(n)}${'%C3%A9'.repeat(80)}/baseURI.json`,
    }),
    'client ids in tokens': (n) =>
      post(`/sentinel/api/account/guest-${String(n % 500)}/app/token?v=1.0&grant_type=client_credentials`, {
        client_id: `${String(n)}${'c'.repeat(800)}`,
        client_secret: 's',
      }),
    'conversations of a configured account': (n) =>
      post(CREATE, openOne(), {
        authorization,
        'x-lp-on-behalf': sentinelToken({
          account_id: ACCOUNT,
          ext_consumer_id: 'e',
          lp_consumer_id: `${String(n)}${NAME}`,
        }),
      }),
    'id tokens of many small claims': (n) =>
      post(AUTHENTICATE, {
        id_token: idToken(
          Object.fromEntries(Array.from({ length: 60 }, (_, each) => [`c${String(n)}-${String(each)}`, 0])),
        ),
      }),
    'id tokens of empty objects': (n) =>
      post(AUTHENTICATE, { id_token: idToken({ n, list: Array.from({ length: 900 }, () => ({})) }) }),
    'id tokens nested deeply': (n) =>
      post(AUTHENTICATE, { id_token: customerToken(`{${times(n)},"deep":${'['.repeat(1200)}${']'.repeat(1200)}}`) }),
  };
}

/** The call that leaves most behind: five kilobytes in each of as many accounts as there may be. */
export function agentLogin(n: number): Parameters<Mock['handle']>[0] {
  return callOf(login(n));
}

function login(n: number): CallParts {
  return post(`/api/account/guest-${String(n % 450)}/login?v=1.3`, { username: `${String(n)}${NAME}`, password: 'p' });
}

export function callNumber(calls: Readonly<Record<string, LongCall>>, n: number): Parameters<Mock['handle']>[0] {
  const all = Object.values(calls);
  return callOf(all[n % all.length]?.(n) ?? {});
}

function openOne(): object {
  return [
    { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
    { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: ACCOUNT } },
  ];
}

/** Many requests for a conversation, each of which departs from the pages. */
function batch(n: number, many: number): object {
  const departing = { type: 'cm.ConsumerRequestConversation', body: { brandId: Number(ACCOUNT), skillId: n } };
  return [...(openOne() as object[]), ...Array.from({ length: many }, () => departing)];
}

function times(n: number): string {
  return `"iss":"https://idp.example.test","sub":"customer-${String(n)}","iat":1,"exp":9000000000`;
}

function idToken(claims: object): string {
  return customerToken(
    JSON.stringify({ iss: 'https://idp.example.test', sub: 'customer', iat: 1, exp: 9e9, ...claims }),
  );
}

/** Signed by the key of the fixtures' customer connector, which everybody has. */
function customerToken(payload: string): string {
  return sign({ alg: 'RS256', typ: 'JWT' }, payload, customerKey);
}

/** Signed by Sentinel's development key, which everybody has as well. */
function sentinelToken(claims: object): string {
  return sign({ kid: sentinelV1Key.kid, typ: 'JWT', alg: 'RS256' }, JSON.stringify(claims), sentinelV1Key);
}

function sign(header: object, payload: string, key: JsonWebKey): string {
  const input = `${base64url(JSON.stringify(header))}.${base64url(payload)}`;
  return `${input}.${createSign('RSA-SHA256').update(input).sign({ key, format: 'jwk' }, 'base64url')}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
