import { describe, expect, it } from '@jest/globals';
import type { Conversation } from '../../../mock-server/domain/conversation.ts';
import type { Actor } from '../../../mock-server/messaging/commands/command.ts';
import { publishEvent } from '../../../mock-server/messaging/commands/publish-event.ts';
import type { Stage } from './command-scene.ts';
import { ADA, BOB, expectRefused, JANE, openStage } from './command-scene.ts';

const RECEIPTS = ['ACCEPT', 'READ', 'ACCESS', 'NACK', 'ACTION'];
const CHAT_STATES = ['ACTIVE', 'INACTIVE', 'GONE', 'COMPOSING', 'PAUSE', 'BACKGROUND'];
const HELLO = { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' };
const IS_CONTENT = 'ContentEvent needs message (text, or an object for hosted/file)';
const IS_RECEIPT = 'AcceptStatusEvent needs status (ACCEPT, READ, ACCESS, NACK, ACTION) and sequenceList (an array)';
const IS_CHAT_STATE = 'ChatStateEvent needs chatState (ACTIVE, INACTIVE, GONE, COMPOSING, PAUSE, BACKGROUND)';
const IS_AN_EVENT = 'event.type must be one of ContentEvent, RichContentEvent, AcceptStatusEvent, ChatStateEvent';

interface Talk extends Stage {
  readonly conversation: Conversation;
  readonly publish: (event: unknown, more?: object, actor?: Actor) => unknown;
}

function openTalk(stage: Stage = openStage()): Talk {
  const conversation = stage.account.conversations.open(JANE.id);
  stage.happened();
  const publish: Talk['publish'] = (event, more = {}, actor = JANE) =>
    publishEvent({ dialogId: conversation.id, event, ...more }, stage.as(actor)).body;
  return { ...stage, conversation, publish };
}

describe('an event', () => {
  it.each([
    HELLO,
    { ...HELLO, message: '' },
    { type: 'RichContentEvent', content: {} },
    ...RECEIPTS.map((status) => ({ type: 'AcceptStatusEvent', status, sequenceList: [0, 1] })),
    { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [] },
  ])('gets the next number: %j', (event) => {
    const { conversation, publish, noted } = openTalk();
    expect([publish(event), publish(event)]).toStrictEqual([{ sequence: 0 }, { sequence: 1 }]);
    expect([conversation.messages.map((each) => each.event), noted()]).toEqual([[event, event], []]);
  });

  it.each(CHAT_STATES)('that is the chat state %s is told, and gets no number', (chatState) => {
    const { conversation, publish, happened } = openTalk();
    expect(publish({ type: 'ChatStateEvent', chatState })).toStrictEqual({});
    expect([conversation.nextSequence, happened()]).toEqual([0, ['chat-state-published']]);
  });

  it.each([
    [undefined, 'event is absent; it must be an object'],
    [null, 'event is null; it must be an object'],
    ['hello', 'event is a string; it must be an object'],
    [[HELLO], 'event is an array; it must be an object'],
    [{}, IS_AN_EVENT],
    [{ type: 5 }, IS_AN_EVENT],
    [{ type: ['ContentEvent'] }, IS_AN_EVENT],
    [{ type: 'contentEvent' }, IS_AN_EVENT],
    [{ type: 'ContentEvent' }, IS_CONTENT],
    [{ ...HELLO, message: 5 }, IS_CONTENT],
    [{ ...HELLO, message: null }, IS_CONTENT],
    [{ ...HELLO, message: ['hello'] }, IS_CONTENT],
    [{ type: 'RichContentEvent' }, 'RichContentEvent needs content (an object)'],
    [{ type: 'RichContentEvent', content: 'hello' }, 'RichContentEvent needs content (an object)'],
    [{ type: 'AcceptStatusEvent', status: 'SEEN', sequenceList: [0] }, IS_RECEIPT],
    [{ type: 'AcceptStatusEvent', status: ['READ'], sequenceList: [0] }, IS_RECEIPT],
    [{ type: 'AcceptStatusEvent', status: 'READ' }, IS_RECEIPT],
    [{ type: 'AcceptStatusEvent', status: 'READ', sequenceList: 0 }, IS_RECEIPT],
    [{ type: 'ChatStateEvent' }, IS_CHAT_STATE],
    [{ type: 'ChatStateEvent', chatState: 'TYPING' }, IS_CHAT_STATE],
  ])('is none: %j', (event, sentence) => {
    expectRefused(() => openTalk().publish(event), ['command-malformed', sentence]);
  });

  it.each([
    [{ ...HELLO, message: { relativePath: '/a' } }, ['the message of text/plain is not a string']],
    [{ ...HELLO, contentType: undefined }, ['contentType is neither text/plain nor hosted/file']],
    [{ ...HELLO, contentType: 'text/html' }, ['contentType is neither text/plain nor hosted/file']],
    [
      { ...HELLO, contentType: 'text/html', message: { relativePath: '/a' } },
      ['contentType is neither text/plain nor hosted/file'],
    ],
    [{ ...HELLO, contentType: 'hosted/file' }, ['the message of hosted/file is not an object with a relativePath']],
    [
      { ...HELLO, contentType: 'hosted/file', message: { relativePath: 5 } },
      ['the message of hosted/file is not an object with a relativePath'],
    ],
    [
      { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0, '1'] },
      ['sequenceList holds something other than whole numbers'],
    ],
    [
      { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0.5] },
      ['sequenceList holds something other than whole numbers'],
    ],
  ])('that is not as the pages say is noted, and refused on a strict mock: %j', (event, [sentence = '']) => {
    const { publish, noted } = openTalk();
    expect([publish(event), noted()]).toEqual([{ sequence: 0 }, [`event-content; ${sentence}`]]);
    expectRefused(() => openTalk(openStage({ strict: true })).publish(event), ['deviation-refused', sentence]);
  });

  it('about a file is as the pages say when the file is there; else that is noted', () => {
    const { account, publish, noted } = openTalk();
    account.uploads.keep({ path: '/there', type: 'image/png', bytes: new Uint8Array(1) });
    const about = (relativePath: string): object => ({
      ...HELLO,
      contentType: 'hosted/file',
      message: { relativePath },
    });
    publish(about('/there'));
    expect(noted()).toEqual([]);
    publish(about('/missing'));
    expect(noted()).toEqual([expect.stringMatching(/^file-unknown; /)]);
  });
});

describe('an event of a conversation', () => {
  it('names its dialog', () => {
    const { as } = openStage();
    expectRefused(
      () => publishEvent({ conversationId: 'x', event: HELLO }, as(JANE)),
      ['command-malformed', 'dialogId is missing'],
    );
  });

  it('may name the conversation too, which is the same', () => {
    const { as, conversation, publish } = openTalk();
    const both = { dialogId: conversation.id, conversationId: conversation.id };
    expect(publishEvent({ ...both, event: HELLO }, as(JANE))).toEqual({
      name: 'ms.PublishEvent',
      body: { sequence: 0 },
    });
    for (const conversationId of ['elsewhere', null, ''])
      expectRefused(
        () => publish(HELLO, { conversationId }),
        ['dialog-mismatch', 'conversationId and dialogId do not belong together'],
      );
  });

  it('comes too late when it is closed', () => {
    const { account, conversation, publish } = openTalk();
    account.conversations.close(conversation);
    expectRefused(() => publish(HELLO), ['conversation-closed', 'the conversation is closed'], {
      message: 'Bad Request, Conversation is close',
    });
  });
});

describe('who speaks', () => {
  it('is the consumer, or an agent in his role', () => {
    const { account, conversation, publish } = openTalk();
    const ada = { id: ADA.id, pid: ADA.pid, role: 'MANAGER', state: 'ACTIVE' } as const;
    account.conversations.change(conversation, { participants: [...conversation.participants, ada] });
    publish(HELLO);
    publish(HELLO, {}, ADA);
    expect(conversation.messages.map(({ from }) => from)).toEqual([
      { id: 'jane', pid: 'jane', role: 'CONSUMER', state: 'ACTIVE' },
      ada,
    ]);
  });

  it('may be an agent who does not take part, which is noted, and refused on a strict mock', () => {
    const { conversation, publish, noted } = openTalk();
    const sentence = 'the agent does not take part in the conversation';
    publish(HELLO, {}, BOB);
    expect(conversation.messages[0]?.from).toEqual({
      id: BOB.id,
      pid: BOB.pid,
      role: 'ASSIGNED_AGENT',
      state: 'ACTIVE',
    });
    expect(noted()).toEqual([`sender-not-participant; ${sentence}`]);
    const strict = openTalk(openStage({ strict: true }));
    expectRefused(() => strict.publish(HELLO, {}, BOB), ['deviation-refused', sentence]);
    expect(strict.publish(HELLO)).toEqual({ sequence: 0 });
  });

  it.each([
    [ADA, undefined, 'ALL'],
    [ADA, 'ALL', 'ALL'],
    [ADA, 'AGENTS_AND_MANAGERS', 'AGENTS_AND_MANAGERS'],
    [JANE, undefined, 'ALL'],
    [JANE, 'AGENTS_AND_MANAGERS', 'ALL'],
    [JANE, 'NOBODY', 'ALL'],
  ])('says who may see it, if it is an agent: %j, %j', (actor, messageAudience, audience) => {
    const { conversation, publish } = openTalk();
    publish(HELLO, { messageAudience }, actor);
    expect(conversation.messages[0]?.audience).toBe(audience);
  });

  it.each([null, '', 'all', 'NOBODY', 5])('has no such audience as %j', (messageAudience) => {
    const { publish } = openTalk();
    expectRefused(
      () => publish(HELLO, { messageAudience }, ADA),
      ['command-malformed', 'messageAudience must be ALL or AGENTS_AND_MANAGERS'],
    );
  });
});
