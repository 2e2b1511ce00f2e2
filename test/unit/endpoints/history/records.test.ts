import { expect, it } from '@jest/globals';
import type { Account } from '../../../../mock-server/domain/account.ts';
import type { Conversation, Participant } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant, newConversation } from '../../../../mock-server/domain/conversation.ts';
import type { HistoryRecord } from '../../../../mock-server/endpoints/history/bodies.ts';
import { recordsOf } from '../../../../mock-server/endpoints/history/records.ts';

const jane = consumerParticipant('jane');
const agent = (id: string): Participant => ({ id: `1.${id}`, pid: id, role: 'ASSIGNED_AGENT', state: 'ACTIVE' });
const OPEN = newConversation('c', 'jane', 1000, {});
const CLOSED: Conversation = {
  ...newConversation('d', 'jane', 2000, { skillId: '7' }),
  state: 'CLOSE',
  endMs: 5000,
  closedBy: 'AGENT',
  csatRate: 4,
  participants: [jane, agent('22')],
  turns: [
    { atMs: 2000, skillId: '7', participants: [jane, agent('11')] },
    { atMs: 3000, skillId: '7', participants: [jane, agent('22')] },
  ],
};

function recordOf(conversation: Conversation, content?: readonly string[], profile?: object): HistoryRecord {
  const account = {
    id: '1',
    agents: [],
    agentSessions: { users: () => [] },
    settings: {},
    conversations: { all: () => [newConversation('b', 'joan', 0, {}), OPEN, CLOSED] },
    profiles: { find: () => profile },
  } as unknown as Account;
  return recordsOf(account, [conversation], content, 9000)[0] as HistoryRecord;
}

const ANY = {
  brandId: '1',
  agentDeleted: false,
  source: 'APP',
  device: 'NA',
  browser: 'undefined',
  operatingSystem: 'NA',
  latestAgentGroupId: -1,
  latestAgentGroupName: 'Unassigned',
  isPartial: false,
};

it('An open conversation that nobody has had lasts until now, and waits', () => {
  expect(recordOf(OPEN, []).info).toEqual({
    ...ANY,
    startTime: '1970-01-01 00:00:01.000+0000',
    startTimeL: 1000,
    endTime: 'undefined',
    endTimeL: -1,
    duration: 8000,
    conversationId: 'c',
    latestSkillId: -1,
    latestSkillName: 'Unassigned',
    status: 'OPEN',
    firstConversation: true,
    latestQueueState: 'IN_QUEUE',
  });
  expect(recordOf({ ...OPEN, startMs: 9001 }, []).info.duration).toBe(0);
});

it('A closed conversation says until when, by whom, how it was rated and who had it', () => {
  expect(recordOf(CLOSED, []).info).toEqual({
    ...ANY,
    startTime: '1970-01-01 00:00:02.000+0000',
    startTimeL: 2000,
    endTime: '1970-01-01 00:00:05.000+0000',
    endTimeL: 5000,
    duration: 3000,
    conversationId: 'd',
    latestAgentId: '22',
    latestAgentNickname: '22',
    latestAgentFullName: '22',
    latestAgentLoginName: '22',
    latestSkillId: 7,
    latestSkillName: '7',
    closeReason: 'AGENT',
    closeReasonDescription: 'MANUAL_CLOSE',
    status: 'CLOSE',
    firstConversation: false,
    csat: 4,
    csatRate: 4,
    latestQueueState: 'ACTIVE',
  });
});

it('A record has all parts but two that are there on demand, or those that are asked for, in the order of the pages', () => {
  const usual = ['messageRecords', 'messageScores', 'messageStatuses', 'agentParticipants'];
  const onDemand = ['agentParticipantsActive', 'agentParticipantsLeave'];
  const others = ['consumerParticipants', 'transfers', 'interactions'];
  expect(Object.keys(recordOf(CLOSED))).toEqual(['info', ...usual, ...others]);
  const all = [...usual, ...onDemand, ...others];
  expect(Object.keys(recordOf(CLOSED, [...all, 'campaign'].reverse()))).toEqual(['info', ...all]);
  expect(Object.keys(recordOf(CLOSED, []))).toEqual(['info']);
  const { agentParticipants, agentParticipantsActive, agentParticipantsLeave, ...more } = recordOf(CLOSED, all);
  const ids = (list: typeof agentParticipants): unknown => list?.map(({ agentId, timeL }) => [agentId, timeL]);
  expect([ids(agentParticipants), ids(agentParticipantsActive), ids(agentParticipantsLeave)]).toEqual([
    [
      ['11', 2000],
      ['22', 3000],
    ],
    [['22', 3000]],
    [['11', 3000]],
  ]);
  expect([more.messageRecords, more.messageScores, more.messageStatuses]).toEqual([[], [], []]);
  expect([more.transfers?.length, more.interactions?.length]).toEqual([1, 2]);
});

const NOBODY = {
  participantId: 'jane',
  firstName: 'Visitor',
  lastName: 'undefined',
  token: 'undefined',
  email: 'undefined',
  phone: 'undefined',
  avatarURL: 'undefined',
  time: '1970-01-01 00:00:01.000+0000',
  timeL: 1000,
  consumerName: 'Visitor',
};
const JANE = { firstName: 'Jane', lastName: 'Doe', consumerName: 'Jane' };
const REACHED = { email: 'jane@example.test', phone: '1-10', avatarURL: '/a.png' };
const SAID = { mail: REACHED.email, mobileNum: REACHED.phone, avatarUrl: REACHED.avatarURL };
const attributes = (list: unknown): object => ({ authenticatedData: { lp_sdes: list } });

it.each<[where: string, profile: object | undefined, consumer: object]>([
  ['nowhere', undefined, {}],
  ['nothing but empty texts and numbers', { firstName: '', lastName: 7, mail: null }, {}],
  ['itself', { firstName: 'Jane', lastName: 'Doe', ...SAID }, { ...JANE, ...REACHED }],
  ['its private part', { firstName: 'Jane', lastName: 'Doe', privateData: SAID }, { ...JANE, ...REACHED }],
  ['the other private part', { userPrivateData: SAID }, REACHED],
  ['an attribute', attributes(['x', {}, { personal: { firstname: 'Jane', lastname: 'Doe' } }]), JANE],
  ['no list of attributes', attributes({ personal: JANE }), {}],
  [
    'two places, the first of which counts',
    { firstName: 'Jane', ...attributes([{ personal: { firstname: 'Joan' } }]) },
    { firstName: 'Jane', consumerName: 'Jane' },
  ],
])('The consumer is named by what the profile says in %s', (_, profile, consumer) => {
  expect(recordOf(OPEN, ['consumerParticipants'], profile).consumerParticipants).toEqual([{ ...NOBODY, ...consumer }]);
});
