import { expect, it } from '@jest/globals';
import type { Conversation } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant } from '../../../../mock-server/domain/conversation.ts';
import { isOdd, readFrame } from '../../../../mock-server/messaging/frame.ts';
import { createConsumerRequests } from '../../../../mock-server/messaging/sessions/consumer-requests.ts';
import type { SocketSetup } from '../../../../mock-server/messaging/socket-setup.ts';
import { openAccount } from '../../domain/open-account.ts';
import { countReaders } from '../count-readers.ts';

function openRequests(isLong: boolean) {
  const { watched: account, readers } = countReaders(openAccount());
  const told: string[] = [];
  const settings = { strict: false, sendApi: {} };
  const requests = createConsumerRequests(
    { settings, clock: account.clock, ids: account.ids } as unknown as SocketSetup,
    account,
    'jane',
    {
      isLong,
      socket: {
        id: 'socket',
        accountId: account.id,
        notify: (name) => told.push(name),
        end: () => undefined,
        onEnd: () => undefined,
      },
    },
  );
  return {
    account,
    requests,
    readers,
    told: () => told.splice(0),
    ask: (type: string, body: object) => {
      const request = readFrame(JSON.stringify({ type, body }));
      return isOdd(request) ? undefined : requests.carryOut(request, []);
    },
    say: (conversation: Conversation) =>
      account.conversations.publish(
        conversation,
        { from: consumerParticipant('jane'), audience: 'ALL', event: { type: 'ContentEvent', message: 'hello' } },
        true,
      ),
  };
}

const MESSAGE = 'ms.MessagingEventNotification';

it.each<[string, boolean, readonly string[]]>([
  ['of the short dialect who subscribe', false, []],
  ['of the long dialect in any case', true, [MESSAGE]],
])('messages come to consumers %s, and never those of others', (_, isLong, unasked) => {
  const { account, requests, say, told, ask } = openRequests(isLong);
  const [hers, his] = [account.conversations.open('jane'), account.conversations.open('john')];
  requests.startReading();
  for (const each of [hers, his]) say(each);
  expect(told()).toEqual(unasked);
  ask('ms.SubscribeMessagingEvents', { dialogId: hers.id });
  told();
  for (const each of [hers, his]) say(each);
  expect(told()).toEqual([MESSAGE]);
});

it.each<[string, object]>([
  ['cqm.SubscribeExConversations', {}],
  ['ms.SubscribeMessagingEvents', { dialogId: 'hers' }],
])('what happens is read from the first subscription on, once, until the end: %s', (type, body) => {
  const { account, requests, readers, ask } = openRequests(false);
  const { id: dialogId } = account.conversations.open('jane');
  requests.stopReading();
  expect(readers()).toBe(0);
  for (let count = 0; count < 2; count += 1) ask(type, { ...body, dialogId });
  requests.startReading();
  expect(readers()).toBe(1);
  requests.stopReading();
  expect(readers()).toBe(0);
});
