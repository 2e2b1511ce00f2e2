import { expect, it } from '@jest/globals';
import type { AgentPresence, Availability } from '../../../mock-server/domain/presence.ts';
import { createPresence } from '../../../mock-server/domain/presence.ts';

const agent = (name: string, availability: Availability = 'ONLINE'): AgentPresence => ({
  id: `account.${name}`,
  pid: `pid-of-${name}`,
  availability,
  sinceMs: 1000,
});

it('the agents who are there are found by either id, and by no other', () => {
  const presence = createPresence();
  for (const name of ['ada', 'bob']) presence.set(agent(name));
  expect(presence.list()).toEqual([agent('ada'), agent('bob')]);
  for (const name of ['ada', 'bob'])
    expect([presence.find(`account.${name}`), presence.find(`pid-of-${name}`)]).toEqual([agent(name), agent(name)]);
  expect([presence.find('account.eve'), presence.find('ada')]).toEqual([undefined, undefined]);
});

it('every change of presence is told to all who read it, until they have enough', () => {
  const presence = createPresence();
  presence.set(agent('early'));
  const heard: string[] = [];
  const stops = ['one', 'other'].map((reader) =>
    presence.read(({ pid, availability }) => heard.push(`${reader}: ${pid} ${availability}`)),
  );
  presence.set(agent('ada', 'AWAY'));
  stops[0]?.();
  presence.set(agent('ada', 'OFFLINE'));
  expect(heard).toEqual(['one: pid-of-ada AWAY', 'other: pid-of-ada AWAY', 'other: pid-of-ada OFFLINE']);
});

it('the presence of a thousand agents is kept; past that, of those who told it last', () => {
  const presence = createPresence();
  const names = Array.from({ length: 1000 }, (_, index) => `agent-${String(index)}`);
  for (const name of names) presence.set(agent(name));
  expect(presence.list().map(({ id }) => id)).toEqual(names.map((name) => agent(name).id));
  presence.set(agent('agent-0', 'AWAY'));
  expect(presence.list()).toHaveLength(1000);
  presence.set(agent('one-more'));
  expect(presence.list()).toHaveLength(1000);
  expect(presence.list().slice(-2)).toEqual([agent('agent-0', 'AWAY'), agent('one-more')]);
  expect([presence.find('account.agent-1'), presence.find('account.agent-2')]).toEqual([undefined, agent('agent-2')]);
});
