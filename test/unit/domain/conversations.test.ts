import { describe, expect, it } from '@jest/globals';
import type { Audience, EarlierConversation, Message, Participant } from '../../../mock-server/domain/conversation.ts';
import {
  activeParticipants,
  consumerParticipant,
  conversationFrom,
  effectiveTtr,
  newConversation,
} from '../../../mock-server/domain/conversation.ts';
import type { Conversations } from '../../../mock-server/domain/conversations.ts';
import { createConversations } from '../../../mock-server/domain/conversations.ts';
import { createEventLog } from '../../../mock-server/domain/event-log.ts';
import { createIds } from '../../../mock-server/ids.ts';

const JANE = consumerParticipant('jane');
const ADA: Participant = { id: '100.1', pid: 'pid-of-ada', role: 'ASSIGNED_AGENT', state: 'ACTIVE' };

const open = (maximum?: number): Conversations => createConversations(createIds('seed'), maximum);
const text = (message: string): Omit<Message, 'sequence' | 'atMs'> => ({
  from: JANE,
  audience: 'ALL',
  event: { type: 'ContentEvent', message },
});

describe('what happens to a conversation', () => {
  it('is told in the events of its account, with what was published', () => {
    let nowMs = 1000;
    const log = createEventLog(() => nowMs);
    const conversations = createConversations(createIds('seed'), undefined, undefined, () => nowMs, log);
    const conversation = conversations.open('jane', { skillId: '7' });
    nowMs = 2000;
    const message = conversations.publish(conversation, text('hello'), true);
    const typing = conversations.publish(conversation, { ...text(''), event: { type: 'ChatStateEvent' } }, false);
    conversations.change(conversation, { note: 'a note' });
    conversations.close(conversation);
    expect(
      log.list().map(({ kind, conversationId, atMs, sequence }) => [kind, conversationId, atMs, sequence]),
    ).toEqual([
      ['conversation-opened', conversation.id, 1000, undefined],
      ['message-published', conversation.id, 2000, 0],
      ['chat-state-published', conversation.id, 2000, undefined],
      ['conversation-changed', conversation.id, 2000, undefined],
      ['conversation-closed', conversation.id, 2000, undefined],
    ]);
    expect(message).toEqual({ ...text('hello'), sequence: 0, atMs: 2000 });
    expect(typing).toEqual({ ...text(''), event: { type: 'ChatStateEvent' }, sequence: undefined, atMs: 2000 });
    expect(conversation).toMatchObject({
      skillId: '7',
      note: 'a note',
      closedBy: 'CONSUMER',
      nextSequence: 1,
      messages: [message],
    });
  });

  it('stands in it: who is there, how long an answer may take, and that the consumer waits', () => {
    const conversation = newConversation('id', 'jane', 1000, {});
    expect(conversation).toEqual({
      id: 'id',
      consumerId: 'jane',
      state: 'OPEN',
      nextSequence: 0,
      skillId: '-1',
      ttr: { ttrType: 'PRIORITIZED', value: 600 },
      participants: [JANE],
      startMs: 1000,
      changedMs: 1000,
      waitsSinceMs: 1000,
      note: '',
      messages: [],
    });
    expect(effectiveTtr(conversation)).toBe(601_000);
    expect(effectiveTtr({ ...conversation, state: 'CLOSE' })).toBe(-1);
    expect(effectiveTtr({ ...conversation, waitsSinceMs: undefined })).toBe(-1);
    const earlier = { id: 'id', consumerId: 'jane', state: 'OPEN' as const, nextSequence: 0 };
    expect(conversationFrom(earlier, 1000)).toEqual(conversation);
    expect(open().open('jane')).toMatchObject({ startMs: 0, changedMs: 0, waitsSinceMs: 0 });
  });

  it('waits for nobody when it is read again and nobody was waited for', () => {
    const conversation = createConversations(createIds('seed')).open('jane');
    conversation.waitsSinceMs = undefined;
    const read = conversationFrom(JSON.parse(JSON.stringify(conversation)) as EarlierConversation, 1000);
    expect([read, effectiveTtr(read)]).toEqual([conversation, -1]);
  });

  it('changes who is in it, but for those who were only asked', () => {
    const asked: Participant = { ...ADA, id: '100.2', state: 'SUGGESTED' };
    const conversation = { participants: [JANE, ADA, asked] };
    expect(activeParticipants(conversation)).toEqual([JANE, ADA]);
    expect(activeParticipants(conversation, 'ASSIGNED_AGENT')).toEqual([ADA]);
    expect(activeParticipants(conversation, 'READER')).toEqual([]);
  });
});

describe('an answer is due', () => {
  it.each<[string, Participant, string, Audience, number | undefined]>([
    ['since the consumer spoke', JANE, 'ContentEvent', 'ALL', 5000],
    ['since the consumer sent something rich', JANE, 'RichContentEvent', 'ALL', 5000],
    ['as before when the consumer only reads', JANE, 'AcceptStatusEvent', 'ALL', 1000],
    ['no more when an agent has spoken', ADA, 'ContentEvent', 'ALL', undefined],
    ['as before when an agent only reads', ADA, 'AcceptStatusEvent', 'ALL', 1000],
    ['as before when an agent speaks to his colleagues', ADA, 'ContentEvent', 'AGENTS_AND_MANAGERS', 1000],
  ])('%s', (_, from, type, audience, waitsSinceMs) => {
    let nowMs = 1000;
    const conversations = createConversations(createIds('seed'), undefined, undefined, () => nowMs);
    const conversation = conversations.open('jane');
    nowMs = 5000;
    conversations.publish(conversation, { from, audience, event: { type } }, true);
    expect(conversation.waitsSinceMs).toBe(waitsSinceMs);
  });
});

describe('the messages of a conversation', () => {
  const saidIn = (conversations: Conversations): unknown[][] =>
    conversations.list().map(({ messages }) => messages.map(({ event }) => event['message']));

  it('go by halves for want of memory, the older ones first, in each conversation', () => {
    const conversations = open();
    for (const [consumer, count] of [
      ['jane', 3],
      ['john', 4],
      ['joan', 0],
    ] as const) {
      const conversation = conversations.open(consumer);
      for (let said = 1; said <= count; said += 1) conversations.publish(conversation, text(String(said)), true);
    }
    expect([conversations.forgetMessages(), saidIn(conversations)]).toEqual([4, [['3'], ['3', '4'], []]]);
    expect([1, 2, 3].map(() => conversations.forgetMessages())).toEqual([2, 1, 0]);
  });

  it('are a thousand, the last ones, and numbered on', () => {
    const conversations = open();
    const conversation = conversations.open('jane');
    for (let count = 0; count < 1002; count += 1) conversations.publish(conversation, text('x'), true);
    expect(conversation.messages.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 1000 }, (_, index) => index + 2),
    );
  });
});

describe('a conversation that is gone', () => {
  it('stays gone when it is closed, and none counts for it', () => {
    const conversations = open(1);
    const gone = conversations.open('jane');
    conversations.open('john');
    conversations.close(gone);
    expect([conversations.forgetClosed(), conversations.list().map(({ consumerId }) => consumerId)]).toEqual([
      0,
      ['john'],
    ]);
  });

  it('or is there twice in a snapshot, is kept once: the later', () => {
    const conversations = open();
    const earlier = { id: 'id', consumerId: 'jane', nextSequence: 0 };
    conversations.restore([
      { ...earlier, state: 'CLOSE' },
      { ...earlier, state: 'OPEN', nextSequence: 5 },
    ]);
    expect(conversations.list().map(({ nextSequence }) => nextSequence)).toEqual([5]);
    expect([conversations.openOf('jane')?.nextSequence, conversations.forgetClosed()]).toEqual([5, 0]);
    expect([...conversations.all()]).toEqual(conversations.list());
  });
});
