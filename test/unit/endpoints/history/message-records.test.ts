import { expect, it } from '@jest/globals';
import type { Conversation, Message } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant, newConversation } from '../../../../mock-server/domain/conversation.ts';
import { messageRecords, messageStatuses } from '../../../../mock-server/endpoints/history/message-records.ts';
import type { People } from '../../../../mock-server/endpoints/history/people.ts';

const PEOPLE = { idOf: ({ id }) => `id of ${id}` } as Pick<People, 'idOf'> as People;
const AGENT = { id: '1.11', pid: 'ada', role: 'MANAGER', state: 'ACTIVE' } as const;
const said = (event: object, changes: Partial<Message> = {}): Conversation => ({
  ...newConversation('c', 'jane', 0, {}),
  messages: [
    {
      sequence: 3,
      from: consumerParticipant('jane'),
      atMs: 5,
      audience: 'ALL',
      event: event as Message['event'],
      ...changes,
    },
  ],
});

const file = (relativePath: unknown, fileType: unknown, caption: unknown): object => ({
  file: { relativePath, fileType, caption },
});
it.each<[what: string, event: object, type: string, messageData: object]>([
  ['a text', { contentType: 'text/plain', message: 'Hi' }, 'TEXT_PLAIN', { msg: { text: 'Hi' } }],
  ['no type', { message: '' }, 'TEXT_PLAIN', { msg: { text: '' } }],
  ['HTML', { contentType: 'text/html', message: '<b>' }, 'TEXT_HTML', { msg: { text: '<b>' } }],
  [
    'a file',
    { contentType: 'hosted/file', message: { relativePath: '/a', fileType: 'PNG', caption: 'A', preview: 'x' } },
    'HOSTED_FILE',
    file('/a', 'PNG', 'A'),
  ],
  ['a file of which nothing is said', { contentType: 'hosted/file', message: {} }, 'HOSTED_FILE', file('', '', '')],
  ['nothing', { contentType: 'hosted/file' }, 'HOSTED_FILE', file('', '', '')],
  [
    'a template',
    { type: 'RichContentEvent', content: { type: 'text' } },
    'RICH_CONTENT',
    { richContent: { content: '{"type":"text"}' } },
  ],
])('A message with %s is recorded with its type and what it holds', (_, event, type, messageData) => {
  expect(messageRecords(said({ type: 'ContentEvent', ...event }), PEOPLE)).toEqual([
    {
      type,
      messageData,
      messageId: 'ms::conv:c::msg:3',
      seq: 3,
      dialogId: 'c',
      sentBy: 'Consumer',
      source: 'APP',
      time: '1970-01-01 00:00:00.005+0000',
      timeL: 5,
      participantId: 'id of jane',
      audience: 'ALL',
      device: 'NA',
    },
  ]);
});

it("An agent's message is his in any role, for whom it was meant, and the first one when it was not counted", () => {
  const event = { type: 'ContentEvent', message: 'note' };
  const told = said(event, { from: AGENT, audience: 'AGENTS_AND_MANAGERS', sequence: undefined });
  expect(messageRecords(told, PEOPLE)).toMatchObject([
    { sentBy: 'Agent', participantId: 'id of 1.11', audience: 'AGENTS_AND_MANAGERS', seq: 0 },
  ]);
});

it.each(['AcceptStatusEvent', 'ChatStateEvent'])('What is no message is not recorded as one: %s', (type) => {
  expect(messageRecords(said({ type, message: 'x', content: {} }), PEOPLE)).toEqual([]);
});

it('A receipt is recorded once for each message that it names by a whole number', () => {
  const event = { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0, 'one', 1.5, 2] };
  const recordOf = (seq: number): object => ({
    messageId: `ms::conv:c::msg:${String(seq)}`,
    seq,
    time: '1970-01-01 00:00:00.005+0000',
    timeL: 5,
    participantId: 'id of 1.11',
    participantType: 'Agent',
    messageDeliveryStatus: 'READ',
    dialogId: 'c',
  });
  expect(messageStatuses(said(event, { from: AGENT }), PEOPLE)).toEqual([recordOf(0), recordOf(2)]);
});

it.each([
  { type: 'AcceptStatusEvent' },
  { type: 'AcceptStatusEvent', sequenceList: 'all' },
  { type: 'ContentEvent', sequenceList: [1] },
])('What names no messages, or is no receipt, has no such record: %j', (event) => {
  expect(messageStatuses(said(event), PEOPLE)).toEqual([]);
});
