import type { Mock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import {
  authenticatePath,
  ANONYMOUS_CONNECTOR,
  AUTHORIZE_PATH,
  createBatch,
  CREATE_PATH,
  SEND_PATH,
  text,
} from '../support/flows.ts';
import type { TestSocket } from '../support/sockets.ts';
import { CONSUMER_SOCKET, openSocket } from '../support/sockets.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, NOON } from '../support/through-every-adapter.ts';

export const CONSUMER = `/api/account/${ACCOUNT}/consumer?v=1.0`;

export async function getAppJwt(mock: Mock): Promise<string> {
  const form = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, grant_type: 'client_credentials' };
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const path = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`;
  const { body } = await post(mock, path, new URLSearchParams(form).toString(), type);
  return text(JSON.parse(body), 'access_token');
}

/** A message of the Send API. */
export function message(conversationId: string, words: string): object {
  const event = { type: 'ContentEvent', contentType: 'text/plain', message: words };
  return { kind: 'req', id: '7', type: 'ms.PublishEvent', body: { dialogId: conversationId, event } };
}

/** A visitor's socket, and what was sent over it. */
export async function openVisitorSocket(mock: Mock): Promise<TestSocket> {
  const authorized = await post(mock, AUTHORIZE_PATH);
  const idToken = text(JSON.parse(authorized.body), 'token');
  const answer = await post(mock, authenticatePath(ANONYMOUS_CONNECTOR), { id_token: idToken });
  const socket = await openSocket(mock, CONSUMER_SOCKET, {
    authorization: `jwt ${text(JSON.parse(answer.body), 'token')}`,
  });
  socket.send({ kind: 'req', id: '1', type: 'cm.ConsumerRequestConversation', body: { brandId: ACCOUNT } });
  socket.send({ kind: 'req', id: '2', type: 'cqm.SubscribeExConversations', body: { brandId: ACCOUNT } });
  return socket;
}

/** What a connector does in an hour, an AppJWT that it uses for too long, and what goes wrong besides. */
export async function playHour(mock: Mock): Promise<void> {
  mock.clock.freeze(NOON);
  const authorization = await getAppJwt(mock);
  const consumer = await post(mock, CONSUMER, { ext_consumer_id: 'John_Doe_facebook12345' }, { authorization });
  const headers = { authorization, 'x-lp-on-behalf': text(JSON.parse(consumer.body), 'token') };
  const created = await post(mock, CREATE_PATH, createBatch(), headers);
  const [, { body }] = JSON.parse(created.body) as [unknown, { body: { conversationId: string } }];
  await post(mock, SEND_PATH, message(body.conversationId, 'Hello!'), headers);
  await openVisitorSocket(mock);
  await post(mock, SEND_PATH, message(body.conversationId, 'Order 4711, please'), {
    ...headers,
    authorization: `Bearer ${authorization}`,
  });
  await post(mock, '/api/account/87654321/consumer?v=1.0', { ext_consumer_id: 'jane' }, { authorization });
  await post(mock, '/proactive/api/campaigns', {}, { authorization });
  mock.clock.advance('3912s');
  await post(mock, SEND_PATH, message(body.conversationId, 'Hello, is my order on its way?'), headers);
  mock.clock.advance('1s');
  const renewed = await getAppJwt(mock);
  await post(mock, SEND_PATH, message(body.conversationId, 'Hello, is my order on its way?'), {
    ...headers,
    authorization: renewed,
  });
}
