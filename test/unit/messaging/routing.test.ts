import { describe, expect, it } from '@jest/globals';
import type { Account } from '../../../mock-server/domain/account.ts';
import type { Conversation, Participant } from '../../../mock-server/domain/conversation.ts';
import type { Availability } from '../../../mock-server/domain/presence.ts';
import type { Ring } from '../../../mock-server/messaging/routing.ts';
import { routingOf } from '../../../mock-server/messaging/routing.ts';
import { openAccount } from '../domain/open-account.ts';
import { countReaders } from './count-readers.ts';

const idOf = (name: string): string => `100.${name}`;
const agent = (name: string, more: Partial<Participant> = {}): Participant => ({
  id: idOf(name),
  pid: name,
  role: 'ASSIGNED_AGENT',
  state: 'ACTIVE',
  ...more,
});

interface Joining {
  readonly skills?: readonly string[];
  /** Default: he is online. */
  readonly is?: Availability | 'untold';
  readonly onRing?: (ring: Ring) => void;
}

function openRouting(account: Account = openAccount()) {
  const routing = routingOf(account);
  const { conversations, presence } = account;
  const heard: string[] = [];
  const be = (name: string, availability: Availability): void => {
    presence.set({ id: idOf(name), pid: name, availability, sinceMs: 0 });
  };
  return {
    routing,
    account,
    conversations,
    be,
    join: (name: string, { skills = [], is = 'ONLINE', onRing }: Joining = {}): (() => void) => {
      if (is !== 'untold') be(name, is);
      return routing.join({
        id: idOf(name),
        pid: name,
        skills,
        onRing: (ring) => {
          heard.push(`${name} ${ring.state} ${ring.skillId}`);
          onRing?.(ring);
        },
      });
    },
    /** What the agents heard since this was asked the last time. */
    heard: () => heard.splice(0),
    /** The one ring that waits for an agent. */
    ringOf: (name: string): Ring => {
      const [ring] = routing.waiting(name);
      if (ring === undefined) throw new Error(`nothing rings for ${name}`);
      return ring;
    },
    /** Who takes part in a conversation from now on, beside its consumer. */
    setAgents: (conversation: Conversation, ...agents: readonly Participant[]): void => {
      const [consumer] = conversation.participants;
      conversations.change(conversation, { participants: consumer === undefined ? agents : [consumer, ...agents] });
    },
  };
}

describe('A conversation rings', () => {
  it.each<[string, Joining, boolean]>([
    ['is online', {}, true],
    ['holds its skill', { skills: ['7', '12'] }, true],
    ['holds other skills alone', { skills: ['7'] }, false],
    ['is away', { is: 'AWAY' }, false],
    ['is occupied', { is: 'OCCUPIED' }, false],
    ['never told how available he is', { is: 'untold' }, false],
  ])('for an agent who %s, or not: %j %p', (_, joining, isRung) => {
    const { conversations, join, heard } = openRouting();
    join('ada', joining);
    conversations.open('jane', { skillId: '12' });
    expect(heard()).toEqual(isRung ? ['ada WAITING 12'] : []);
  });

  it('for whoever holds any skill, where it needs none', () => {
    const { conversations, join, heard } = openRouting();
    join('ada', { skills: ['7'] });
    conversations.open('jane');
    expect(heard()).toEqual(['ada WAITING -1']);
  });

  it('once for an agent, on all his sockets, until the last of them is gone', () => {
    const { conversations, routing, join, heard, ringOf } = openRouting();
    const [leave, leaveToo] = [join('ada'), join('ada')];
    join('bob');
    conversations.open('jane');
    expect(heard()).toEqual(['ada WAITING -1', 'ada WAITING -1', 'bob WAITING -1']);
    const ring = ringOf('ada');
    leave();
    expect([ring.state, routing.waiting('ada'), heard()]).toEqual(['WAITING', [ring], []]);
    leaveToo();
    expect([ring.state, routing.waiting('ada'), heard()]).toEqual(['CANCELLED', [], []]);
    expect(ringOf('bob').state).toBe('WAITING');
  });

  it('anew when its skill changes, and no more when it is closed', () => {
    const { conversations, join, heard, ringOf } = openRouting();
    join('ada', { skills: ['12', '77'] });
    join('bob', { skills: ['12'] });
    const conversation = conversations.open('jane', { skillId: '12' });
    heard();
    const before = ringOf('ada');
    conversations.change(conversation, { note: 'the skill is what it was' });
    expect(heard()).toEqual([]);
    conversations.change(conversation, { skillId: '77' });
    expect(heard()).toEqual(['ada CANCELLED 12', 'bob CANCELLED 12', 'ada WAITING 77']);
    expect(ringOf('ada').id).not.toBe(before.id);
    conversations.close(conversation);
    expect(heard()).toEqual(['ada CANCELLED 77']);
  });

  it('for the agent alone who is asked to take it, whatever he says of himself', () => {
    const { conversations, join, heard, ringOf, routing, setAgents } = openRouting();
    join('ada');
    join('bob', { skills: ['7'], is: 'AWAY' });
    const conversation = conversations.open('jane', { skillId: '12' });
    routing.accept(ringOf('ada'));
    heard();
    setAgents(conversation, agent('ada'), agent('bob', { state: 'SUGGESTED' }));
    expect(heard()).toEqual(['bob WAITING 12']);
    routing.accept(ringOf('bob'));
    expect(conversation.participants.map(({ pid, state }) => `${pid} ${state}`)).toEqual(['jane ACTIVE', 'bob ACTIVE']);
    setAgents(conversation, agent('ada', { state: 'SUGGESTED' }));
    heard();
    conversations.close(conversation);
    expect(heard()).toEqual(['ada CANCELLED 12']);
  });

  it.each<[string, Availability, boolean]>([
    ['occupied', 'OCCUPIED', true],
    ['away', 'AWAY', false],
    ['back soon', 'BACK_SOON', false],
  ])('in a transfer for who is %s, or not', (_, is, isRung) => {
    const { conversations, join, heard, setAgents } = openRouting();
    const conversation = conversations.open('jane');
    setAgents(conversation, agent('eve'));
    // Somebody had it before the first agent was there for rings.
    join('ada', { is });
    setAgents(conversation);
    expect(heard()).toEqual(isRung ? ['ada WAITING -1'] : []);
  });

  it('for nobody who passed it over, until he tells his state again', () => {
    const { conversations, join, heard, ringOf, routing, account, be } = openRouting();
    join('ada');
    join('bob');
    const conversation = conversations.open('jane');
    const ring = ringOf('bob');
    routing.reject(ringOf('ada'));
    heard();
    account.clock.advance('71999ms');
    be('bob', 'ONLINE');
    expect([ring.state, heard()]).toEqual(['WAITING', []]);
    account.clock.advance('1ms');
    conversations.change(conversation, { note: 'nobody wants it' });
    expect([ring.state, heard()]).toEqual(['EXPIRED', ['bob EXPIRED -1']]);
    be('ada', 'ONLINE');
    expect(heard()).toEqual(['ada WAITING -1']);
  });
});

describe('A ring', () => {
  it('is found by its id, by its agent alone, while it waits', () => {
    const { conversations, join, ringOf, routing } = openRouting();
    join('ada');
    join('bob');
    conversations.open('jane', { skillId: '12' });
    const other = conversations.open('john');
    routing.reject(ringOf('bob'));
    const [first, second] = routing.waiting('ada');
    const [left] = routing.waiting('bob');
    expect([first?.skillId, second?.skillId, left?.skillId]).toEqual(['12', '-1', '-1']);
    expect(routing.waiting('eve')).toEqual([]);
    const ids = [first?.id ?? '', second?.id ?? '', left?.id ?? '', 'nothing'];
    expect(ids.map((id) => routing.find(id, 'ada'))).toEqual([first, second, undefined, undefined]);
    expect(ids.map((id) => routing.find(id, 'bob'))).toEqual([undefined, undefined, left, undefined]);
    expect(ids.map((id) => routing.find(id, 'eve'))).toEqual([undefined, undefined, undefined, undefined]);
    conversations.close(other);
    expect(routing.find(second?.id ?? '', 'ada')).toBeUndefined();
  });

  it('that is accepted gives the conversation to its agent, in the place of whoever had it', () => {
    const { conversations, join, ringOf, routing, setAgents, heard } = openRouting();
    join('ada');
    join('bob');
    const conversation = conversations.open('jane');
    const manager = agent('max', { role: 'MANAGER' });
    const asked = ['eve', 'bob'].map((name) => agent(name, { state: 'SUGGESTED' }));
    setAgents(conversation, agent('gus'), manager, ...asked);
    heard();
    const ring = ringOf('bob');
    routing.accept(ring);
    expect([ring.state, heard()]).toEqual(['ACCEPTED', ['bob ACCEPTED -1']]);
    const [jane] = conversation.participants;
    expect(conversation.participants).toEqual([jane, manager, asked[0], agent('bob')]);
  });

  it('takes the others of its conversation with it, and expires no more', () => {
    const { conversations, join, ringOf, routing, account, heard } = openRouting();
    join('ada');
    join('bob');
    conversations.open('jane');
    const rings = [ringOf('ada'), ringOf('bob')];
    heard();
    routing.accept(ringOf('ada'));
    expect(heard()).toEqual(['ada ACCEPTED -1', 'bob CANCELLED -1']);
    account.clock.advance('10m');
    expect([rings.map(({ state }) => state), heard()]).toEqual([['ACCEPTED', 'CANCELLED'], []]);
  });

  it('of an agent who has left cannot be accepted', () => {
    const { conversations, join, ringOf, routing } = openRouting();
    const leave = join('ada');
    join('bob');
    const conversation = conversations.open('jane');
    const ring = ringOf('ada');
    leave();
    routing.accept(ring);
    expect([ring.state, conversation.participants.length]).toEqual(['CANCELLED', 1]);
  });

  it('may end while the others of its conversation do', () => {
    const { conversations, join, heard } = openRouting();
    const others: (() => void)[] = [];
    join('ada', {
      onRing: ({ state }) => {
        if (state === 'CANCELLED') for (const leave of others) leave();
      },
    });
    others.push(join('bob'));
    const conversation = conversations.open('jane');
    heard();
    conversations.close(conversation);
    expect(heard()).toEqual(['ada CANCELLED -1']);
  });
});

describe('Routing', () => {
  it('reads what happens from its first agent to its last, and begins anew with the next', () => {
    const { watched, readers } = countReaders(openAccount());
    const { conversations, join, heard, setAgents } = openRouting(watched);
    expect(readers()).toBe(0);
    const [ada, bob] = [join('ada'), join('bob')];
    expect(readers()).toBe(2);
    ada();
    expect(readers()).toBe(2);
    bob();
    expect(readers()).toBe(0);
    bob();
    const conversation = conversations.open('jane');
    setAgents(conversation, agent('eve'));
    const again = join('ada', { is: 'OCCUPIED' });
    expect(readers()).toBe(2);
    setAgents(conversation);
    expect(heard()).toEqual(['ada WAITING -1']);
    again();
    // What was known of it is gone with the last agent: it has been nobody's since anybody looked.
    join('bob', { is: 'OCCUPIED' });
    expect(heard()).toEqual([]);
  });
});
