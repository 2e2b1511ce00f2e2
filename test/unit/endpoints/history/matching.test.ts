import { describe, expect, it } from '@jest/globals';
import type { Conversation } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant, newConversation } from '../../../../mock-server/domain/conversation.ts';
import { readFilter } from '../../../../mock-server/endpoints/history/filter.ts';
import { fits } from '../../../../mock-server/endpoints/history/matching.ts';
import type { People } from '../../../../mock-server/endpoints/history/people.ts';
import { contextOf } from '../../../support/endpoint-context.ts';

const MINUTE = 60_000;
const TEN = 10 * MINUTE;
const PEOPLE = { idOf: ({ id }) => id.replace('1.', '') } as Pick<People, 'idOf'> as People;
const START = { from: 0, to: 10 * TEN };

const jane = consumerParticipant('jane');
const ada = { id: '1.11', pid: 'pid-of-ada', role: 'ASSIGNED_AGENT', state: 'ACTIVE' } as const;
const bob = { id: '1.22', pid: 'pid-of-bob', role: 'ASSIGNED_AGENT', state: 'ACTIVE' } as const;

/** Ten minutes long: Ada had it in any skill, then it went to skill 7, then Bob had it; nobody has it any more. */
const CLOSED: Conversation = {
  ...newConversation('c', 'jane', 2 * TEN, { skillId: '7' }),
  state: 'CLOSE',
  endMs: 3 * TEN,
  csatRate: 4,
  participants: [jane, bob],
  turns: [
    { atMs: 2 * TEN, skillId: '-1', participants: [jane, ada] },
    { atMs: 2 * TEN, skillId: '7', participants: [jane] },
    { atMs: 2 * TEN, skillId: '7', participants: [jane, bob] },
  ],
  messages: [
    { sequence: 0, from: jane, atMs: 0, audience: 'ALL', event: { type: 'ContentEvent', message: 'My PARCEL' } },
    { sequence: 1, from: ada, atMs: 0, audience: 'ALL', event: { type: 'RichContentEvent', content: {} } },
    { sequence: 2, from: jane, atMs: 0, audience: 'ALL', event: { type: 'AcceptStatusEvent', sequenceList: [1] } },
  ],
};
/** Nobody has it yet, and nothing was said. */
const OPEN = newConversation('o', 'joan', 2 * TEN, {});

const isFound = (conversation: Conversation, body: object, nowMs = 2 * TEN): boolean =>
  fits(readFilter(contextOf(), { start: START, ...body }).filter, { conversation, people: PEOPLE, nowMs });

describe('A conversation is found', () => {
  it.each([
    ['the beginning of its start', { start: { from: 2 * TEN, to: 3 * TEN } }],
    ['the end of its start', { start: { from: TEN, to: 2 * TEN } }],
    ['its end', { end: { from: 3 * TEN, to: 3 * TEN } }],
    ['its state', { status: ['OPEN', 'CLOSE'] }],
    ['how many seconds it lasted', { duration: { from: 600, to: 600 } }],
    ['its rating', { csat: { from: 4, to: 4 } }],
    ['the source of all', { source: ['SMS', 'APP'] }],
    ['the device of all', { device: ['NA'] }],
    ['its skill', { latestSkillIds: [7] }],
    ['a skill that it had', { skillIds: ['-1'] }],
    ['who has it', { latestAgentIds: ['22'] }],
    ['the old id of who has it', { latestAgentIds: ['1.22'] }],
    ['the other id of who has it', { latestAgentIds: ['pid-of-bob'] }],
    ['who had it', { agentIds: ['11', '99'] }],
    ['the group that agents are in', { agentGroupIds: [-1] }],
    ['the type of one of its messages', { messageContentTypes: ['RICH_CONTENT'] }],
    ['a part of what was said, in any case', { keyword: 'parcel' }],
    ['being with an agent', { latestConversationQueueState: 'ACTIVE' }],
  ])('by %s', (_, filter) => {
    expect(isFound(CLOSED, filter)).toBe(true);
  });

  it('while it is open by how long it has lasted until now, and as one that waits', () => {
    expect(isFound(OPEN, { duration: { from: 60, to: 60 } }, 2 * TEN + MINUTE)).toBe(true);
    expect(isFound(OPEN, { status: ['OPEN'], latestConversationQueueState: 'IN_QUEUE', skillIds: [-1] })).toBe(true);
  });
});

describe('A conversation is not found', () => {
  it.each([
    ['a start before its own', { start: { from: 0, to: TEN } }],
    ['a start after its own', { start: { from: 3 * TEN, to: 4 * TEN } }],
    ['an end before its own', { end: { from: 0, to: 2 * TEN } }],
    ['an end after its own', { end: { from: 4 * TEN, to: 5 * TEN } }],
    ['another state', { status: ['OPEN'] }],
    ['no state', { status: [] }],
    ['a longer time', { duration: { from: 601 } }],
    ['a shorter time', { duration: { to: 599 } }],
    ['a better rating', { csat: { from: 5 } }],
    ['a worse rating', { csat: { to: 3 } }],
    ['another source', { source: ['SMS'] }],
    ['another device', { device: ['DESKTOP'] }],
    ['a skill that it had once, as its latest', { latestSkillIds: [-1] }],
    ['a skill that it never had', { skillIds: [8] }],
    ['who had it once, as the latest agent', { latestAgentIds: ['11'] }],
    ['an agent who never had it', { agentIds: ['33'] }],
    ['its consumer, who is no agent', { agentIds: ['jane'] }],
    ['another group', { agentGroupIds: [1] }],
    ['a type that none of its messages has', { messageContentTypes: ['HOSTED_FILE'] }],
    ['what was not said', { keyword: 'parcels' }],
    ['waiting', { latestConversationQueueState: 'IN_QUEUE' }],
    ['a score, which none has', { mcs: {} }],
    ['all that is true and one thing that is not', { status: ['CLOSE'], csat: { from: 5 }, keyword: 'parcel' }],
  ])('by %s', (_, filter) => {
    expect(isFound(CLOSED, filter)).toBe(false);
  });

  it.each([
    ['an end', { end: START }],
    ['a rating', { csat: { to: 5 } }],
    ['an agent', { agentIds: ['11'] }],
    ['a latest agent', { latestAgentIds: ['11'] }],
    ['a group', { agentGroupIds: [-1] }],
    ['a type of message', { messageContentTypes: ['TEXT_PLAIN'] }],
    ['a word', { keyword: '' }],
  ])('by %s when it has none', (_, filter) => {
    expect(isFound(OPEN, filter)).toBe(false);
  });
});
