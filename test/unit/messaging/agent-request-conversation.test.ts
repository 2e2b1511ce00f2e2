import { expect, it } from '@jest/globals';
import { requestConversation } from '../../../mock-server/messaging/commands/agent-request-conversation.ts';
import { ADA, expectRefused, openStage } from './command-scene.ts';

it.each(['consumerId', 'userId'])('an agent opens a conversation with the consumer of %s, and is in it', (name) => {
  const { account, as } = openStage();
  const result = requestConversation({ [name]: 'jane' }, as(ADA));
  const conversation = account.conversations.openOf('jane');
  expect(result).toEqual({ name: 'cm.RequestConversation', body: { conversationId: conversation?.id } });
  expect(conversation?.participants).toEqual([
    { id: 'jane', pid: 'jane', role: 'CONSUMER', state: 'ACTIVE' },
    { id: ADA.id, pid: ADA.pid, role: 'ASSIGNED_AGENT', state: 'ACTIVE' },
  ]);
});

it('an agent who opens a conversation with himself is in it once', () => {
  const { account, as } = openStage();
  requestConversation({ consumerId: ADA.pid }, as(ADA));
  expect(account.conversations.openOf(ADA.pid)?.participants).toHaveLength(1);
});

it('a conversation with nobody is refused, and one with a consumer whose id is too long to be kept', () => {
  const { as } = openStage();
  for (const consumerId of [undefined, null, '', 5, ['jane'], {}, 'x'.repeat(1025)])
    expectRefused(
      () => requestConversation({ consumerId }, as(ADA)),
      ['command-malformed', 'consumerId must name a consumer'],
    );
  expect(requestConversation({ consumerId: 'x'.repeat(1024) }, as(ADA)).name).toBe('cm.RequestConversation');
});

it('a second conversation with the same consumer is refused', () => {
  const { account, as } = openStage();
  account.conversations.open('jane');
  expectRefused(
    () => requestConversation({ consumerId: 'jane' }, as(ADA)),
    ['conversation-already-open', 'a consumer has one open conversation at the most'],
  );
});

it('no agent opens a conversation when open ones alone take all the memory', () => {
  const { account, as } = openStage({}, true);
  expectRefused(
    () => requestConversation({ consumerId: 'jane' }, as(ADA)),
    ['memory-full', 'open conversations alone take all the memory of limits.megabytes'],
  );
  expect(account.conversations.openOf('jane')).toBeUndefined();
});
