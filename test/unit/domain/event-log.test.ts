import { describe, expect, it } from '@jest/globals';
import type { Conversation, Message } from '../../../mock-server/domain/conversation.ts';
import { consumerParticipant, newConversation } from '../../../mock-server/domain/conversation.ts';
import type { EventLog } from '../../../mock-server/domain/event-log.ts';
import { createEventLog, MAX_EVENTS } from '../../../mock-server/domain/event-log.ts';

const CONVERSATION: Conversation = newConversation('conversation-1', 'jane', 0, {});
const MESSAGE: Message = {
  sequence: 7,
  from: consumerParticipant('jane'),
  atMs: 1500,
  audience: 'ALL',
  event: { type: 'ContentEvent', message: 'hello' },
};

const idsOf = (log: EventLog): number[] => log.list().map(({ id }) => id);

describe('the events of an account', () => {
  it('are numbered from 1, and say what happened to which conversation, when and by which message', () => {
    const log = createEventLog(() => 2000);
    expect([log.lastId(), log.list()]).toEqual([0, []]);
    log.append('conversation-opened', CONVERSATION);
    log.append('message-published', CONVERSATION, MESSAGE);
    expect(log.lastId()).toBe(2);
    expect(log.list()).toEqual([
      { id: 1, kind: 'conversation-opened', atMs: 2000, conversationId: 'conversation-1', sequence: undefined },
      { id: 2, kind: 'message-published', atMs: 1500, conversationId: 'conversation-1', sequence: 7 },
    ]);
  });

  it('are kept in their order, the last ones, and go on where a snapshot ends', () => {
    const log = createEventLog(() => 0);
    const last = Array.from({ length: MAX_EVENTS }, (_, index) => index + 45);
    for (let count = 0; count < MAX_EVENTS + 44; count += 1) log.append('conversation-changed', CONVERSATION);
    expect(idsOf(log)).toEqual(last);
    const later = createEventLog(() => 0, log.list());
    expect([later.lastId(), later.list()]).toEqual([MAX_EVENTS + 44, log.list()]);
    later.append('conversation-closed', CONVERSATION);
    expect(idsOf(later)).toEqual([...last.slice(1), MAX_EVENTS + 45]);
  });

  it('are read by all from when they begin until they stop, whole and at once', () => {
    const log = createEventLog(() => 0);
    log.append('conversation-opened', CONVERSATION);
    const read: string[] = [];
    const stops = ['one', 'other'].map((reader) =>
      log.read(({ event, conversation, published }) =>
        read.push([reader, event.id, event.kind, conversation.consumerId, published?.sequence].join(' ')),
      ),
    );
    log.append('message-published', CONVERSATION, MESSAGE);
    expect(read).toEqual(['one 2 message-published jane 7', 'other 2 message-published jane 7']);
    stops[0]?.();
    log.append('conversation-closed', CONVERSATION);
    expect(read.slice(2)).toEqual(['other 3 conversation-closed jane ']);
    stops[1]?.();
    log.append('conversation-closed', CONVERSATION);
    log.read(({ event }) => read.push(`late ${String(event.id)}`));
    log.append('conversation-closed', CONVERSATION);
    expect(read.slice(3)).toEqual(['late 5']);
  });

  it('that a reader causes are read by all after the one that is being read', () => {
    const log = createEventLog(() => 0);
    const read: string[] = [];
    log.read(({ event }) => {
      read.push(`one ${String(event.id)}`);
      if (event.id < 3) log.append('conversation-changed', CONVERSATION);
    });
    log.read(({ event }) => read.push(`other ${String(event.id)}`));
    log.append('conversation-opened', CONVERSATION);
    expect(read).toEqual(['one 1', 'other 1', 'one 2', 'other 2', 'one 3', 'other 3']);
  });

  it('go on being read after a reader has thrown', () => {
    const log = createEventLog(() => 0);
    const read: number[] = [];
    const stop = log.read(() => {
      throw new Error('a reader of the test');
    });
    expect(() => {
      log.append('conversation-opened', CONVERSATION);
    }).toThrow('a reader of the test');
    stop();
    log.read(({ event }) => read.push(event.id));
    log.append('conversation-changed', CONVERSATION);
    expect(read).toEqual([2]);
  });
});
