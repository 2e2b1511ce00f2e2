import { describe, expect, it } from '@jest/globals';
import type { Conversation } from '../../../mock-server/domain/conversation.ts';
import type { Actor, CommandScene } from '../../../mock-server/messaging/commands/command.ts';
import { updateConversationField } from '../../../mock-server/messaging/commands/update-conversation-field.ts';
import type { Stage } from './command-scene.ts';
import { ADA, expectRefused, JANE, NOON_MS, openStage } from './command-scene.ts';

interface Talk extends Stage {
  readonly conversation: Conversation;
  readonly change: (conversationField: unknown, actor?: Actor, changes?: Partial<CommandScene>) => unknown;
}

function openTalk(): Talk {
  const stage = openStage();
  const conversation = stage.account.conversations.open(JANE.id);
  stage.happened();
  return {
    ...stage,
    conversation,
    change: (conversationField, actor = JANE, changes = {}) =>
      updateConversationField({ conversationId: conversation.id, conversationField }, stage.as(actor, changes)),
  };
}

const said = (body: string): object => ({ name: 'Text', code: 200, body });
const CLOSE = { field: 'ConversationStateField', conversationState: 'CLOSE' };
const RATE = { field: 'CSATRate', csatRate: 4 };
const NOTE = { field: 'Note', note: 'call back' };
const RESOLVED = said('OK Conversation resolved successfully');
const many = (count: number): object[] => Array.from({ length: count }, () => RATE);

describe('the fields that change', () => {
  it('are one, or up to twenty on a socket', () => {
    const { conversation, change } = openTalk();
    for (const fields of [RATE, [RATE], many(2), many(20)]) {
      conversation.csatRate = undefined;
      expect([change(fields), conversation.csatRate]).toEqual([said('OK'), 4]);
    }
    for (const fields of [[], many(21)])
      expectRefused(
        () => change(fields),
        ['command-malformed', 'conversationField is an array; it must be an object, or an array of at most 20'],
      );
  });

  it('are one at the Send API', () => {
    const { change } = openTalk();
    const send = (fields: unknown): unknown => change(fields, JANE, { origin: 'http' });
    for (const fields of [RATE, [RATE]]) expect(send(fields)).toEqual(said('OK'));
    for (const [fields, what] of [
      [many(2), 'an array'],
      [undefined, 'absent'],
      [null, 'null'],
      ['CLOSE', 'a string'],
      [[5], 'a number'],
    ] as const)
      expectRefused(
        () => send(fields),
        ['command-malformed', `conversationField is ${what}; it must be an object, or an array of one`],
      );
  });

  it.each([{}, { field: 5 }, [{ field: 'Note' }, { note: 'x' }]])('have a name: %j', (field) => {
    expectRefused(() => openTalk().change(field), ['command-malformed', 'conversationField.field is missing']);
  });

  it('are answered by the sentence of the first, and told at once', () => {
    for (const [fields, answer] of [
      [[CLOSE, RATE], RESOLVED],
      [[RATE, NOTE, CLOSE], said('OK')],
    ] as const) {
      const { change, conversation, happened } = openTalk();
      expect([change(fields, ADA), happened()]).toEqual([answer, ['conversation-closed']]);
      expect(conversation).toMatchObject({ csatRate: 4, note: fields.length === 3 ? 'call back' : '' });
    }
    const { change, happened, conversation } = openTalk();
    expect([change([RATE, NOTE], ADA), happened()]).toEqual([said('OK'), ['conversation-changed']]);
    expect(conversation).toMatchObject({ state: 'OPEN', csatRate: 4, note: 'call back' });
  });

  it('are refused together when one of them comes too late', () => {
    const { account, conversation, change } = openTalk();
    account.conversations.close(conversation);
    for (const fields of [
      [RATE, CLOSE],
      [CLOSE, RATE],
      [RATE, NOTE],
    ])
      expectRefused(() => change(fields, ADA), ['conversation-closed', 'the conversation is closed'], {
        message: 'Bad Request, Conversation is close',
      });
    expect(conversation.csatRate).toBeUndefined();
  });

  it('are those of agents for agents alone', () => {
    const { conversation, change, happened } = openTalk();
    expect([change(NOTE), conversation.note, happened()]).toEqual([said('OK'), '', []]);
    expect([change(NOTE, ADA), conversation.note]).toEqual([said('OK'), 'call back']);
  });
});

describe('a close', () => {
  it.each([
    [JANE, 'CONSUMER'],
    [ADA, 'AGENT'],
  ])('has three spellings, and says who did it: %j', (actor, closedBy) => {
    for (const fieldOf of [
      () => CLOSE,
      () => ({ field: 'Stage', conversationState: 'CLOSE' }),
      (dialogId: string) => ({ field: 'DialogChange', dialog: { dialogId, state: 'CLOSE' } }),
    ]) {
      const { conversation, change, happened } = openTalk();
      expect([change(fieldOf(conversation.id), actor), happened()]).toEqual([RESOLVED, ['conversation-closed']]);
      expect(conversation).toMatchObject({ state: 'CLOSE', closedBy, endMs: NOON_MS });
    }
  });

  it.each([
    [(): object => ({ field: 'ConversationStateField', conversationState: 'OPEN' }), 'conversationState must be CLOSE'],
    [(): object => ({ field: 'Stage' }), 'conversationState must be CLOSE'],
    [(): object => ({ field: 'DialogChange' }), 'dialog is absent; it must be an object'],
    [(): object => ({ field: 'DialogChange', dialog: 'CLOSE' }), 'dialog is a string; it must be an object'],
    [
      (dialogId: string): object => ({ field: 'DialogChange', dialog: { dialogId, state: 'OPEN' } }),
      'dialog.state must be CLOSE',
    ],
  ])('is none: %#', (fieldOf, sentence) => {
    const { conversation, change } = openTalk();
    expectRefused(() => change(fieldOf(conversation.id)), ['command-malformed', sentence]);
    expect(conversation.state).toBe('OPEN');
  });

  it('is of the main dialog, which has the id of the conversation', () => {
    for (const dialogId of [undefined, 'elsewhere'])
      expectRefused(
        () => openTalk().change({ field: 'DialogChange', dialog: { dialogId, state: 'CLOSE' } }),
        ['dialog-mismatch', 'dialog.dialogId is not the MAIN dialog of the conversation'],
      );
  });
});

describe('a rating', () => {
  it.each([JANE, ADA])('is taken of a closed conversation too, by %j', (actor) => {
    const { account, conversation, change } = openTalk();
    account.conversations.close(conversation);
    expect([change(RATE, actor), conversation.csatRate]).toEqual([said('OK'), 4]);
  });

  it.each([undefined, null, '4', [4]])('that is %j is answered OK and changes nothing', (csatRate) => {
    const { conversation, change, happened } = openTalk();
    expect([change({ field: 'CSATRate', csatRate }), conversation.csatRate, happened()]).toEqual([
      said('OK'),
      undefined,
      [],
    ]);
  });
});
