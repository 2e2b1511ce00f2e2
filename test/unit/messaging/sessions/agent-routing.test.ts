import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../../../../mock-server/errors/refusal.ts';
import type { JsonObject } from '../../../../mock-server/http/body.ts';
import type { CommandScene } from '../../../../mock-server/messaging/commands/command.ts';
import type { FrameRequest } from '../../../../mock-server/messaging/frame.ts';
import { agentRoutingCommands } from '../../../../mock-server/messaging/sessions/agent-routing.ts';
import { openAccount } from '../../domain/open-account.ts';

/** What an agent asks for on a socket, and what he is told. */
function openAgent(name = 'ada', account = openAccount()) {
  const told: [name: string, body: JsonObject][] = [];
  const ends: (() => void)[] = [];
  const commands = agentRoutingCommands(
    {
      id: 'socket',
      accountId: account.id,
      notify: (...note) => told.push(note as [string, JsonObject]),
      end: () => undefined,
      onEnd: (run) => ends.push(run),
    },
    account,
    { side: 'agent', id: `100.${name}`, pid: name, skills: [] },
    account.ids,
  );
  const ask = (type: string, body: JsonObject = {}): unknown => {
    try {
      const scene = { account, clock: account.clock } as unknown as CommandScene;
      return commands[`routing.${type}`]?.(body, scene, {} as FrameRequest);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [error.error, error.reason.slug, error.reason.sentence];
    }
  };
  return {
    account,
    ask,
    close: () => {
      for (const end of ends) end();
    },
    /** The id of a new subscription. */
    subscribe: (to: 'RoutingTasks' | 'AgentsState', body?: JsonObject): string =>
      (ask(`Subscribe${to}`, body) as { body: { subscriptionId: string } }).body.subscriptionId,
    told: () => told.splice(0),
    /** The rings that he was told of, as `state`, each with its id. */
    rings: () => {
      const updates = told.splice(0).filter(([type]) => type === 'routing.RingUpdated');
      return updates.map(([, { ringId, ringState }]) => [String(ringState), String(ringId)] as const);
    },
  };
}

const malformed = (sentence: string): unknown => ['BAD_REQUEST', 'command-malformed', sentence];
const text = (body: string, code: number): unknown => ({ name: 'Text', code, body });

describe('The state of an agent', () => {
  it.each(['ONLINE', 'AWAY', 'BACK_SOON', 'OFFLINE', 'OCCUPIED'])('may be %s', (availability) => {
    const { account, ask } = openAgent();
    account.clock.advance('5ms');
    expect(ask('SetAgentState', { availability })).toEqual(text('Agent state updated successfully', 202));
    expect(account.presence.list()).toEqual([{ id: '100.ada', pid: 'ada', availability, sinceMs: 5 }]);
  });

  it.each([[undefined], ['online'], [''], [['ONLINE']]])('may not be %j', (availability) => {
    const { account, ask } = openAgent();
    const sentence = 'availability must be one of ONLINE, AWAY, BACK_SOON, OFFLINE, OCCUPIED';
    expect(ask('SetAgentState', { availability })).toEqual(malformed(sentence));
    expect(account.presence.list()).toEqual([]);
  });

  it.each<[JsonObject, readonly string[]]>([
    [{}, ['100.ada', '100.bob']],
    [{ agentId: 7 }, ['100.ada', '100.bob']],
    [{ agentId: '100.bob' }, ['100.bob']],
    [{ agentId: 'bob' }, ['100.bob']],
    [{ agentId: 'eve' }, []],
  ])('is told to whoever subscribes, at once and with each change, of all or of one: %j', (body, ids) => {
    const { account, subscribe, told, close } = openAgent();
    const setAll = (): void => {
      for (const pid of ['ada', 'bob'])
        account.presence.set({ id: `100.${pid}`, pid, availability: 'AWAY', sinceMs: 0 });
    };
    setAll();
    const subscriptionId = subscribe('AgentsState', body);
    const change = (agentUserId: string): object => ({
      type: 'UPSERT',
      result: { agentUserId, channels: ['MESSAGING'], availability: 'AWAY', description: '' },
    });
    const note = (...changes: object[]): unknown => ['routing.AgentStateNotification', { subscriptionId, changes }];
    expect(told()).toEqual([note(...ids.map(change))]);
    setAll();
    expect(told()).toEqual(ids.map((id) => note(change(id))));
    close();
    setAll();
    expect(told()).toEqual([]);
  });
});

describe('Rings', () => {
  it('are told to each subscription, but updated once', () => {
    const { account, ask, subscribe, told, close } = openAgent();
    account.conversations.open('jane');
    ask('SetAgentState', { availability: 'ONLINE' });
    const briefly = (): unknown[] =>
      told().map(([type, { subscriptionId, changes, ringState }]) =>
        type === 'routing.RingUpdated' ? ringState : [subscriptionId, (changes as unknown[]).length],
      );
    const first = subscribe('RoutingTasks');
    expect(briefly()).toEqual([[first, 1], 'WAITING']);
    const second = subscribe('RoutingTasks');
    expect(briefly()).toEqual([[second, 1], 'WAITING']);
    const conversation = account.conversations.open('john');
    expect(briefly()).toEqual([[first, 1], [second, 1], 'WAITING']);
    expect(ask('UpdateRoutingTaskSubscription', { subscriptionId: first })).toEqual(text('OK', 200));
    close();
    account.conversations.close(conversation);
    expect(told()).toEqual([]);
  });

  it('are accepted, rejected or nothing else', () => {
    const { account, ask, subscribe, rings } = openAgent();
    ask('SetAgentState', { availability: 'ONLINE' });
    subscribe('RoutingTasks');
    const [one, other] = [account.conversations.open('jane'), account.conversations.open('john')];
    const [[, first], [, second]] = rings() as [readonly [string, string], readonly [string, string]];
    for (const ringState of [undefined, 'WAITING', 'accepted', ''])
      expect(ask('UpdateRingState', { ringId: first, ringState })).toEqual(
        malformed('ringState must be ACCEPTED or REJECTED'),
      );
    expect(rings()).toEqual([]);
    const done = text('Ring state updated successfully', 202);
    expect(ask('UpdateRingState', { ringId: first, ringState: 'ACCEPTED' })).toEqual(done);
    expect(ask('UpdateRingState', { ringId: second, ringState: 'REJECTED' })).toEqual(done);
    expect(rings()).toEqual([
      ['ACCEPTED', first],
      ['REJECTED', second],
    ]);
    expect([one, other].map(({ participants }) => participants.length)).toEqual([2, 1]);
    const sentence = 'no ring of that id waits for this agent: it ended, or was never';
    for (const ringId of [first, second, 'nothing', 7, undefined])
      expect(ask('UpdateRingState', { ringId, ringState: 'ACCEPTED' })).toEqual([
        'BAD_REQUEST',
        'ring-unknown',
        sentence,
      ]);
  });
});

it.each(['RoutingTasks', 'AgentsState'] as const)('a socket has a hundred subscriptions at most: %s', (to) => {
  const { ask, subscribe } = openAgent();
  const ids = Array.from({ length: 100 }, () => subscribe(to));
  expect(new Set(ids).size).toBe(100);
  expect(ask(`Subscribe${to}`)).toEqual(malformed('a socket has at most 100 subscriptions'));
});
