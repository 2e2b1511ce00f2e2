import { describe, expect, it } from '@jest/globals';
import type { Conversation, Message, Participant } from '../../../mock-server/domain/conversation.ts';
import { newConversation } from '../../../mock-server/domain/conversation.ts';
import type { AnswerName, Dialect, NotificationName } from '../../../mock-server/messaging/dialects/dialect.ts';
import { answerFrame, notificationFrame, textResult } from '../../../mock-server/messaging/dialects/dialect.ts';
import { longDialect } from '../../../mock-server/messaging/dialects/long.ts';
import { shortDialect } from '../../../mock-server/messaging/dialects/short.ts';
import { answerTypeOf, frameTypes, shortFrameType } from '../../../mock-server/messaging/frame-types.ts';
import { ADA, BOB } from './command-scene.ts';

const ANSWERS: Readonly<Record<AnswerName, readonly [short: string, long: string]>> = {
  Text: ['.ReqBody$StringResp', '.ReqBody$StringResp'],
  Error: ['.ReqBody$ErrorResp', '.ReqBody$ErrorResp'],
  GetClock: ['GetClockResponse', '.GetClock$Response'],
  GenericSubscribe: ['GenericSubscribeResponse', '.ams.GenericSubscribe$Response'],
  'cm.RequestConversation': ['cm.RequestConversationResponse', '.ams.cm.RequestConversation$Response'],
  'cqm.SubscribeExConversations': [
    'cqm.SubscribeExConversationsResponse',
    '.ams.aam.SubscribeExConversations$Response',
  ],
  'ms.PublishEvent': ['ms.PublishEventResponse', '.ams.ms.PublishEvent$Response'],
  'ms.QueryMessages': ['ms.QueryMessagesResponse', '.ams.ms.QueryMessages$Response'],
  'ms.GenerateURL': ['ms.GenerateURLResponse', '.ams.ms.GenerateURL$Response'],
  'userprofile.GetUserProfile': ['userprofile.GetUserProfileResponse', '.ams.userprofile.GetUserProfile$Response'],
};

const NOTIFICATIONS: Readonly<Record<NotificationName, string>> = {
  'cqm.ExConversationChangeNotification': '.ams.aam.ExConversationChangeNotification',
  'ms.MessagingEventNotification': '.ams.ms.OnlineEventDistribution',
  'routing.RoutingTaskNotification': '.ams.routing.RoutingTaskNotification',
  'routing.RingUpdated': '.ams.routing.RingUpdated',
  'routing.AgentStateNotification': '.ams.routing.AgentStateNotification',
};

/** The short name of each answer, which faults name: that of the short dialect, without what stands before it. */
const faultName = (type: string): string => type.replace('.ReqBody$', '');

describe('the types of frames', () => {
  it.each(Object.entries(ANSWERS))('say of the answer %s what it is, in both dialects', (name, [short, long]) => {
    const answer = name as AnswerName;
    expect([shortDialect.answerType(answer), longDialect.answerType(answer)]).toEqual([short, long]);
    expect([answerTypeOf(answer), shortFrameType(short), shortFrameType(long)]).toEqual(
      Array.from({ length: 3 }, () => faultName(short)),
    );
    expect(frameTypes().get(faultName(short))).toBe('answer');
  });

  it.each(Object.entries(NOTIFICATIONS))('say of the notification %s what it is, in both dialects', (name, long) => {
    const notification = name as NotificationName;
    expect([shortDialect.notificationType(notification), longDialect.notificationType(notification)]).toEqual([
      name,
      long,
    ]);
    expect([shortFrameType(name), shortFrameType(long)]).toEqual([name, name]);
    expect(frameTypes().get(name)).toBe('notification');
  });
});

describe('a frame', () => {
  it('that answers has all five members', () => {
    expect(JSON.parse(answerFrame(shortDialect, '7', { name: 'GetClock', code: 202, body: { a: 1 } }))).toEqual({
      kind: 'resp',
      reqId: '7',
      code: 202,
      body: { a: 1 },
      type: 'GetClockResponse',
    });
    expect(JSON.parse(answerFrame(longDialect, '7', { name: 'Text', body: 'OK' }))).toMatchObject({ code: 200 });
    expect([textResult('OK'), textResult('Forbidden', 403)]).toEqual([
      { name: 'Text', code: 200, body: 'OK' },
      { name: 'Text', code: 403, body: 'Forbidden' },
    ]);
  });

  it('that answers a chat state has the number 0 in the long dialect alone, any other its own', () => {
    const bodyOf = (dialect: Dialect, name: AnswerName, body: object): unknown =>
      (JSON.parse(answerFrame(dialect, '1', { name, body })) as { body: unknown }).body;
    expect(bodyOf(shortDialect, 'ms.PublishEvent', {})).toEqual({});
    expect(bodyOf(longDialect, 'ms.PublishEvent', {})).toEqual({ sequence: 0 });
    expect(bodyOf(longDialect, 'ms.PublishEvent', { sequence: 5 })).toEqual({ sequence: 5 });
    expect(bodyOf(longDialect, 'ms.QueryMessages', [])).toEqual([]);
  });

  it('that notifies has three', () => {
    expect(JSON.parse(notificationFrame('ms.X', { a: 1 }))).toEqual({
      kind: 'notification',
      body: { a: 1 },
      type: 'ms.X',
    });
  });
});

const JANE: Participant = { id: 'jane', pid: 'jane', role: 'CONSUMER', state: 'ACTIVE' };
const ASSIGNED: Participant = { id: ADA.id, pid: ADA.pid, role: 'ASSIGNED_AGENT', state: 'ACTIVE' };
const SUGGESTED: Participant = { id: BOB.id, pid: BOB.pid, role: 'AGENT', state: 'SUGGESTED' };

const said = (from: Participant, type = 'ContentEvent'): Message => ({
  sequence: 0,
  from,
  atMs: 1500,
  audience: 'ALL',
  event: { type },
});

function conversationOf(changes: Partial<Conversation> = {}): Conversation {
  const conversation = newConversation('conv', 'jane', 1000, { skillId: '77' });
  return { ...conversation, participants: [JANE, ASSIGNED, SUGGESTED], changedMs: 2000, ...changes };
}

const CLOSED = { state: 'CLOSE', closedBy: 'AGENT', endMs: 3000, csatRate: 4, note: 'call back' } as const;

/** What both dialects say of a conversation alike, open or closed. */
const details = (isClosed: boolean, idOf: (participant: Participant) => string): object => {
  const state = isClosed ? 'CLOSE' : 'OPEN';
  return {
    skillId: '77',
    dialogs: [
      {
        dialogId: 'conv',
        participantsDetails: [JANE, ASSIGNED, SUGGESTED].map((each) => ({
          id: idOf(each),
          role: each.role,
          state: each.state,
        })),
        dialogType: 'MAIN',
        channelType: 'MESSAGING',
        state,
        creationTs: 1000,
        ...(isClosed ? { endTs: 3000 } : {}),
        metaDataLastUpdateTs: 2000,
        ...(isClosed ? { closedBy: 'AGENT' } : {}),
      },
    ],
    brandId: 'acc',
    state,
    stage: state,
    ...(isClosed ? { closeReason: 'AGENT' } : {}),
    startTs: 1000,
    ...(isClosed ? { endTs: 3000 } : {}),
    metaDataLastUpdateTs: 2000,
    ttr: { ttrType: 'PRIORITIZED', value: 600 },
    conversationHandlerDetails: { accountId: 'acc', skillId: '77' },
  };
};

describe.each([false, true])('a conversation, closed: %j', (isClosed) => {
  const conversation = conversationOf(isClosed ? CLOSED : {});
  const around = { convId: 'conv', effectiveTTR: isClosed ? -1 : 601_000, lastUpdateTime: 2000 };

  it('is told in short with its participants as a list', () => {
    expect(shortDialect.conversation(conversation, 'acc')).toStrictEqual({
      ...around,
      conversationDetails: {
        ...details(isClosed, ({ pid }) => pid),
        participants: [
          { id: 'jane', role: 'CONSUMER' },
          { id: ADA.pid, role: 'ASSIGNED_AGENT' },
        ],
        participantsPId: { CONSUMER: ['jane'], ASSIGNED_AGENT: [ADA.pid] },
        ...(isClosed ? { csatRate: 4 } : {}),
      },
    });
  });

  it('is told at length with both ids by role, and what nobody has read', () => {
    expect(longDialect.conversation(conversation, 'acc')).toStrictEqual({
      ...around,
      conversationDetails: {
        ...details(isClosed, ({ id }) => id),
        convId: 'conv',
        participants: { CONSUMER: ['jane'], ASSIGNED_AGENT: [ADA.id], MANAGER: [], READER: [] },
        participantsPId: { CONSUMER: ['jane'], ASSIGNED_AGENT: [ADA.pid], MANAGER: [], READER: [] },
        firstConversation: false,
        csatRate: isClosed ? 4 : 0,
        note: isClosed ? 'call back' : '',
      },
      numberOfunreadMessages: { [ADA.id]: 0 },
    });
  });
});

it.each([
  [[], 0],
  [[JANE, JANE], 2],
  [[ASSIGNED, JANE], 1],
  [[JANE, ASSIGNED], 0],
  [[JANE, ASSIGNED, JANE, JANE], 2],
  [[ASSIGNED, JANE, SUGGESTED, JANE], 2],
])('what an agent has not read is what the consumer said since the agent last spoke: %#', (speakers, unread) => {
  const read = said(JANE, 'AcceptStatusEvent');
  const messages = speakers.flatMap((from) => [said(from), ...(from === JANE ? [read, read] : [])]);
  expect(longDialect.conversation(conversationOf({ messages }), 'acc')['numberOfunreadMessages']).toEqual({
    [ADA.id]: unread,
  });
});

describe('what was published', () => {
  const conversation = conversationOf();
  const originator = { originatorMetadata: { id: ADA.pid, role: 'ASSIGNED_AGENT' } };
  const content = said(ASSIGNED);
  const told = { sequence: 0, ...originator, serverTimestamp: 1500, event: content.event, dialogId: 'conv' };

  it('is told in short with the newer id, and who may see it unless it is a receipt', () => {
    const short = { ...told, originatorId: ADA.pid, conversationId: 'conv' };
    const receipt = said(ASSIGNED, 'AcceptStatusEvent');
    expect(
      [content, { ...content, audience: 'AGENTS_AND_MANAGERS' } as const, receipt].map((each) =>
        shortDialect.message(conversation, each),
      ),
    ).toStrictEqual([
      { ...short, messageAudience: 'ALL' },
      { ...short, messageAudience: 'AGENTS_AND_MANAGERS' },
      { ...short, event: receipt.event },
    ]);
  });

  it('is told at length with both ids, and who may see it unless all may', () => {
    const long = { ...told, originatorId: ADA.id, originatorPId: ADA.pid };
    expect(
      [content, { ...content, audience: 'AGENTS_AND_MANAGERS' } as const].map((each) =>
        longDialect.message(conversation, each),
      ),
    ).toStrictEqual([long, { ...long, messageAudience: 'AGENTS_AND_MANAGERS' }]);
  });

  it('has neither a number nor a time when it is a chat state', () => {
    const typing = { ...said(ASSIGNED, 'ChatStateEvent'), sequence: undefined };
    const members = { ...originator, event: typing.event, dialogId: 'conv' };
    expect([shortDialect, longDialect].map((dialect) => dialect.message(conversation, typing))).toStrictEqual([
      { ...members, originatorId: ADA.pid, conversationId: 'conv' },
      { ...members, originatorId: ADA.id, originatorPId: ADA.pid },
    ]);
  });

  it('is told together in short, and one by one at length', () => {
    const both = [said(JANE), content];
    const bodies = (dialect: Dialect): object[] => both.map((each) => dialect.message(conversation, each));
    expect(shortDialect.messageBodies(conversation, both)).toEqual([{ changes: bodies(shortDialect) }]);
    expect(longDialect.messageBodies(conversation, both)).toEqual(bodies(longDialect));
  });
});
