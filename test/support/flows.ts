import type { Heard, OpenMock } from './through-every-adapter.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from './through-every-adapter.ts';

/** Header and claims of a token, member order kept, signature not looked at. */
export function decode(token: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const [header = '', claims = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
  return {
    header: JSON.parse(header) as Record<string, unknown>,
    claims: JSON.parse(claims) as Record<string, unknown>,
  };
}

/** A member of an answer that must be a text. */
export function text(body: unknown, member: string): string {
  const value = (body as Record<string, unknown>)[member];
  if (typeof value !== 'string') throw new Error(`no ${member} in ${JSON.stringify(body)}`);
  return value;
}

/** An AppJWT as a connector gets it. */
export async function getAppJwt(
  mock: OpenMock,
  accountId = ACCOUNT,
  clientId = CLIENT_ID,
  clientSecret = CLIENT_SECRET,
): Promise<string> {
  const answer = await mock.post(`/sentinel/api/account/${accountId}/app/token?v=1.0&grant_type=client_credentials`, {
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }),
  });
  return text(answer.json(), 'access_token');
}

/** A ConsumerJWS as a connector gets it. */
export async function getConsumerJws(
  mock: OpenMock,
  appJwt: string,
  extConsumerId = 'John_Doe_facebook12345',
  accountId = ACCOUNT,
): Promise<string> {
  const answer = await mock.post(`/api/account/${accountId}/consumer?v=1.0`, {
    headers: { authorization: appJwt },
    body: { ext_consumer_id: extConsumerId },
  });
  return text(answer.json(), 'token');
}

/** The headers of an app that acts for a consumer. */
export async function getOnBehalfHeaders(
  mock: OpenMock,
  extConsumerId?: string,
): Promise<{ authorization: string; 'x-lp-on-behalf': string }> {
  const appJwt = await getAppJwt(mock);
  return { authorization: appJwt, 'x-lp-on-behalf': await getConsumerJws(mock, appJwt, extConsumerId) };
}

export const CREATE_PATH = `/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`;
export const SEND_PATH = `/api/account/${ACCOUNT}/messaging/consumer/conversation/send?v=3`;

/** The smallest batch that opens a conversation; the ids with a comma in them are the documents' own. */
export function createBatch(brandId = ACCOUNT): object {
  return [
    { kind: 'req', id: '1,', type: 'userprofile.SetUserProfile', body: {} },
    { kind: 'req', id: '2,', type: 'cm.ConsumerRequestConversation', body: { brandId } },
  ];
}

/** Opens a conversation and gives its id. */
export async function openConversation(mock: OpenMock, headers: Readonly<Record<string, string>>): Promise<string> {
  const answer = await mock.post(CREATE_PATH, { headers, body: createBatch() });
  const [, item] = answer.json() as [unknown, { body: { conversationId: string } }];
  return item.body.conversationId;
}

/** What every answer carries for browsers, when the caller names no origin. */
export const OPEN_TO_ANY_ORIGIN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, retry-after, lp-mock-reason, lp-mock-deviation',
};

/** All headers of a JSON answer that is no refusal. */
export const JSON_HEADERS = { ...OPEN_TO_ANY_ORIGIN, 'content-type': 'application/json' };

/** All headers of an answer of Sentinel's token endpoint that is no refusal. */
export const TOKEN_HEADERS = {
  ...OPEN_TO_ANY_ORIGIN,
  'cache-control': 'no-store',
  'content-type': 'application/json;charset=utf-8',
  pragma: 'no-cache',
};

/** Parameters of a token call. Undefined leaves out what the documented call has. */
export type TokenParameters = Readonly<Record<string, string | undefined>>;

/**
 * Asks Sentinel for an AppJWT: the documented call with the given parameters changed, `v` in the query, the rest in a
 * form.
 */
export function askForAppJwt(mock: OpenMock, changes: TokenParameters = {}, accountId = ACCOUNT): Promise<Heard> {
  const { v, ...form } = definedOnly({ v: '1.0', ...clientCredentials, ...changes });
  const query = v === undefined ? '' : `?${new URLSearchParams({ v }).toString()}`;
  return mock.post(`/sentinel/api/account/${accountId}/app/token${query}`, { body: new URLSearchParams(form) });
}

/** The same at Sentinel V2, everything in a form. */
export function askForAppJwtV2(mock: OpenMock, changes: TokenParameters = {}, accountId = ACCOUNT): Promise<Heard> {
  return mock.post(`/sentinel/api/v2/account/${accountId}/app/token`, {
    body: new URLSearchParams(definedOnly({ ...clientCredentials, ...changes })),
  });
}

const clientCredentials = { grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET };

function definedOnly(parameters: TokenParameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

export const AUTHORIZE_PATH = `/api/account/${ACCOUNT}/anonymous/authorize`;
/** The fixtures' connector for anonymous consumers. */
export const ANONYMOUS_CONNECTOR = 4567890;
/** The fixtures' connector for consumers who log in at the customer's own IDP. */
export const CUSTOMER_CONNECTOR = 4567891;
/** The fixtures' connector that names no key. */
export const KEYLESS_CONNECTOR = 4567892;

/** Where an id token becomes an LP_JWT. */
export function authenticatePath(connector: number | string, accountId = ACCOUNT): string {
  return `/api/account/${accountId}/app/${String(connector)}/authenticate?v=3.0`;
}

/** An LP_EXT_JWT, issued for the first time. */
export async function getExtJwt(mock: OpenMock): Promise<string> {
  return text((await mock.post(AUTHORIZE_PATH)).json(), 'token');
}

/** An LP_EXT_JWT in exchange for an earlier one. */
export async function refreshExtJwt(mock: OpenMock, previous: string): Promise<string> {
  return text((await mock.post(AUTHORIZE_PATH, { body: { id_token: previous } })).json(), 'token');
}

/** A request of `/send` that says something in a conversation. */
export function sayHello(conversationId: string, id: unknown = '1', message = 'Hello world!'): object {
  return publish(conversationId, { type: 'ContentEvent', contentType: 'text/plain', message }, id);
}

/** A request of `/send` that publishes an event in the main dialog. */
export function publish(conversationId: string, event: object, id: unknown = '1'): object {
  return { kind: 'req', id, type: 'ms.PublishEvent', body: { dialogId: conversationId, conversationId, event } };
}

/** A request of `/send` that closes a conversation. */
export function closeConversation(conversationId: string, id: unknown = '9'): object {
  const conversationField = { field: 'ConversationStateField', conversationState: 'CLOSE' };
  return { kind: 'req', id, type: 'cm.UpdateConversationField', body: { conversationId, conversationField } };
}
