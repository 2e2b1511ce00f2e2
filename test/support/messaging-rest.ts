import { expect } from '@jest/globals';
import { decode, getAppJwt, getConsumerJws } from './flows.ts';
import { reasonOf } from './refusals.ts';
import type { Heard, OpenMock } from './through-every-adapter.ts';
import { ACCOUNT } from './through-every-adapter.ts';

export type Headers = Readonly<Record<string, string>>;

/** What every call of the Messaging REST API brings beside its credentials. */
export const BRAND: Headers = { 'brand-id': ACCOUNT, 'client-source': 'tests' };

/** Somebody who may call. */
export interface RestUser {
  readonly id: string;
  readonly headers: Headers;
}

/** An app that acts for a consumer. */
export async function appFor(mock: OpenMock, extConsumerId = 'jane'): Promise<RestUser> {
  const appJwt = await getAppJwt(mock);
  const jws = await getConsumerJws(mock, appJwt, extConsumerId);
  const headers = { ...BRAND, authorization: appJwt, 'lp-on-behalf': jws };
  return { id: String(decode(jws).claims['lp_consumer_id']), headers };
}

/** A consumer with an LP_JWT. */
export async function consumerOf(mock: OpenMock, sub = 'john'): Promise<RestUser> {
  return { id: sub, headers: { ...BRAND, authorization: `Bearer ${await mock.mint.lpJwt({ sub })}` } };
}

/** An agent who has logged in; the id is the newer one. */
export async function agentOf(mock: OpenMock, username = 'ada'): Promise<RestUser & { readonly bearer: string }> {
  const answer = await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, { body: { username, password: 'secret' } });
  const { bearer, config } = answer.json() as { bearer: string; config: { userPid: string } };
  return { id: config.userPid, bearer, headers: { ...BRAND, authorization: `Bearer ${bearer}` } };
}

export const consumerPath = (consumerId: string): string => `/messaging/v1/consumers/${consumerId}`;
export const conversationPath = (id: string): string => `/messaging/v1/conversations/${id}`;
export const messagesPath = (id: string, dialogId = id): string =>
  `${conversationPath(id)}/dialogs/${dialogId}/messages`;

/** A conversation as it is answered, with its ETag. */
export interface RestConversation {
  readonly id: string;
  readonly etag: string;
}

/** Opens a conversation of the caller. */
export async function openRest(mock: OpenMock, { id, headers }: RestUser, body?: object): Promise<RestConversation> {
  const answer = await mock.post(`${consumerPath(id)}/conversations`, {
    headers,
    body: body ?? { channelType: 'MESSAGING' },
  });
  expect([answer.status, reasonOf(answer)]).toEqual([201, undefined]);
  return { id: (answer.json() as { id: string }).id, etag: answer.headers['etag'] ?? '' };
}

/** Says a text in a conversation. */
export function sayRest(mock: OpenMock, { headers }: RestUser, id: string, text = 'hi', more = {}): Promise<Heard> {
  return mock.post(messagesPath(id), { headers, body: { type: 'PLAIN_TEXT', content: { text }, ...more } });
}

/** A refusal of the Messaging REST API in the mock's own words, with its whole body. */
export function expectRestRefusal(answer: Heard, status: number, error: string, slug: string): void {
  expect({ status: answer.status, text: answer.text, reason: reasonOf(answer) }).toEqual({
    status,
    text: `{"error":"${error}"}`,
    reason: slug,
  });
  expect(answer.headers['content-type']).toBe('application/json');
}

/** Asks as somebody. */
export const getRest = (mock: OpenMock, { headers }: RestUser, path: string): Promise<Heard> =>
  mock.get(path, { headers });
/** Changes a conversation; closes it unless told otherwise. */
export const patchRest = (
  mock: OpenMock,
  user: RestUser,
  id: string,
  ifMatch?: string,
  body: object = { stage: 'CLOSE' },
): Promise<Heard> =>
  mock.ask('PATCH', conversationPath(id), {
    headers: { ...user.headers, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
    body,
  });
