import type { Conversation, Message, Participant } from '../domain/conversation.ts';
import { consumerParticipant, newConversation } from '../domain/conversation.ts';
import type { Happening } from '../domain/event-log.ts';
import type { WebhookEvent } from '../domain/webhook-settings.ts';

const CONVERSATION_ID = 'f2384f56-57d5-4087-bd47-8df0ec3102f6';
const CONSUMER_ID = '5b0f3b3574c1a8eb71aebf79cf437cb3f6010b9a6df94771c22e5c637285f5f2';
const AGENT_ID = 'e9b2867c-f984-5727-b034-fc9c6800bd9c';

/** The events that a sample shows, each said by an agent; none for a conversation that was opened. */
const EVENTS: Readonly<Partial<Record<WebhookEvent, Message['event']>>> = {
  'ms.MessagingEventNotification.ContentEvent': {
    type: 'ContentEvent',
    message: 'This is a reply!',
    contentType: 'text/plain',
  },
  'ms.MessagingEventNotification.RichContentEvent': {
    type: 'RichContentEvent',
    content: { type: 'vertical', elements: [{ type: 'text', text: 'This is a reply!' }] },
  },
  'ms.MessagingEventNotification.AcceptStatusEvent': { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [4] },
  'ms.MessagingEventNotification.ChatStateEvent': { type: 'ChatStateEvent', chatState: 'COMPOSING' },
};

/** Something that never happened, to try a receiver with: ids and texts of LivePerson's own samples. */
export function sampleOf(event: WebhookEvent, nowMs: number): Happening {
  const said = EVENTS[event];
  const agent: Participant = { id: AGENT_ID, pid: AGENT_ID, role: 'ASSIGNED_AGENT', state: 'ACTIVE' };
  const conversation: Conversation = {
    ...newConversation(CONVERSATION_ID, CONSUMER_ID, nowMs, {}),
    participants: [consumerParticipant(CONSUMER_ID), agent],
  };
  const published: Message | undefined =
    said === undefined
      ? undefined
      : {
          sequence: said['type'] === 'ChatStateEvent' ? undefined : 5,
          from: agent,
          atMs: nowMs,
          audience: 'ALL',
          event: said,
        };
  const kind = said === undefined ? 'conversation-opened' : 'message-published';
  return {
    event: { id: 0, kind, atMs: nowMs, conversationId: CONVERSATION_ID },
    conversation,
    ...(published === undefined ? {} : { published }),
  };
}
