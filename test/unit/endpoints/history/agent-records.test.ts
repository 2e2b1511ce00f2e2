import { expect, it } from '@jest/globals';
import type { Participant, Turn } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant } from '../../../../mock-server/domain/conversation.ts';
import {
  interactionsOf,
  joinedAgents,
  leftAgents,
  presentAgents,
  transfersOf,
} from '../../../../mock-server/endpoints/history/agent-records.ts';
import type { People } from '../../../../mock-server/endpoints/history/people.ts';

const PEOPLE: People = {
  idOf: ({ id }) => id.replace('1.', ''),
  namesOf: ({ pid }) => ({ login: pid, full: `${pid} full`, nick: `${pid} nick` }),
  skillNameOf: (id) => `skill ${id}`,
};
const as =
  (id: string, pid: string) =>
  (role: Participant['role'], state: Participant['state'] = 'ACTIVE'): Participant => ({ id, pid, role, state });
const [ada, bob] = [as('1.11', 'ada'), as('1.22', 'bob')];
const jane = consumerParticipant('jane');
const turn = (atMs: number, skillId: string, ...agents: readonly Participant[]): Turn => ({
  atMs,
  skillId,
  participants: [jane, ...agents],
});

/** Ada has it and Bob looks on, Bob takes it, it goes to another skill, back into the queue, and to Ada again. */
const TURNS: readonly Turn[] = [
  turn(0, '-1'),
  turn(1, '-1', ada('ASSIGNED_AGENT')),
  turn(2, '-1', ada('ASSIGNED_AGENT'), bob('READER')),
  turn(3, '-1', bob('ASSIGNED_AGENT'), bob('READER')),
  turn(4, '7', bob('ASSIGNED_AGENT')),
  turn(5, '7'),
  turn(6, '8'),
  turn(7, '8', ada('ASSIGNED_AGENT', 'SUGGESTED')),
  turn(8, '8', ada('ASSIGNED_AGENT')),
];

const briefly = (records: ReturnType<typeof joinedAgents>): unknown[] =>
  records.map(({ agentId, permission, timeL }) => [agentId, permission, timeL]);

it('Each agent who joins is recorded in his role at that time, once he is there', () => {
  expect(briefly(joinedAgents(TURNS, PEOPLE))).toEqual([
    ['11', 'ASSIGNED_AGENT', 1],
    ['22', 'READER', 2],
    ['22', 'ASSIGNED_AGENT', 3],
    ['11', 'ASSIGNED_AGENT', 8],
  ]);
  expect(joinedAgents(TURNS.slice(0, 2), PEOPLE)).toEqual([
    {
      agentFullName: 'ada full',
      agentNickname: 'ada nick',
      agentLoginName: 'ada',
      agentDeleted: false,
      agentId: '11',
      userType: '1',
      userTypeName: 'Human',
      role: 'AGENT',
      agentGroupName: 'Unassigned',
      agentGroupId: -1,
      time: '1970-01-01 00:00:00.001+0000',
      timeL: 1,
      permission: 'ASSIGNED_AGENT',
    },
  ]);
});

it('Each agent who leaves is recorded in the role that he had, at that time', () => {
  expect(briefly(leftAgents(TURNS, PEOPLE))).toEqual([
    ['11', 'ASSIGNED_AGENT', 3],
    ['22', 'READER', 4],
    ['22', 'ASSIGNED_AGENT', 5],
  ]);
});

it('Each agent who is there is recorded once, with when he joined last', () => {
  expect(briefly(presentAgents(TURNS, PEOPLE))).toEqual([['11', 'ASSIGNED_AGENT', 8]]);
  expect(briefly(presentAgents(TURNS.slice(0, 4), PEOPLE))).toEqual([['22', 'ASSIGNED_AGENT', 3]]);
  expect(briefly(presentAgents(TURNS.slice(0, 3), PEOPLE))).toEqual([
    ['11', 'ASSIGNED_AGENT', 1],
    ['22', 'READER', 2],
  ]);
  expect(presentAgents(TURNS.slice(0, 1), PEOPLE)).toEqual([]);
});

it('Each time in which one agent has the conversation is an interaction, whatever else changes meanwhile', () => {
  const interactions = interactionsOf(TURNS, PEOPLE);
  expect(interactions.map((each) => [each.assignedAgentId, each.interactionTimeL, each.interactiveSequence])).toEqual([
    ['11', 1, 1],
    ['22', 3, 2],
    ['11', 8, 3],
  ]);
  expect(interactions[0]).toEqual({
    assignedAgentId: '11',
    assignedAgentFullName: 'ada full',
    assignedAgentLoginName: 'ada',
    assignedAgentNickname: 'ada nick',
    interactionTimeL: 1,
    interactionTime: '1970-01-01 00:00:00.001+0000',
    interactiveSequence: 1,
  });
});

it('Each transfer says from whom and to whom, with null in words where there is nobody; a first agent is none', () => {
  const from = (id: string, name?: string): object => ({
    by: id,
    sourceAgentId: id,
    sourceAgentFullName: name === undefined ? 'null' : `${name} full`,
    sourceAgentLoginName: name ?? 'null',
    sourceAgentNickname: name === undefined ? 'null' : `${name} nick`,
  });
  const skills = (source: number, target: number): object => ({
    sourceSkillId: source,
    sourceSkillName: `skill ${String(source)}`,
    targetSkillId: target,
    targetSkillName: `skill ${String(target)}`,
  });
  const at = (ms: number): object => ({ timeL: ms, time: `1970-01-01 00:00:00.00${String(ms)}+0000` });
  expect(transfersOf(TURNS, PEOPLE)).toEqual([
    { ...at(3), reason: 'Agent', assignedAgentId: '22', ...skills(-1, -1), ...from('11', 'ada') },
    { ...at(4), reason: 'Skill', assignedAgentId: 'null', ...skills(-1, 7), ...from('22', 'bob') },
    { ...at(5), reason: 'back2Q', assignedAgentId: 'null', ...skills(7, 7), ...from('22', 'bob') },
    { ...at(6), reason: 'Skill', assignedAgentId: 'null', ...skills(7, 8), ...from('null') },
  ]);
});
