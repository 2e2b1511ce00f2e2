import { describe, expect, it } from '@jest/globals';
import type { Participant } from '../../../mock-server/domain/conversation.ts';
import { MAX_TURNS, turnsOf } from '../../../mock-server/domain/conversation.ts';
import { createConversations } from '../../../mock-server/domain/conversations.ts';
import type { Tally } from '../../../mock-server/memory/budget.ts';
import { uncounted } from '../../../mock-server/memory/budget.ts';
import { createIds } from '../../../mock-server/ids.ts';

const newConversations = (maximum?: number): ReturnType<typeof createConversations> =>
  createConversations(createIds('seed'), maximum);

describe('the conversations of an account', () => {
  it('open with a new id and no events', () => {
    const conversations = newConversations();
    const conversation = conversations.open('jane');
    expect(conversation).toMatchObject({
      id: createIds('seed').uuid(),
      consumerId: 'jane',
      state: 'OPEN',
      nextSequence: 0,
    });
    expect(conversations.find(conversation.id)).toBe(conversation);
    expect(conversations.openOf('jane')).toBe(conversation);
    expect(conversations.openOf('john')).toBeUndefined();
  });

  it('are still found when closed, and their consumer is free to open another', () => {
    const conversations = newConversations();
    const first = conversations.open('jane');
    conversations.close(first);
    expect([first.state, conversations.find(first.id), conversations.openOf('jane')]).toEqual([
      'CLOSE',
      first,
      undefined,
    ]);
    const second = conversations.open('jane');
    expect(second.id).not.toBe(first.id);
    expect(conversations.openOf('jane')).toBe(second);
  });

  it("are what they were when earlier ones are put back: a closed one is in nobody's way", () => {
    const conversations = newConversations();
    const [closed, open] = [conversations.open('jane'), conversations.open('john')];
    conversations.close(closed);
    const later = newConversations();
    later.restore(conversations.list());
    expect([later.openOf('jane'), later.openOf('john')?.id, later.find(closed.id)?.state]).toEqual([
      undefined,
      open.id,
      'CLOSE',
    ]);
  });

  it('are forgotten oldest first past their number, open or closed', () => {
    const conversations = newConversations(2);
    const opened = ['jane', 'john', 'joan'].map((consumer) => conversations.open(consumer));
    expect(opened.map(({ id }) => conversations.find(id) !== undefined)).toEqual([false, true, true]);
    expect(conversations.openOf('jane')).toBeUndefined();
    expect(conversations.openOf('john')).toBeDefined();
  });

  it("keep a consumer's open one when an older, closed one of hers is forgotten", () => {
    const conversations = newConversations(2);
    conversations.close(conversations.open('jane'));
    const second = conversations.open('jane');
    conversations.open('john');
    expect(conversations.openOf('jane')).toBe(second);
  });

  it('are forgotten closed ones first past their number, whatever their age', () => {
    const conversations = newConversations(2);
    const [open, closed] = [conversations.open('jane'), conversations.open('john')];
    conversations.close(closed);
    conversations.open('joan');
    expect([conversations.find(open.id), conversations.find(closed.id)]).toEqual([open, undefined]);
  });

  it('give up the older half of the closed ones, and never an open one', () => {
    const tally = uncounted();
    const conversations = createConversations(createIds('seed'), 100, tally);
    const [first, second, third, open] = ['a', 'b', 'c', 'd'].map((consumer) => conversations.open(consumer));
    const bytes = tally.bytes();
    for (const each of [second, first, third]) if (each !== undefined) conversations.close(each);
    expect([conversations.forgetClosed(), conversations.list().map(({ consumerId }) => consumerId)]).toEqual([
      2,
      ['c', 'd'],
    ]);
    expect([conversations.forgetClosed(), conversations.forgetClosed(), conversations.list()]).toEqual([1, 0, [open]]);
    expect(tally.bytes()).toBe(bytes / 4);
    conversations.clear();
    expect(tally.bytes()).toBe(0);
  });

  it('stay so many, however many are opened', () => {
    const conversations = newConversations(50);
    const ids = Array.from({ length: 5000 }, (_, n) => conversations.open(`consumer-${String(n)}`).id);
    expect(ids.filter((id) => conversations.find(id) !== undefined)).toEqual(ids.slice(-50));
  });

  it.each([['__proto__'], ['constructor'], ['']])('are none for %j', (name) => {
    expect([newConversations().find(name), newConversations().openOf(name)]).toEqual([undefined, undefined]);
  });
});

describe('the turns of a conversation', () => {
  const agent = (pid: string): Participant => ({ id: `a.${pid}`, pid, role: 'ASSIGNED_AGENT', state: 'ACTIVE' });

  it('are its opening and each change of skill or participants, and nothing else', () => {
    let nowMs = 1000;
    const conversations = createConversations(createIds('seed'), undefined, undefined, () => nowMs);
    const conversation = conversations.open('jane');
    const [opening] = turnsOf(conversation);
    expect(opening).toEqual({ atMs: 1000, skillId: '-1', participants: conversation.participants });
    nowMs = 2000;
    conversations.change(conversation, { note: 'a note' });
    expect(conversation.turns).toBeUndefined();
    const participants = [...conversation.participants, agent('ada')];
    conversations.change(conversation, { participants });
    nowMs = 3000;
    conversations.close(conversation, 'AGENT', { skillId: '7' });
    expect(turnsOf(conversation)).toEqual([
      opening,
      { atMs: 2000, skillId: '-1', participants },
      { atMs: 3000, skillId: '7', participants },
    ]);
    expect([conversation.state, conversation.closedBy, conversation.endMs]).toEqual(['CLOSE', 'AGENT', 3000]);
  });

  it('are the last ones, and all that was counted is given back', () => {
    let bytes = 0;
    const tally: Tally = { ...uncounted(), count: (change) => void (bytes += change) };
    const conversations = createConversations(createIds('seed'), undefined, tally);
    const conversation = conversations.open('jane');
    const without = bytes;
    for (let count = 0; count < 2 * MAX_TURNS; count += 1)
      conversations.change(conversation, { skillId: String(count) });
    expect(turnsOf(conversation)).toHaveLength(MAX_TURNS);
    expect(turnsOf(conversation).at(-1)?.skillId).toBe(String(2 * MAX_TURNS - 1));
    expect(bytes).toBeGreaterThan(without);
    conversations.clear();
    expect(bytes).toBe(0);
    conversations.change(conversation, { skillId: 'later' });
    expect(bytes).toBe(0);
  });
});
