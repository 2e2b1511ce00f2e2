import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Conversation, Participant, Role } from '../../../mock-server/domain/conversation.ts';
import type { ActingAgent } from '../../../mock-server/messaging/commands/command.ts';
import { updateConversationField } from '../../../mock-server/messaging/commands/update-conversation-field.ts';
import { ACCOUNT } from '../../support/through-every-adapter.ts';
import type { Stage } from './command-scene.ts';
import { ADA, BOB, expectRefused, JANE, openStage } from './command-scene.ts';

const ROLES = ['ASSIGNED_AGENT', 'AGENT', 'MANAGER', 'READER', 'CONTROLLER'] as const;
const ADDED = 'OK Agent added successfully';
const REMOVED = 'OK Agent removed successfully';
const joined = (
  { id, pid }: Pick<ActingAgent, 'id' | 'pid'>,
  role: Role,
  state: Participant['state'] = 'ACTIVE',
): Participant => ({ id, pid, role, state });
const consumer = joined({ id: JANE.id, pid: JANE.id }, 'CONSUMER');

let stage: Stage;
let conversation: Conversation;

beforeEach(() => {
  stage = openStage();
  conversation = stage.account.conversations.open(JANE.id);
  stage.happened();
});

/** Changes one field as an agent, and gives the sentence of the answer. */
function change(field: object, agent = ADA): unknown {
  const body = { conversationId: conversation.id, conversationField: field };
  return updateConversationField(body, stage.as(agent)).body;
}

const participants = (type: unknown, role: unknown, more: object = {}): object => ({
  field: 'ParticipantsChange',
  type,
  role,
  ...more,
});

describe('an agent who changes who takes part', () => {
  it.each(ROLES)('adds, updates and suggests an agent as %s', (role) => {
    for (const [type, state] of [
      ['ADD', 'ACTIVE'],
      ['UPDATE', 'ACTIVE'],
      ['SUGGEST', 'SUGGESTED'],
    ] as const) {
      conversation = stage.account.conversations.open(type);
      expect(change(participants(type, role))).toBe(ADDED);
      expect(conversation.participants.slice(1)).toEqual([joined(ADA, role, state)]);
    }
  });

  it.each([undefined, null, 5, '', 'CONSUMER', 'manager', ['MANAGER']])('cannot give the role %j', (role) => {
    expectRefused(
      () => change(participants('ADD', role)),
      ['command-malformed', 'role must be one of ASSIGNED_AGENT, AGENT, MANAGER, READER, CONTROLLER'],
    );
  });

  it.each([undefined, null, '', 'add', 'JOIN'])('cannot do %j', (type) => {
    expectRefused(
      () => change(participants(type, 'MANAGER')),
      ['command-malformed', 'type must be ADD, REMOVE, UPDATE or SUGGEST'],
    );
  });

  it('is told of as often as something changes', () => {
    for (const [type, role, happens] of [
      ['REMOVE', 'MANAGER', false],
      ['SUGGEST', 'MANAGER', true],
      ['SUGGEST', 'READER', false],
      ['ADD', 'MANAGER', true],
      ['ADD', 'MANAGER', false],
      ['UPDATE', 'MANAGER', false],
      ['UPDATE', 'READER', true],
      ['REMOVE', 'MANAGER', true],
      ['REMOVE', 'MANAGER', false],
    ] as const) {
      expect(change(participants(type, role, { userId: BOB.pid }))).toBe(type === 'REMOVE' ? REMOVED : ADDED);
      expect([type, role, stage.happened()]).toEqual([type, role, happens ? ['conversation-changed'] : []]);
    }
  });

  it('removes that agent alone', () => {
    change(participants('ADD', 'MANAGER'), ADA);
    change(participants('ADD', 'ASSIGNED_AGENT'), BOB);
    expect(change(participants('REMOVE', 'ASSIGNED_AGENT'), BOB)).toBe(REMOVED);
    expect(conversation.participants).toEqual([consumer, joined(ADA, 'MANAGER')]);
  });

  it('is refused the removal of an assigned agent who is not there, with 406', () => {
    expectRefused(
      () => change(participants('REMOVE', 'ASSIGNED_AGENT')),
      ['participant-missing', 'the agent who is to be removed does not take part'],
      { status: 406 },
    );
  });

  it('puts a new assigned agent in the place of the one before, and of nobody else', () => {
    const [eve, kim] = ['eve', 'kim'].map((name) => ({ id: name, pid: name }));
    change(participants('ADD', 'MANAGER', { userId: 'eve' }));
    change(participants('ADD', 'ASSIGNED_AGENT'), ADA);
    change(participants('SUGGEST', 'ASSIGNED_AGENT', { userId: 'kim' }));
    const others = [consumer, joined(eve!, 'MANAGER')];
    const suggested = joined(kim!, 'ASSIGNED_AGENT', 'SUGGESTED');
    expect(conversation.participants).toEqual([...others, joined(ADA, 'ASSIGNED_AGENT'), suggested]);
    change(participants('ADD', 'ASSIGNED_AGENT'), BOB);
    expect(conversation.participants).toEqual([...others, suggested, joined(BOB, 'ASSIGNED_AGENT')]);
    change(participants('ADD', 'READER'), ADA);
    expect(conversation.participants).toEqual([
      ...others,
      suggested,
      joined(BOB, 'ASSIGNED_AGENT'),
      joined(ADA, 'READER'),
    ]);
  });
});

describe('an agent whom a field names', () => {
  const named = (userId: unknown): Participant | undefined => {
    change(participants('ADD', 'AGENT', { userId }));
    return conversation.participants[1];
  };

  it.each([
    ['nobody', undefined],
    ['nobody by null', null],
    ['nobody by an empty text', ''],
    ['himself by his old id', ADA.id],
    ['himself by his new id', ADA.pid],
  ])('is the one who asks, when he names %s', (_, userId) => {
    expect(named(userId)).toEqual(joined(ADA, 'AGENT'));
  });

  it.each(['id', 'pid'] as const)('has both ids when one who has told how available he is is named by his %s', (by) => {
    stage.account.presence.set({ id: BOB.id, pid: BOB.pid, availability: 'AWAY', sinceMs: 0 });
    expect(named(BOB[by])).toEqual(joined(BOB, 'AGENT'));
  });

  it.each(['id', 'pid'] as const)('has both ids when one who has logged in is named by his %s', (by) => {
    const { userId, userPid } = stage.account.agentSessions.open('bob', 0);
    const bob = { id: `${ACCOUNT}.${userId}`, pid: userPid };
    expect(named(bob[by])).toEqual(joined(bob, 'AGENT'));
  });

  it('has the one id that is said of him when nobody knows him, of at most 128 characters', () => {
    const longest = 'x'.repeat(128);
    expect(named(longest)).toEqual(joined({ id: longest, pid: longest }, 'AGENT'));
    for (const userId of ['x'.repeat(129), 5, {}, [ADA.id], false])
      expectRefused(() => named(userId), ['command-malformed', 'userId must be the id of an agent, old or new']);
  });
});

describe('a transfer to another skill', () => {
  beforeEach(() => {
    change(participants('ADD', 'ASSIGNED_AGENT'));
    change(participants('ADD', 'MANAGER', { userId: BOB.pid }));
  });

  it.each([
    ['skill', '-1', '-1'],
    ['skill', '0', '0'],
    ['skill', '1234567890', '1234567890'],
    ['skill', 77, '77'],
    ['skill', -1, '-1'],
    ['skillId', '77', '77'],
    ['skillId', 77, '77'],
  ])('takes %s %j, and lets the assigned agent alone go', (name, given, skillId) => {
    expect(change({ field: 'Skill', [name]: given })).toBe('OK');
    expect(conversation).toMatchObject({ skillId, participants: [consumer, { role: 'MANAGER' }] });
    expect(conversation.participants).toHaveLength(2);
  });

  it.each([undefined, null, '', '12345678901', '-2', 'x77', '77x', '-1x', 7.5, true, ['77']])(
    'takes no %j',
    (skill) => {
      expectRefused(
        () => change({ field: 'Skill', skill }),
        ['command-malformed', 'skill must be -1 or at most ten digits'],
      );
    },
  );

  it('is refused with 403 to who does not take part, even if it was suggested', () => {
    const kim = { side: 'agent', id: 'kim', pid: 'kim' } as const;
    for (const prepare of [() => undefined, () => change(participants('SUGGEST', 'AGENT'), kim)]) {
      prepare();
      expectRefused(
        () => change({ field: 'Skill', skill: '77' }, kim),
        ['participant-missing', 'only who takes part in a conversation may transfer it'],
        { status: 403, message: 'Forbidden' },
      );
    }
  });
});

describe('what an agent says of a conversation', () => {
  it.each([
    ['beside the field', { ttrType: 'URGENT', value: 60 }, 60],
    ['in ttr', { ttr: { ttrType: 'URGENT', value: 60 } }, 60],
    ['at once', { ttrType: 'URGENT', value: 0 }, 0],
    ['without a value', { ttrType: 'URGENT' }, 600],
    ['with a negative value', { ttrType: 'URGENT', value: -1 }, 600],
    ['with a value that is a text', { ttrType: 'URGENT', value: '60' }, 600],
    ['with a value past all numbers', { ttrType: 'URGENT', value: Infinity }, 600],
    ['with a value that is nothing', { ttrType: 'URGENT', value: null }, 600],
  ])('is how soon an answer is due, %s', (_, field, value) => {
    expect(change({ field: 'TTRField', ...field })).toBe('OK');
    expect(conversation.ttr).toEqual({ ttrType: 'URGENT', value });
  });

  it('names a kind of time to response, of at most 128 characters', () => {
    change({ field: 'TTRField', ttrType: 'x'.repeat(128) });
    expect(conversation.ttr.ttrType).toHaveLength(128);
    for (const ttrType of [undefined, 5, 'x'.repeat(129)])
      expectRefused(() => change({ field: 'TTRField', ttrType }), ['command-malformed', 'ttrType is missing']);
  });

  it('is a note of at most 5000 characters', () => {
    for (const note of ['', 'x'.repeat(5000)]) {
      expect(change({ field: 'Note', note })).toBe('OK');
      expect(conversation.note).toBe(note);
    }
    for (const note of [undefined, null, 5, 'x'.repeat(5001)])
      expectRefused(
        () => change({ field: 'Note', note }),
        ['command-malformed', 'note must be a text of at most 5000 characters'],
      );
  });

  it.each([{ field: 'TopicField' }, { field: 'ManualETTR', ttr: 5 }, { field: '' }])(
    'is answered OK and changes nothing where this mock knows no such field: %j',
    (field) => {
      const before = structuredClone(conversation);
      expect([change(field), stage.happened(), conversation]).toEqual(['OK', [], before]);
    },
  );

  it.each([
    participants('ADD', 'MANAGER'),
    participants('UPDATE', 'MANAGER'),
    participants('SUGGEST', 'MANAGER'),
    participants('REMOVE', 'MANAGER'),
    { field: 'Skill', skill: '77' },
    { field: 'TTRField', ttrType: 'URGENT', value: 60 },
    { field: 'Note', note: 'call back' },
  ])('comes too late once the conversation is closed: %j', (field) => {
    change(participants('ADD', 'READER'));
    stage.account.conversations.close(conversation);
    const before = structuredClone(conversation);
    expectRefused(() => change(field), ['conversation-closed', 'the conversation is closed'], {
      message: 'Bad Request, Conversation is close',
    });
    expect(conversation).toEqual(before);
  });
});
