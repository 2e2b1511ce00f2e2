import { expect, it } from '@jest/globals';
import type { Account } from '../../../../mock-server/domain/account.ts';
import type { Participant } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant, newConversation } from '../../../../mock-server/domain/conversation.ts';
import { agentsOf, latestAgentOf, peopleOf } from '../../../../mock-server/endpoints/history/people.ts';

const agent = (id: string, pid: string, role: Participant['role'] = 'ASSIGNED_AGENT'): Participant => ({
  id,
  pid,
  role,
  state: 'ACTIVE',
});
const accountWith = (configuration?: object): Account =>
  ({
    id: '1',
    agents: [
      { username: 'ada', user: { fullName: 'Ada L.', nickname: 'Countess' } },
      { username: 'bob', user: { fullName: 7, nickname: null } },
    ],
    agentSessions: {
      users: () => ['ada', 'bob', 'eve'].map((loginName) => ({ loginName, userPid: `pid of ${loginName}` })),
    },
    settings: { configuration },
  }) as unknown as Account;

it('An agent is named without the account, a consumer and who is of another account as they are', () => {
  const people = peopleOf(accountWith());
  expect(people.idOf(agent('1.11', 'p'))).toBe('11');
  expect(people.idOf(agent('2.11', 'p'))).toBe('2.11');
  expect(people.idOf(consumerParticipant('1.11'))).toBe('1.11');
});

it.each([
  ['the account says', 'ada', { login: 'ada', full: 'Ada L.', nick: 'Countess' }],
  ['of the login where the account says no texts', 'bob', { login: 'bob', full: 'bob', nick: 'bob' }],
  ['of the login where the account says nothing', 'eve', { login: 'eve', full: 'eve', nick: 'eve' }],
  ['of the id where nobody has logged in', 'nobody', { login: '11', full: '11', nick: '11' }],
])('An agent has the names that %s', (_, name, names) => {
  expect(peopleOf(accountWith()).namesOf(agent('1.11', `pid of ${name}`))).toEqual(names);
});

it.each([
  ['no configuration', undefined, '7'],
  ['no skills', {}, '7'],
  ['other skills', { skills: [{ id: 8, name: 'Billing' }] }, '7'],
  ['the skill', { skills: [{ id: 7, name: 'Sales' }] }, 'Sales'],
])('A skill of an account with %s has its name or its id, and none is Unassigned', (_, configuration, name) => {
  const people = peopleOf(accountWith(configuration));
  expect([people.skillNameOf('7'), people.skillNameOf('-1')]).toEqual([name, 'Unassigned']);
});

it('The agents of a conversation are those of each turn and those who spoke; who was assigned last has or had it', () => {
  const [ada, bob, eve] = [agent('1.1', 'ada'), agent('1.2', 'bob', 'MANAGER'), agent('1.3', 'eve', 'AGENT')];
  const jane = consumerParticipant('jane');
  const messages = [jane, eve].map((from) => ({ sequence: 0, from, atMs: 0, audience: 'ALL', event: {} }) as const);
  const turns = [[jane], [jane, ada, { ...eve, state: 'SUGGESTED' } as const], [jane, bob]];
  const conversation = {
    ...newConversation('c', 'jane', 0, {}),
    messages,
    turns: turns.map((participants) => ({ atMs: 0, skillId: '-1', participants })),
  };
  expect(agentsOf(conversation)).toEqual([ada, bob, eve]);
  expect(latestAgentOf(conversation)).toBe(ada);
  expect(latestAgentOf(newConversation('c', 'jane', 0, {}))).toBeUndefined();
});
