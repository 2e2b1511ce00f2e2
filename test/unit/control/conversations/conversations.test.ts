import { describe, expect, it } from '@jest/globals';
import type { ConversationControl } from '../../../../mock-server/control/conversations/conversations.ts';
import { createConversationControl } from '../../../../mock-server/control/conversations/conversations.ts';
import type { Account } from '../../../../mock-server/domain/account.ts';
import { consumerParticipant } from '../../../../mock-server/domain/conversation.ts';
import type { Accounts } from '../../../../mock-server/domain/accounts.ts';
import { entered, openAccounts } from '../../domain/open-account.ts';

interface Scene {
  readonly accounts: Accounts;
  readonly all: ConversationControl;
  /** Of account 100 alone. */
  readonly own: ConversationControl;
  readonly here: Account;
  readonly there: Account;
}

function open(): Scene {
  const accounts = openAccounts();
  const [all, own] = [createConversationControl(accounts), createConversationControl(accounts, '100')];
  return { accounts, all, own, here: entered(accounts, '100'), there: entered(accounts, '200') };
}

const TESTER = { id: '100.tester', pid: 'tester', role: 'ASSIGNED_AGENT', state: 'ACTIVE' } as const;

describe('The list of conversations', () => {
  it('has those that are meant, oldest first, account by account', () => {
    const { all, own, here, there } = open();
    const jane = here.conversations.open('jane');
    const other = there.conversations.open('jane');
    const joe = here.conversations.open('joe');
    here.conversations.close(joe);
    const ids = (found: readonly { readonly id: string }[]): string[] => found.map(({ id }) => id);
    expect(ids(all.list())).toEqual([jane.id, joe.id, other.id]);
    expect(ids(all.list({}))).toEqual([jane.id, joe.id, other.id]);
    expect(ids(all.list({ accountId: '200' }))).toEqual([other.id]);
    expect(ids(all.list({ accountId: '300' }))).toEqual([]);
    expect(ids(all.list({ consumerId: 'jane' }))).toEqual([jane.id, other.id]);
    expect(ids(all.list({ state: 'CLOSE' }))).toEqual([joe.id]);
    expect(ids(all.list({ state: 'OPEN', accountId: '100' }))).toEqual([jane.id]);
    expect(ids(own.list())).toEqual([jane.id, joe.id]);
    expect(ids(own.list({ accountId: '200' }))).toEqual([]);
    expect([all.find(other.id)?.accountId, own.find(other.id), own.find(jane.id)?.accountId]).toEqual([
      '200',
      undefined,
      '100',
    ]);
  });

  it('shows each as a copy, with the text of what is a text', () => {
    const { all, here } = open();
    const jane = here.conversations.open('jane', { skillId: '7' });
    const from = consumerParticipant('jane');
    const events = [
      { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' },
      { type: 'ContentEvent', contentType: 'hosted/file', message: { caption: 'a file' } },
      { type: 'AcceptStatusEvent', message: 'no text' },
    ];
    for (const event of events) here.conversations.publish(jane, { from, audience: 'ALL', event }, true);
    const view = all.find(jane.id);
    here.conversations.close(jane, 'AGENT');
    expect(view).toEqual({
      id: jane.id,
      accountId: '100',
      consumerId: 'jane',
      state: 'OPEN',
      skillId: '7',
      participants: [from],
      closedBy: undefined,
      messages: events.map((event, index) => ({
        sequence: index,
        role: 'CONSUMER',
        from: 'jane',
        text: index === 0 ? 'hello' : undefined,
        event,
        atMs: 0,
      })),
    });
    expect(all.find(jane.id)).toMatchObject({ state: 'CLOSE', closedBy: 'AGENT' });
    expect(all.find(jane.id)?.participants).not.toBe(jane.participants);
  });

  it('is refused when the account is there no more', () => {
    const control = createConversationControl(openAccounts({ closed: true }), '999');
    for (const ask of [() => control.list(), () => control.find('x'), () => control.say('x', 'y')])
      expect(ask).toThrow(new TypeError('this mock has no account "999": it is closed'));
  });
});

describe('A tester in a conversation', () => {
  it('speaks as its agent, whom the tester is where nobody has it, or as its consumer', () => {
    const { all, here } = open();
    const { id } = here.conversations.open('jane');
    expect([all.say(id, 'one'), all.say(id, 'two', 'consumer'), all.say(id, 'three', 'agent')]).toEqual([0, 1, 2]);
    expect(all.find(id)).toMatchObject({
      participants: [consumerParticipant('jane'), TESTER],
      messages: [
        { role: 'ASSIGNED_AGENT', from: 'tester', text: 'one', sequence: 0 },
        { role: 'CONSUMER', from: 'jane', text: 'two', sequence: 1 },
        { role: 'ASSIGNED_AGENT', from: 'tester', text: 'three', sequence: 2 },
      ],
    });
    expect(here.conversations.find(id)?.messages.map(({ audience, event }) => [audience, event])).toEqual(
      ['one', 'two', 'three'].map((message) => ['ALL', { type: 'ContentEvent', contentType: 'text/plain', message }]),
    );
  });

  it('speaks as the agent who has it', () => {
    const { all, here } = open();
    const conversation = here.conversations.open('jane');
    const ada = { id: '100.1', pid: 'ada', role: 'ASSIGNED_AGENT', state: 'ACTIVE' } as const;
    const reader = { ...ada, id: '100.2', pid: 'bob', role: 'READER' } as const;
    here.conversations.change(conversation, { participants: [...conversation.participants, reader, ada] });
    all.say(conversation.id, 'it is me');
    expect(all.find(conversation.id)?.messages).toMatchObject([{ from: 'ada', role: 'ASSIGNED_AGENT' }]);
    expect(conversation.participants).toHaveLength(3);
  });

  it('gives it to another skill, which ends what its agent does in it and nothing else', () => {
    const { all, here } = open();
    const conversation = here.conversations.open('jane');
    all.say(conversation.id, 'hello');
    for (const skillId of ['-1', '0', '1234567890']) {
      all.transfer(conversation.id, skillId);
      expect(all.find(conversation.id)).toMatchObject({ skillId, participants: [consumerParticipant('jane')] });
    }
    for (const skillId of ['', '-2', '-', '1x', 'x1', '12345678901', '1 '])
      expect(() => {
        all.transfer(conversation.id, skillId);
      }).toThrow(new TypeError(`not a skill: "${skillId}". Give -1 or at most ten digits.`));
  });

  it('closes it as its agent, or as its consumer', () => {
    const { all, here } = open();
    for (const [as, by] of [
      [undefined, 'AGENT'],
      ['agent', 'AGENT'],
      ['consumer', 'CONSUMER'],
    ] as const) {
      const { id } = here.conversations.open('jane');
      all.close(id, as);
      expect(all.find(id)).toMatchObject({ state: 'CLOSE', closedBy: by });
    }
  });

  it('is told when it is closed, and which there are when there is none of that id', () => {
    const { all, own, here, there } = open();
    const none = (control: ConversationControl, id: string): (() => unknown)[] => [
      () => control.say(id, 'hello'),
      () => {
        control.close(id);
      },
      () => {
        control.transfer(id, '1');
      },
    ];
    const expectAll = (asked: readonly (() => unknown)[], sentence: string): void => {
      for (const ask of asked) expect(ask).toThrow(new TypeError(sentence));
    };
    expectAll(none(all, 'x'), 'there is no conversation "x"; there is none yet');
    const ids = ['a', 'b', 'c'].map((consumerId) => here.conversations.open(consumerId).id);
    const newest = [...ids].reverse().join(', ');
    expectAll(none(all, 'x'), `there is no conversation "x"; there are ${newest}`);
    const { id } = there.conversations.open('d');
    expectAll(none(own, id), `there is no conversation "${id}"; there are ${newest}`);
    expectAll(
      none(all, 'x'),
      `there is no conversation "x"; the newest are ${[id, ...ids.slice(1).reverse()].join(', ')}`,
    );
    all.close(id);
    expectAll(none(all, id), `the conversation ${id} is closed`);
  });
});
