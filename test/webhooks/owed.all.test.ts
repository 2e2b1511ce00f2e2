import { expect, it } from '@jest/globals';
import { CONTENT, ENDPOINT, openConversation, receiveInto, textsOf, webhookMock } from './webhook-setup.ts';

it('What is owed is bounded: of too much the oldest is dropped', async () => {
  const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
  const heard = receiveInto(mock);
  const jane = await openConversation(mock);
  mock.webhooks.pause();
  for (let count = 0; count <= 10_000; count += 1) mock.conversations.say(jane.id, String(count));
  await mock.settled();
  const dropped = mock.webhooks.list();
  expect(dropped).toHaveLength(1000);
  expect(dropped[0]).toMatchObject({ attempt: 0, state: 'dropped', reason: 'more than 10000 are owed to the app' });
  mock.webhooks.resume();
  await mock.settled();
  expect(textsOf(heard)[0]).toBe('1000');
  expect(heard).toHaveLength(9001);
  expect(mock.webhooks.list()).toHaveLength(2000);
});
