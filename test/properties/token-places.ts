import { readFileSync } from 'node:fs';
import { CompactSign, importJWK } from 'jose';
import type { JWK } from 'jose';
import type { Answer, Mock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import { createBatch } from '../support/flows.ts';
import { BRAND, consumerPath, conversationPath, messagesPath } from '../support/messaging-rest.ts';
import { ACCOUNT, NOON_SECONDS } from '../support/through-every-adapter.ts';

/** The customer connector of the default connectors, and the committed key that its `jwtPublicKey` belongs to. */
export const CUSTOMER_CONNECTOR = 4567891;
export const ANONYMOUS_CONNECTOR = 4567890;

/** Somewhere that takes a token: what it takes, how it is asked, and what it says to one that is none. */
export interface TokenPlace {
  readonly name: string;
  /** The row of the endpoint table, whose `tokens` has the kind. */
  readonly endpoint: string;
  readonly accepts: 'AppJWT' | 'ConsumerJWS' | 'LP_EXT_JWT' | 'LP_JWT' | 'id token';
  /** The status of an accepted token. */
  readonly accepted: number;
  /** The token travels in a header, where white space around it says nothing. */
  readonly inHeader: boolean;
  ask(mock: Mock, token: string): Promise<Answer>;
}

const DOWNLOAD = { kind: 'req', id: '1', type: 'ms.GenerateURLForDownloadFile', body: { relativePath: '/a' } };
const CREATE = `/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`;
const SEND = `/api/account/${ACCOUNT}/messaging/consumer/conversation/send?v=3`;

/** The calls of the Messaging REST API, each with what it answers to somebody whom it lets in. */
const REST_CALLS: readonly (readonly [endpoint: string, method: string, target: string, accepted: number])[] = [
  ['put-consumer', 'PUT', consumerPath('nobody'), 403],
  ['open-conversation', 'POST', `${consumerPath('nobody')}/conversations`, 403],
  ['conversation', 'GET', conversationPath('none'), 404],
  ['update-conversation', 'PATCH', conversationPath('none'), 404],
  ['send-message', 'POST', messagesPath('none'), 404],
  ['messages', 'GET', messagesPath('none'), 404],
];

const REST_PLACES = REST_CALLS.flatMap(([name, method, target, accepted]): TokenPlace[] => {
  const call = (mock: Mock, headers: Readonly<Record<string, string>>): Promise<Answer> =>
    ask(mock, { method, target, headers: { ...BRAND, ...headers } });
  const place = { endpoint: `messaging-rest.${name}`, accepted, inHeader: true };
  return [
    {
      ...place,
      name: `LP_JWT of messaging-rest.${name}`,
      accepts: 'LP_JWT',
      ask: (mock, token) => call(mock, { authorization: token }),
    },
    {
      ...place,
      name: `AppJWT of messaging-rest.${name}`,
      accepts: 'AppJWT',
      ask: async (mock, token) => call(mock, { authorization: token, 'lp-on-behalf': await mock.mint.consumerJws() }),
    },
    {
      ...place,
      name: `LP-On-Behalf of messaging-rest.${name}`,
      accepts: 'ConsumerJWS',
      ask: async (mock, token) => call(mock, { authorization: await mock.mint.appJwt(), 'lp-on-behalf': token }),
    },
  ];
});

/** What `tokens.test.ts` tries; it wants each kind that a row of the endpoint table takes in a body or a header. */
export const PLACES: readonly TokenPlace[] = [
  {
    name: 'Authorization of /consumer',
    endpoint: 'idp.consumer',
    accepts: 'AppJWT',
    accepted: 201,
    inHeader: true,
    ask: (mock, token) =>
      post(mock, `/api/account/${ACCOUNT}/consumer?v=1.0`, { ext_consumer_id: 'jane' }, { authorization: token }),
  },
  {
    name: 'Authorization of the Send API',
    endpoint: 'send-api.send',
    accepts: 'AppJWT',
    accepted: 200,
    inHeader: true,
    ask: async (mock, token) =>
      post(mock, SEND, DOWNLOAD, { authorization: token, 'x-lp-on-behalf': await mock.mint.consumerJws() }),
  },
  {
    name: 'X-LP-ON-BEHALF of the Send API',
    endpoint: 'send-api.send',
    accepts: 'ConsumerJWS',
    accepted: 200,
    inHeader: true,
    ask: async (mock, token) =>
      post(mock, SEND, DOWNLOAD, { authorization: await mock.mint.appJwt(), 'x-lp-on-behalf': token }),
  },
  {
    name: 'Authorization of the Send API, opening a conversation',
    endpoint: 'send-api.create',
    accepts: 'AppJWT',
    accepted: 200,
    inHeader: true,
    ask: async (mock, token) =>
      post(mock, CREATE, createBatch(), { authorization: token, 'x-lp-on-behalf': await mock.mint.consumerJws() }),
  },
  {
    name: 'X-LP-ON-BEHALF of the Send API, opening a conversation',
    endpoint: 'send-api.create',
    accepts: 'ConsumerJWS',
    accepted: 200,
    inHeader: true,
    ask: async (mock, token) =>
      post(mock, CREATE, createBatch(), { authorization: await mock.mint.appJwt(), 'x-lp-on-behalf': token }),
  },
  ...(['lambdas/a2b7cfa4-0000-4000-8000-000000000000', 'events/conversational_command'] as const).map(
    (what, index): TokenPlace => ({
      name: `Authorization of Functions, ${what}`,
      endpoint: index === 0 ? 'functions.invoke' : 'functions.invoke-event',
      accepts: 'AppJWT',
      accepted: 200,
      inHeader: true,
      ask: (mock, token) =>
        post(mock, `/api/account/${ACCOUNT}/${what}/invoke?v=1`, { payload: 1 }, { authorization: token }),
    }),
  ),
  {
    name: 'Authorization of Functions, isImplemented',
    endpoint: 'functions.is-implemented',
    accepts: 'AppJWT',
    accepted: 200,
    inHeader: true,
    ask: (mock, token) =>
      ask(mock, {
        target: `/api/account/${ACCOUNT}/events/conversational_command/isImplemented?v=1`,
        headers: { authorization: token },
      }),
  },
  {
    name: 'id_token of anonymous/authorize',
    endpoint: 'idp.anonymous-authorize',
    accepts: 'LP_EXT_JWT',
    accepted: 200,
    inHeader: false,
    ask: (mock, token) => post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`, { id_token: token }),
  },
  {
    name: 'id_token at the anonymous connector',
    endpoint: 'idp.authenticate',
    accepts: 'LP_EXT_JWT',
    accepted: 200,
    inHeader: false,
    ask: (mock, token) =>
      post(mock, `/api/account/${ACCOUNT}/app/${String(ANONYMOUS_CONNECTOR)}/authenticate?v=3.0`, { id_token: token }),
  },
  {
    name: 'id_token at a customer connector',
    endpoint: 'idp.authenticate',
    accepts: 'id token',
    accepted: 200,
    inHeader: false,
    ask: (mock, token) =>
      post(mock, `/api/account/${ACCOUNT}/app/${String(CUSTOMER_CONNECTOR)}/authenticate?v=3.0`, { id_token: token }),
  },
  {
    name: 'authCode of the older call',
    endpoint: 'idp.legacy-authenticate',
    accepts: 'id token',
    accepted: 200,
    inHeader: false,
    ask: (mock, token) => post(mock, `/api/account/${ACCOUNT}/authenticate`, { authCode: token }),
  },
  ...REST_PLACES,
];

/** A customer's own id token, signed with the key of the default customer connector. */
export async function customerToken(claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const jwk = JSON.parse(readFileSync(new URL('../../keys/customer-login.json', import.meta.url), 'utf8')) as JWK;
  const payload = {
    sub: '+972-3-5555-555',
    iss: 'https://idp.example.test',
    iat: NOON_SECONDS,
    exp: NOON_SECONDS + 600,
    ...claims,
  };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .sign(await importJWK(jwk, 'RS256'));
}

/** A token that each place accepts. */
export async function goodTokens({ mint }: Mock): Promise<Readonly<Record<TokenPlace['accepts'], string>>> {
  return {
    AppJWT: await mint.appJwt(),
    ConsumerJWS: await mint.consumerJws(),
    LP_EXT_JWT: await mint.extJwt({ sub: 'jane' }),
    LP_JWT: await mint.lpJwt(),
    'id token': await customerToken(),
  };
}
