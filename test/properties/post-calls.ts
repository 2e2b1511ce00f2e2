import type { Mock } from '../../mock-server/index.ts';
import type { CallParts } from '../support/calls.ts';
import { WEB_CLIENT_ID } from '../support/code-flow.ts';
import { createBatch } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../support/through-every-adapter.ts';
import { ANONYMOUS_CONNECTOR, customerToken } from './token-places.ts';

/** A POST that reads a body, with everything but the body in order. */
export interface PostCall {
  readonly id: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A body that is accepted. */
  readonly good: string;
  readonly accepted: number;
  /** The answer to a body that cannot be read or is of the wrong shape. */
  readonly refused: readonly [status: number, body: string];
}

type Described = Omit<PostCall, 'id'>;

/**
 * The POSTs that are not tried with every body, each for its reason. `bodies.test.ts` wants each row of the endpoint
 * table that takes a POST either here or in `CALLS`.
 */
export const NOT_TRIED: Readonly<Record<string, string>> = {
  'idp.signup': 'reads no body',
  'sentinel.token': 'takes a code once, and a code is gone with each reset',
  'agent-vep.refresh': 'ends with its session, of which every try would need one of its own',
  'installations.install':
    'needs a login that the reset of each try ends, and takes 64 kB: its own tests try its bodies',
  'agent-vep.logout': 'ends with its session, of which every try would need one of its own',
  'messaging-rest.send-message': 'needs a conversation, which every reset takes away: see messaging-rest.all.test.ts',
};

const API = `/api/account/${ACCOUNT}`;
const INVALID_REQUEST =
  '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}';
const BAD_REQUEST = '{"code":"BAD_REQUEST","body":{"msg":"Bad Request"},"reqId":"0"}';
const INPUT_INVALID = '{"internalErrorCode":"9012"}';
const AGENT_BAD_REQUEST = '{"error":{"time":"Nov 20, 2026 12:00:00 PM","message":"Bad Request","internalCode":1}}';
const BAD_INPUT =
  '{"errorCode":"com.liveperson.faas.es.badinput","errorMsg":"Payload was in the wrong format or value was missing"}';
const CREDENTIALS = JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET });
const COMMAND = { kind: 'req', id: '1', type: 'ms.GenerateURLForDownloadFile', body: { relativePath: '/a' } };

async function idToken(mint: Mock['mint']): Promise<string> {
  return JSON.stringify({ id_token: await mint.extJwt({ sub: 'jane' }) });
}

async function onBehalf(mint: Mock['mint']): Promise<Readonly<Record<string, string>>> {
  return { authorization: await mint.appJwt(), 'x-lp-on-behalf': await mint.consumerJws() };
}

function ofHistory(search: string, good: string): Described {
  return {
    target: `/messaging_history${API}/conversations/${search}`,
    headers: { authorization: 'OAuth oauth_consumer_key="key"' },
    good,
    accepted: 200,
    refused: [400, '{"error":"bad_request"}'],
  };
}

async function invocation({ mint }: Mock, what: string): Promise<Described> {
  return {
    target: `${API}/${what}/invoke?v=1`,
    headers: { authorization: `Bearer ${await mint.appJwt({ scope: 'faas.lambda.invoke' })}` },
    good: '{"headers":[],"payload":{"a":1}}',
    accepted: 200,
    refused: [400, BAD_INPUT],
  };
}

/** A good call for each endpoint that reads a body, by the id of its row. A new endpoint needs one here. */
const CALLS: Readonly<Record<string, (mock: Mock) => Promise<Described>>> = {
  'sentinel.app-token': () =>
    Promise.resolve({
      target: `/sentinel${API}/app/token?v=1.0&grant_type=client_credentials`,
      headers: {},
      good: CREDENTIALS,
      accepted: 200,
      refused: [400, INVALID_REQUEST],
    }),
  'sentinel.app-token-v2': () =>
    Promise.resolve({
      target: `/sentinel/api/v2/account/${ACCOUNT}/app/token?grant_type=client_credentials`,
      headers: {},
      good: CREDENTIALS,
      accepted: 200,
      refused: [400, INVALID_REQUEST],
    }),
  'sentinel.login': () =>
    Promise.resolve({
      target: `/sentinel${API}/login`,
      headers: {},
      good: JSON.stringify({ v: '1.0', response_type: 'code', client_id: WEB_CLIENT_ID, username: 'ada' }),
      accepted: 302,
      refused: [400, INVALID_REQUEST],
    }),
  'sentinel.revoke': () =>
    Promise.resolve({
      target: `/sentinel${API}/token/revoke?v=1.0`,
      headers: {},
      good: JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, token: 'of-nobody' }),
      accepted: 200,
      refused: [400, INVALID_REQUEST],
    }),
  'idp.consumer': async ({ mint }) => ({
    target: `${API}/consumer?v=1.0`,
    headers: { authorization: await mint.appJwt() },
    good: '{"ext_consumer_id":"jane"}',
    accepted: 201,
    refused: [500, INPUT_INVALID],
  }),
  'idp.anonymous-authorize': async ({ mint }) => ({
    target: `${API}/anonymous/authorize`,
    headers: {},
    good: await idToken(mint),
    accepted: 200,
    refused: [500, INPUT_INVALID],
  }),
  'idp.authenticate': async ({ mint }) => ({
    target: `${API}/app/${String(ANONYMOUS_CONNECTOR)}/authenticate?v=3.0`,
    headers: {},
    good: await idToken(mint),
    accepted: 200,
    refused: [500, INPUT_INVALID],
  }),
  'idp.legacy-authenticate': async () => ({
    target: `${API}/authenticate`,
    headers: {},
    good: JSON.stringify({ authCode: await customerToken() }),
    accepted: 200,
    refused: [500, INPUT_INVALID],
  }),
  'send-api.create': async ({ mint }) => ({
    target: `${API}/messaging/consumer/conversation?v=3`,
    headers: await onBehalf(mint),
    good: JSON.stringify(createBatch()),
    accepted: 200,
    refused: [400, `[${BAD_REQUEST}]`],
  }),
  'send-api.send': async ({ mint }) => ({
    target: `${API}/messaging/consumer/conversation/send?v=3`,
    headers: await onBehalf(mint),
    good: JSON.stringify(COMMAND),
    accepted: 200,
    refused: [400, BAD_REQUEST],
  }),
  'agent-vep.login': () =>
    Promise.resolve({
      target: `${API}/login?v=1.3`,
      headers: {},
      good: '{"username":"bot","password":"secret-of-the-bot"}',
      accepted: 200,
      refused: [400, AGENT_BAD_REQUEST],
    }),
  'history.agent-status': () =>
    Promise.resolve({
      target: `/messaging_history${API}/agent-view/status`,
      headers: { authorization: 'OAuth oauth_consumer_key="key"' },
      good: '{"agentIds":["3705342610"]}',
      accepted: 200,
      refused: [400, '{"error":"bad_request"}'],
    }),
  'messaging-rest.open-conversation': async ({ mint }) => ({
    target: '/messaging/v1/consumers/jane/conversations',
    headers: {
      authorization: `Bearer ${await mint.lpJwt({ sub: 'jane' })}`,
      'brand-id': ACCOUNT,
      'client-source': 'tests',
    },
    good: '{"channelType":"MESSAGING"}',
    accepted: 201,
    refused: [400, '{"error":"bad_request"}'],
  }),
  'history.search': () => Promise.resolve(ofHistory('search', '{"start":{"from":1795132800000,"to":1795219200000}}')),
  'history.by-conversation': () => Promise.resolve(ofHistory('conversation/search', '{"conversationId":"1"}')),
  'history.by-consumer': () => Promise.resolve(ofHistory('consumer/search', '{"consumer":"jane","status":["OPEN"]}')),
  'functions.invoke': (mock) => invocation(mock, 'lambdas/a2b7cfa4-0000-4000-8000-000000000000'),
  'functions.invoke-event': (mock) => invocation(mock, 'events/conversational_command'),
};

/** The ids of the endpoints that are tried with every body. */
export const POST_IDS: readonly string[] = Object.keys(CALLS);

/** The good call of such an endpoint. */
export async function postCall(mock: Mock, id: string): Promise<PostCall> {
  const describe = CALLS[id];
  if (describe === undefined) throw new Error(`no call for ${id} in CALLS of test/properties/post-calls.ts`);
  return { id, ...(await describe(mock)) };
}

/** The call with another body. */
export function withBody(
  { target, headers }: PostCall,
  body: string,
  more: Readonly<Record<string, string>> = {},
): CallParts {
  return { method: 'POST', target, headers: { ...headers, ...more }, body };
}
