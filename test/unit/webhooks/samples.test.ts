import { expect, it } from '@jest/globals';
import { newConversation } from '../../../mock-server/domain/conversation.ts';
import { WEBHOOK_EVENTS } from '../../../mock-server/domain/webhook-settings.ts';
import { webhookEventOf } from '../../../mock-server/webhooks/bodies.ts';
import { sampleOf } from '../../../mock-server/webhooks/samples.ts';

const CONVERSATION = 'f2384f56-57d5-4087-bd47-8df0ec3102f6';
const CONSUMER = '5b0f3b3574c1a8eb71aebf79cf437cb3f6010b9a6df94771c22e5c637285f5f2';
const AGENT = 'e9b2867c-f984-5727-b034-fc9c6800bd9c';
const BY_AGENT = { id: AGENT, pid: AGENT, role: 'ASSIGNED_AGENT', state: 'ACTIVE' };
const OPENED = {
  ...newConversation(CONVERSATION, CONSUMER, 500, {}),
  participants: [{ id: CONSUMER, pid: CONSUMER, role: 'CONSUMER', state: 'ACTIVE' }, BY_AGENT],
};

it.each(WEBHOOK_EVENTS)('a sample of %s is one of that event', (event) => {
  expect(webhookEventOf(sampleOf(event, 500))).toBe(event);
});

it.each([
  ['ContentEvent', 5, { message: 'This is a reply!', contentType: 'text/plain' }],
  ['RichContentEvent', 5, { content: { type: 'vertical', elements: [{ type: 'text', text: 'This is a reply!' }] } }],
  ['AcceptStatusEvent', 5, { status: 'READ', sequenceList: [4] }],
  ['ChatStateEvent', undefined, { chatState: 'COMPOSING' }],
] as const)('a sample of a %s is said by the agent of a conversation', (type, sequence, said) => {
  expect(sampleOf(`ms.MessagingEventNotification.${type}`, 500)).toEqual({
    event: { id: 0, kind: 'message-published', atMs: 500, conversationId: CONVERSATION },
    conversation: OPENED,
    published: { sequence, from: BY_AGENT, atMs: 500, audience: 'ALL', event: { type, ...said } },
  });
});

it('a sample of a change is a conversation that was opened', () => {
  expect(sampleOf('cqm.ExConversationChangeNotification', 500)).toStrictEqual({
    event: { id: 0, kind: 'conversation-opened', atMs: 500, conversationId: CONVERSATION },
    conversation: OPENED,
  });
});
