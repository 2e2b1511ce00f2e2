import type { Mock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';

/** Whose calls it is about: the first account of the fixtures. */
export const STORY_ACCOUNT = '12345678';
export const STORY_START = '2026-11-25T14:36:52Z';

const CLIENT = { client_id: '75588e18-0213-4e33-8174-883acac7e3c4', client_secret: '0123456789abcdefghijklmnop' };
const CONVERSATION = `/api/account/${STORY_ACCOUNT}/messaging/consumer/conversation`;

/** An app finds the hosts, opens a conversation, is late with its AppJWT, and gets another one. */
export async function playStory(mock: Mock): Promise<void> {
  mock.clock.freeze(STORY_START);
  await ask(mock, { target: `/api/account/${STORY_ACCOUNT}/service/baseURI.json?version=1.0` });
  const first = await appJwt(mock);
  const { token } = bodyOf(
    await post(
      mock,
      `/api/account/${STORY_ACCOUNT}/consumer?v=1.0`,
      { ext_consumer_id: 'John_Doe' },
      { authorization: first },
    ),
  ) as { token: string };
  const onBehalf = (authorization: string): Record<string, string> => ({ authorization, 'x-lp-on-behalf': token });
  const [, opened] = bodyOf(await post(mock, `${CONVERSATION}?v=3`, openingBatch(), onBehalf(first))) as {
    body: { conversationId: string };
  }[];
  const { conversationId } = (opened as { body: { conversationId: string } }).body;
  const say = (message: string, authorization: string): Promise<unknown> =>
    post(mock, `${CONVERSATION}/send?v=3`, said(conversationId, message), onBehalf(authorization));
  await say('Hello!', first);
  mock.clock.advance('3912s');
  await say('Is my order on its way?', first);
  const second = await appJwt(mock);
  await say('Is my order on its way?', second);
}

async function appJwt(mock: Mock): Promise<string> {
  const form = new URLSearchParams({ ...CLIENT, grant_type: 'client_credentials' });
  const answer = await post(mock, `/sentinel/api/account/${STORY_ACCOUNT}/app/token?v=1.0`, form);
  return (bodyOf(answer) as { access_token: string }).access_token;
}

function bodyOf({ body }: { readonly body: string }): unknown {
  return JSON.parse(body);
}

function openingBatch(): object[] {
  return [
    { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
    { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: STORY_ACCOUNT } },
  ];
}

function said(conversationId: string, message: string): object {
  const event = { type: 'ContentEvent', contentType: 'text/plain', message };
  return { kind: 'req', id: '1', type: 'ms.PublishEvent', body: { dialogId: conversationId, conversationId, event } };
}
