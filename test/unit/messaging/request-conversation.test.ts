import { expect, it } from '@jest/globals';
import type { CommandScene } from '../../../mock-server/messaging/commands/command.ts';
import { Refusal } from '../../../mock-server/errors/refusal.ts';
import { requestConversation } from '../../../mock-server/messaging/commands/request-conversation.ts';

const BODY = { brandId: '1', channelType: 'MESSAGING', skillId: '-1', ttrDefName: 'NORMAL' };

/** An account in which nothing is open yet, and whether its mock's memory is full of what must not go. */
const sceneOf = (isFull: boolean, consumerId = 'c'): CommandScene =>
  ({
    actor: { side: 'consumer', id: consumerId },
    account: {
      id: '1',
      memory: { isFull: () => isFull },
      conversations: { openOf: () => undefined, open: () => ({ id: 'opened' }) },
    },
    settings: { strict: false },
    deviations: [],
  }) as unknown as CommandScene;

function failureOf(scene: CommandScene): unknown {
  try {
    return requestConversation(BODY, scene);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error;
  }
}

it('a conversation is opened while there is room', () => {
  expect(requestConversation(BODY, sceneOf(false))).toEqual({
    name: 'cm.RequestConversation',
    body: { conversationId: 'opened' },
  });
});

it('no conversation is opened when open ones alone take all the memory', () => {
  expect(failureOf(sceneOf(true))).toMatchObject({
    reason: { slug: 'memory-full', sentence: expect.stringContaining('limits.megabytes') },
  });
});

it('no conversation is opened for a consumer whose id is too long to be kept', () => {
  expect(failureOf(sceneOf(false, 'c'.repeat(1025)))).toMatchObject({ reason: { slug: 'name-too-long' } });
});
