import { describe, expect, it } from '@jest/globals';
import type { AgentClientOptions } from '../../../../mock-server/control/clients/agent-client.ts';
import { createClients } from '../../../../mock-server/control/clients/clients.ts';
import type { Answer, FakeMock, Frame } from './fake-mock.ts';
import { openFakeMock, refusalOf } from './fake-mock.ts';

const ring = (ringId: string, ringState = 'WAITING', more: object = {}): Frame => ({
  kind: 'notification',
  type: '.ams.routing.RingUpdated',
  body: { ringId, ringState, convId: `of ${ringId}`, consumerId: 'jane', skillId: '-1', ...more },
});

const said = (sequence: number, message: string, id: string): object => ({
  dialogId: 'of 1',
  sequence,
  originatorId: id,
  originatorMetadata: { id, role: 'CONSUMER' },
  event: { type: 'ContentEvent', message },
});

const answers = ({ type }: Frame): Answer =>
  type === '.ams.ms.QueryMessages' ? { body: [said(0, 'before', 'jane')] } : { body: { sequence: 7 } };

async function open(options?: AgentClientOptions, fake: FakeMock = openFakeMock(answers)) {
  const agent = await createClients(fake.setup).agentClient(options);
  return { fake, agent, opening: fake.taken().map(({ type, body }) => [type, body]) };
}

describe('The client of an agent', () => {
  it('logs in without a call, is online, and listens to conversations and rings', async () => {
    const { fake, agent, opening } = await open();
    const [session] = fake.accounts.find('100')?.agentSessions.all() ?? [];
    expect(fake.calls.map(({ path, query }) => [path, query.toString()])).toEqual([
      [`/ws_api/account/100/messaging/brand/${agent.bearer}`, 'v=2.1'],
    ]);
    expect(agent).toMatchObject({ accountId: '100', username: 'ada', bearer: session?.bearer, socketId: 'socket-1' });
    expect(agent.agentId).toMatch(/^100\.\w+$/);
    expect(agent.conversationId).toBeUndefined();
    expect(opening).toEqual([
      ['.ams.routing.SetAgentState', { channels: ['MESSAGING'], agentUserId: agent.agentId, availability: 'ONLINE' }],
      ['.ams.aam.SubscribeExConversations', { agentIds: [agent.agentId] }],
      ['.ams.routing.SubscribeRoutingTasks', { brandId: '100' }],
    ]);
  });

  it.each<[AgentClientOptions, accountId: string, username: string]>([
    [{ username: 'bob' }, '100', 'bob'],
    [{ username: 'anybody' }, '100', 'anybody'],
    [{ accountId: '200' }, '200', 'agent'],
  ])('is who the options %j say', async (options, accountId, username) => {
    expect((await open(options)).agent).toMatchObject({ accountId, username });
  });

  it('is as available as the options say, and then as the test does', async () => {
    const { agent, fake, opening } = await open({ availability: 'AWAY' });
    await agent.setAvailability('OCCUPIED');
    const state = { channels: ['MESSAGING'], agentUserId: agent.agentId };
    expect([opening[0]?.[1], fake.taken()[0]?.['body']]).toEqual([
      { ...state, availability: 'AWAY' },
      { ...state, availability: 'OCCUPIED' },
    ]);
  });

  it.each<[object, isClosed: boolean, sentence: string]>([
    [{ name: 'x' }, false, 'agentClient: no option name; there are accountId, username, availability'],
    [{ accountId: '!' }, false, 'this mock has no account "!": that is not an account id'],
    [
      { username: 'eve' },
      true,
      'agentClient: account 100 has no agent "eve", and this mock is closed; configured: ada, bob',
    ],
    [
      { accountId: '200' },
      true,
      'agentClient: account 200 has no agent "agent", and this mock is closed; configured: none',
    ],
  ])('is refused the options %j', async (options, isClosed, sentence) => {
    const fake = openFakeMock(answers, undefined, isClosed);
    await expect(open(options as AgentClientOptions, fake)).rejects.toThrow(new TypeError(sentence));
    expect((await open({ username: 'bob' }, fake)).agent.username).toBe('bob');
  });

  it('takes rings, each once, and not one that has ended', async () => {
    const { agent, fake } = await open();
    for (const frame of [ring('0'), ring('1'), ring('2', 'WAITING', { skillId: '7' }), ring('1', 'CANCELLED')])
      fake.tell(frame);
    expect([await agent.nextRing(), await agent.nextRing()]).toEqual([
      { ringId: '0', conversationId: 'of 0', consumerId: 'jane', skillId: '-1' },
      { ringId: '2', conversationId: 'of 2', consumerId: 'jane', skillId: '7' },
    ]);
    const late = refusalOf(agent.nextRing({ signal: AbortSignal.abort() }));
    expect((await late).message).toBe('nextRing: the signal ended the wait before a ring came; nothing rings');
    const waits = [agent.nextRing(), agent.acceptRing(), agent.rejectRing()].map(refusalOf);
    agent.disconnect();
    expect((await Promise.all(waits)).map(({ message }) => message)).toEqual(
      ['nextRing', 'acceptRing', 'rejectRing'].map(
        (method) => `${method}: the socket was closed with 1000 before a ring came; nothing rings`,
      ),
    );
  });

  it('accepts a ring, and hears what was said so far and what is said from then on', async () => {
    const { agent, fake } = await open();
    fake.tell(ring('1'));
    expect([await agent.acceptRing(), agent.conversationId]).toEqual(['of 1', 'of 1']);
    fake.tell({ kind: 'notification', type: '.ams.ms.OnlineEventDistribution', body: said(1, 'mine', agent.agentPid) });
    fake.tell({ kind: 'notification', type: '.ams.ms.OnlineEventDistribution', body: said(2, 'after', 'jane') });
    expect([await agent.nextMessage(), await agent.nextMessage()]).toMatchObject([
      { text: 'before', conversationId: 'of 1' },
      { text: 'after', conversationId: 'of 1' },
    ]);
    fake.tell(ring('2'));
    await agent.rejectRing();
    fake.tell(ring('3'));
    const offered = { ringId: '4', conversationId: 'of 4', consumerId: 'jane', skillId: '-1' };
    await agent.rejectRing(offered);
    expect([await agent.acceptRing({ ...offered, ringId: '5' }), agent.conversationId]).toEqual(['of 4', 'of 4']);
    expect(fake.taken().map(({ type, body }) => [type, body])).toEqual([
      ['.ams.routing.UpdateRingState', { ringId: '1', ringState: 'ACCEPTED' }],
      ['.ams.ms.QueryMessages', { dialogId: 'of 1' }],
      ['.ams.routing.UpdateRingState', { ringId: '2', ringState: 'REJECTED' }],
      ['.ams.routing.UpdateRingState', { ringId: '4', ringState: 'REJECTED' }],
      ['.ams.routing.UpdateRingState', { ringId: '5', ringState: 'ACCEPTED' }],
      ['.ams.ms.QueryMessages', { dialogId: 'of 4' }],
    ]);
  });

  it('hears who closed which conversation', async () => {
    const { agent, fake } = await open();
    const change = (convId: string, conversationDetails: object): object => ({
      result: { convId, conversationDetails },
    });
    const changes = [
      change('1', { state: 'OPEN', closeReason: 'CONSUMER' }),
      change('2', { state: 'CLOSE', closeReason: 'CONSUMER' }),
      change('3', { state: 'CLOSE' }),
    ];
    fake.tell({ kind: 'notification', type: '.ams.aam.ExConversationChangeNotification', body: { changes } });
    for (const type of ['.ams.routing.RoutingTaskNotification', '.ams.routing.AgentStateNotification'])
      fake.tell({ kind: 'notification', type, body: {} });
    const ends = ['2', '3'].map((conversationId) => agent.waitForClose({ conversationId }));
    expect(await Promise.all(ends)).toEqual(['CONSUMER', 'SYSTEM']);
    const open1 = refusalOf(agent.waitForClose({ conversationId: '1', signal: AbortSignal.abort() }));
    expect((await open1).message).toMatch(
      /^waitForClose: the signal ended the wait before the end of the conversation 1/,
    );
  });

  it('says what agents alone see, and gives the conversation to another skill', async () => {
    const { agent, fake } = await open();
    const hint = 'there is no conversation yet; first: await agent.acceptRing()';
    expect((await refusalOf(agent.transfer('7'))).message).toBe(`transfer: ${hint}`);
    fake.tell(ring('1'));
    await agent.acceptRing();
    fake.taken();
    expect(await agent.say('psst', { messageAudience: 'AGENTS_AND_MANAGERS' })).toBe(7);
    await agent.transfer('7');
    await agent.transfer('8', { conversationId: 'other' });
    await agent.closeConversation();
    const update = (conversationId: string, field: object): unknown[] => [
      '.ams.cm.UpdateConversationField',
      { conversationId, conversationField: [field] },
    ];
    expect(fake.taken().map(({ type, body }) => [type, body])).toEqual([
      [
        '.ams.ms.PublishEvent',
        {
          dialogId: 'of 1',
          messageAudience: 'AGENTS_AND_MANAGERS',
          event: { type: 'ContentEvent', contentType: 'text/plain', message: 'psst' },
        },
      ],
      update('of 1', { field: 'Skill', type: 'UPDATE', skill: '7' }),
      update('other', { field: 'Skill', type: 'UPDATE', skill: '8' }),
      update('of 1', { field: 'ConversationStateField', conversationState: 'CLOSE' }),
    ]);
  });

  it.each<[type: string, method: string]>([
    ['.ams.routing.SetAgentState', 'agentClient'],
    ['.ams.aam.SubscribeExConversations', 'agentClient'],
    ['.ams.routing.SubscribeRoutingTasks', 'agentClient'],
    ['.ams.routing.UpdateRingState', 'acceptRing'],
    ['.ams.ms.QueryMessages', 'acceptRing'],
    ['.ams.cm.UpdateConversationField', 'transfer'],
  ])('says whose %s was refused', async (refused, method) => {
    const fake = openFakeMock((frame) => (frame['type'] === refused ? { code: 403, body: 'no' } : answers(frame)));
    const run = async (): Promise<void> => {
      const { agent } = await open({}, fake);
      fake.tell(ring('1'));
      await agent.acceptRing();
      await agent.transfer('7');
    };
    expect((await refusalOf(run())).message).toBe(`${method}: the mock answered 403, no`);
  });

  it('says whose handshake and whose later availability was refused', async () => {
    const refused = openFakeMock(answers, { status: 401, headers: {}, body: '' });
    expect((await refusalOf(open({}, refused))).message).toBe('agentClient: the handshake was answered 401');
    let count = 0;
    const fake = openFakeMock(({ type }) =>
      type === '.ams.routing.SetAgentState' && (count += 1) > 1 ? { code: 400, body: 'no' } : {},
    );
    const { agent } = await open({}, fake);
    expect((await refusalOf(agent.setAvailability('AWAY'))).message).toBe('setAvailability: the mock answered 400, no');
    fake.tell(ring('1'));
    expect((await refusalOf(agent.rejectRing())).message).toBe('it was not refused');
  });
});
