import { expect, it } from '@jest/globals';
import type { Conversation, Message, Participant } from '../../../mock-server/domain/conversation.ts';
import { consumerParticipant, newConversation } from '../../../mock-server/domain/conversation.ts';
import type { Happening } from '../../../mock-server/domain/event-log.ts';
import { webhookBody, webhookEventOf } from '../../../mock-server/webhooks/bodies.ts';

const AGENT: Participant = { id: '100.7', pid: 'pid-of-agent', role: 'ASSIGNED_AGENT', state: 'ACTIVE' };
const ASKED: Participant = { id: '100.8', pid: 'pid-of-asked', role: 'AGENT', state: 'SUGGESTED' };

function happening(changes: Partial<Conversation>, published?: Partial<Message>): Happening {
  const made = newConversation('conversation', 'jane', 1000, { skillId: '5' });
  const conversation = {
    ...made,
    participants: [consumerParticipant('jane'), AGENT, ASKED],
    changedMs: 2000,
    ...changes,
  };
  const event = { id: 1, kind: 'message-published', atMs: 3000, conversationId: 'conversation' } as const;
  const message: Message = { sequence: 4, from: AGENT, atMs: 3000, audience: 'ALL', event: {}, ...published };
  return { event, conversation, ...(published === undefined ? {} : { published: message }) };
}

const bodyOf = (...given: Parameters<typeof happening>): unknown =>
  JSON.parse(webhookBody(happening(...given), '100', 'subscription'));

it.each([
  ['ContentEvent', 'ms.MessagingEventNotification.ContentEvent'],
  ['RichContentEvent', 'ms.MessagingEventNotification.RichContentEvent'],
  ['AcceptStatusEvent', 'ms.MessagingEventNotification.AcceptStatusEvent'],
  ['ChatStateEvent', 'ms.MessagingEventNotification.ChatStateEvent'],
  ['OtherEvent', undefined],
  [undefined, undefined],
])('what is published as %s is the event %s, and none where agents and managers alone may see it', (type, event) => {
  expect(webhookEventOf(happening({}, { event: { type } }))).toBe(event);
  expect(webhookEventOf(happening({}, { event: { type }, audience: 'AGENTS_AND_MANAGERS' }))).toBeUndefined();
});

it('a change of a conversation is the event cqm.ExConversationChangeNotification', () => {
  expect(webhookEventOf(happening({}))).toBe('cqm.ExConversationChangeNotification');
});

it('a message is told of with the numbers of the consumer side, its type, text and content type first', () => {
  const event = { quickReplies: {}, contentType: 'text/plain', message: 'hello', type: 'ContentEvent' };
  const originator = '"originatorId":"pid-of-agent","originatorMetadata":{"id":"pid-of-agent","role":"ASSIGNED_AGENT"}';
  expect(webhookBody(happening({}, { event }), '100', 'subscription')).toBe(
    `{"kind":"notification","body":{"changes":[{"sequence":4,${originator},"serverTimestamp":3000,` +
      '"event":{"type":"ContentEvent","message":"hello","contentType":"text/plain","quickReplies":{}},' +
      '"conversationId":"conversation","dialogId":"conversation","messageAudience":"ALL"}]},' +
      '"type":"ms.MessagingEventNotification"}',
  );
});

it.each([
  [{ type: 'ChatStateEvent', chatState: 'COMPOSING' }],
  [{ content: { type: 'vertical' }, type: 'RichContentEvent' }],
  [{ message: 'no content type', type: 'ContentEvent' }],
  [{ contentType: 'no/message', type: 'ContentEvent' }],
])('nothing is added to an event that is not there: %j', (event) => {
  const body = bodyOf({}, { event }) as { body: { changes: [{ event: object }] } };
  expect(body.body.changes[0].event).toEqual(event);
  expect(Object.keys(body.body.changes[0].event)[0]).toBe('type');
});

const DIALOG = {
  dialogId: 'conversation',
  participantsDetails: [
    { id: 'jane', role: 'CONSUMER', state: 'ACTIVE' },
    { id: 'pid-of-agent', role: 'ASSIGNED_AGENT', state: 'ACTIVE' },
    { id: 'pid-of-asked', role: 'AGENT', state: 'SUGGESTED' },
  ],
  dialogType: 'MAIN',
  channelType: 'MESSAGING',
  creationTs: 1000,
  metaDataLastUpdateTs: 2000,
};
const DETAILS = {
  skillId: '5',
  participants: [
    { id: 'jane', role: 'CONSUMER' },
    { id: 'pid-of-agent', role: 'ASSIGNED_AGENT' },
  ],
  brandId: '100',
  startTs: 1000,
  metaDataLastUpdateTs: 2000,
  ttr: { ttrType: 'PRIORITIZED', value: 600 },
  conversationHandlerDetails: { accountId: '100', skillId: '5' },
};

const CLOSED = { state: 'CLOSE', endMs: 5000 } as const;
it.each<[what: string, changes: Partial<Conversation>, of: object, ofDialog: object]>([
  ['open', {}, {}, {}],
  [
    'closed by the consumer',
    { ...CLOSED, closedBy: 'CONSUMER' },
    { closeReason: 'CONSUMER', endTs: 5000 },
    { closedBy: 'CONSUMER' },
  ],
  ['closed by an agent', { ...CLOSED, closedBy: 'AGENT' }, { closeReason: 'AGENT' }, { closedBy: 'AGENT' }],
  ['closed, by whom is not known', CLOSED, {}, {}],
])('a conversation that is %s is told of as a whole', (_, changes, of, ofDialog) => {
  const { state = 'OPEN', endMs } = changes;
  const dialog = { ...DIALOG, state, ...(endMs === undefined ? {} : { endTs: endMs }), ...ofDialog };
  const conversationDetails = { ...DETAILS, state, stage: state, dialogs: [dialog], ...of };
  const effectiveTTR = state === 'OPEN' ? 601_000 : -1;
  const result = { convId: 'conversation', effectiveTTR, conversationDetails };
  expect(bodyOf(changes)).toEqual({
    kind: 'notification',
    body: { subscriptionId: 'subscription', changes: [{ type: 'UPSERT', result }] },
    type: 'cqm.ExConversationChangeNotification',
  });
});

it('a conversation that the consumer closed has no end where none is known', () => {
  expect(JSON.stringify(bodyOf({ state: 'CLOSE', closedBy: 'CONSUMER' }))).not.toContain('endTs');
});
