import { describe, expect, it } from '@jest/globals';
import { participantOf, requireConversation, requireOpen } from '../../../mock-server/messaging/commands/command.ts';
import { ADA, BOB, expectRefused, JANE, openStage } from './command-scene.ts';

describe('the conversation that a command names', () => {
  it("is a consumer's own, or any for an agent, open or closed", () => {
    const { account, as } = openStage();
    const [hers, anothers] = [account.conversations.open(JANE.id), account.conversations.open('john')];
    account.conversations.close(hers);
    expect(requireConversation(hers.id, as(JANE))).toBe(hers);
    expect([hers, anothers].map(({ id }) => requireConversation(id, as(ADA)))).toEqual([hers, anothers]);
    expectRefused(
      () => requireConversation(anothers.id, as(JANE)),
      ['conversation-foreign', 'the conversation belongs to another consumer'],
      {},
      '40103',
    );
  });

  it.each([undefined, null, 5, '', 'elsewhere', []])('is none of the account when it is %j', (id) => {
    const { as } = openStage();
    const sentence = 'the account has no conversation of that id';
    expectRefused(() => requireConversation(id, as(JANE)), ['conversation-unknown', sentence]);
    expectRefused(
      () => requireConversation(id, as(ADA, { accountNote: ' (it was forgotten)' })),
      ['conversation-unknown', `${sentence} (it was forgotten)`],
    );
  });

  it("is a bad request when it is another consumer's and sendApi.foreignConversation says so", () => {
    const { account, as } = openStage({ sendApi: { foreignConversation: 'badRequest' } });
    const { id } = account.conversations.open('john');
    expectRefused(
      () => requireConversation(id, as(JANE)),
      ['conversation-foreign', 'the conversation belongs to another consumer'],
    );
  });

  it('must be open where something is to happen in it', () => {
    const { account } = openStage();
    const conversation = account.conversations.open(JANE.id);
    expect(() => {
      requireOpen(conversation);
    }).not.toThrow();
    account.conversations.close(conversation);
    expectRefused(
      () => {
        requireOpen(conversation);
      },
      ['conversation-closed', 'the conversation is closed'],
      { message: 'Bad Request, Conversation is close' },
    );
  });
});

it('who asks takes part as the consumer, or as an agent who is in the conversation and not only suggested', () => {
  const { account } = openStage();
  const conversation = account.conversations.open(JANE.id);
  const ada = { id: ADA.id, pid: ADA.pid, role: 'MANAGER', state: 'ACTIVE' } as const;
  const bob = { id: BOB.id, pid: BOB.pid, role: 'ASSIGNED_AGENT', state: 'SUGGESTED' } as const;
  account.conversations.change(conversation, { participants: [...conversation.participants, ada, bob] });
  expect([JANE, ADA, BOB].map((actor) => participantOf(conversation, actor))).toEqual([
    { id: 'jane', pid: 'jane', role: 'CONSUMER', state: 'ACTIVE' },
    ada,
    undefined,
  ]);
});
