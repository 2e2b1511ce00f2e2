import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask as call, post } from '../support/calls.ts';
import { createBatch, CREATE_PATH, decode, SEND_PATH } from '../support/flows.ts';
import type { Frame, TestSocket } from '../support/sockets.ts';
import { brandSocket, CONSUMER_SOCKET, logIn, openSocket, signUp } from '../support/sockets.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';

const NOON_MS = Date.parse(NOON);
const ANY = expect.any(String) as unknown;

interface Agent {
  readonly socket: TestSocket;
  readonly oldId: string;
  readonly pid: string;
}

function openMock(): Mock {
  const agents = [
    { username: 'ada', password: 'secret' },
    { username: 'sales', password: 'secret', skills: ['77'] },
  ];
  const mock = createMock({ seed: 'agents', accounts: [{ accountId: ACCOUNT, agents }] });
  mock.clock.freeze(NOON);
  return mock;
}

async function openAgent(mock: Mock, name = 'ada'): Promise<Agent> {
  const { bearer, oldId, pid } = await logIn(mock, name);
  return { socket: await openSocket(mock, brandSocket(bearer)), oldId, pid };
}

async function openConsumer(mock: Mock): Promise<{ socket: TestSocket; sub: string }> {
  const jwt = await signUp(mock);
  const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
  return { socket, sub: String(decode(jwt).claims['sub']) };
}

function ask(socket: TestSocket, type: string, body: unknown = {}): Frame[] {
  socket.send({ kind: 'req', id: 'q', type, body });
  return socket.take();
}

/** Online, and there for rings; what that brought is taken. */
function goOnline({ socket, oldId }: Agent, availability = 'ONLINE'): Frame[] {
  ask(socket, '.ams.routing.SetAgentState', { channels: ['MESSAGING'], agentUserId: oldId, availability });
  return ask(socket, '.ams.routing.SubscribeRoutingTasks', { brandId: ACCOUNT, channelType: 'MESSAGING' });
}

function open(socket: TestSocket, body: object = {}): string {
  const [answer] = ask(socket, 'cm.ConsumerRequestConversation', body);
  return (answer?.['body'] as { conversationId: string }).conversationId;
}

const text = (message: string): object => ({ type: 'ContentEvent', contentType: 'text/plain', message });
const resp = (code: number, body: unknown, type: string): Frame => ({ kind: 'resp', reqId: 'q', code, body, type });
const said = (body: string, code = 200): Frame => resp(code, body, '.ReqBody$StringResp');
const note = (type: string, body: unknown): Frame => ({ kind: 'notification', body, type });

/** The rings that frames tell of, as `state skill`. */
function rings(frames: readonly Frame[]): string[] {
  return frames
    .filter(({ type }) => type === '.ams.routing.RingUpdated')
    .map(({ body }) => {
      const { ringState, skillId } = body as { ringState: string; skillId: string };
      return `${ringState} ${skillId}`;
    });
}

function ringId(frames: readonly Frame[]): string {
  const found = frames.find(({ type }) => type === '.ams.routing.RingUpdated');
  return (found?.['body'] as { ringId: string } | undefined)?.ringId ?? '';
}

function accept({ socket }: Agent, id: string): Frame[] {
  return ask(socket, '.ams.routing.UpdateRingState', { ringId: id, ringState: 'ACCEPTED' });
}

function change(socket: TestSocket, conversationId: string, ...fields: object[]): Frame[] {
  return ask(socket, '.ams.cm.UpdateConversationField', { conversationId, conversationField: fields });
}

describe('An agent and a consumer', () => {
  it('ring, accept, talk, read, transfer, close and rate', async () => {
    const mock = openMock();
    const [ada, bob, jane] = [await openAgent(mock), await openAgent(mock, 'bob'), await openConsumer(mock)];
    expect(ask(ada.socket, '.ams.routing.SetAgentState', { channels: ['MESSAGING'], availability: 'ONLINE' })).toEqual([
      said('Agent state updated successfully', 202),
    ]);
    expect(ask(ada.socket, '.ams.routing.SubscribeRoutingTasks', { brandId: ACCOUNT })).toEqual([
      resp(200, { subscriptionId: ANY }, '.ams.GenericSubscribe$Response'),
      note('.ams.routing.RoutingTaskNotification', { subscriptionId: ANY, changes: [] }),
    ]);
    const conversationId = open(jane.socket);
    const ringing = ada.socket.take();
    const id = ringId(ringing);
    const ring = { convId: conversationId, consumerId: jane.sub, skillId: '-1' };
    const details = {
      ringId: id,
      ringExpiration: 72_000,
      ringExpirationTs: NOON_MS + 72_000,
      ringState: 'WAITING',
      weight: NOON_MS + 600_000,
      ...ring,
    };
    const task = {
      conversationId,
      consumerId: jane.sub,
      skillId: '-1',
      brandId: ACCOUNT,
      routingTaskId: conversationId,
    };
    const tasks = (result: object): Frame =>
      note('.ams.routing.RoutingTaskNotification', { subscriptionId: ANY, changes: [{ type: 'UPSERT', result }] });
    expect(ringing).toEqual([
      tasks({ taskCompleted: false, ...task, ringsDetails: [details] }),
      note('.ams.routing.RingUpdated', { ringId: id, ringState: 'WAITING', ...ring, routingTaskId: conversationId }),
    ]);
    expect(id).toBe(`${conversationId}_${ACCOUNT}_${String(NOON_MS)}`);

    ask(ada.socket, '.ams.aam.SubscribeExConversations', { convState: ['OPEN'] });
    const [ringAnswer, accepted, updated, joined] = accept(ada, id);
    expect([ringAnswer, accepted]).toEqual([
      said('Ring state updated successfully', 202),
      tasks({ taskCompleted: true, ...task, ringsDetails: [{ ...details, ringState: 'ACCEPTED' }] }),
    ]);
    expect(rings([updated!])).toEqual(['ACCEPTED -1']);
    expect(joined).toEqual(
      note('.ams.aam.ExConversationChangeNotification', {
        subscriptionId: ANY,
        changes: [
          {
            type: 'UPSERT',
            result: {
              convId: conversationId,
              effectiveTTR: NOON_MS + 600_000,
              conversationDetails: {
                convId: conversationId,
                skillId: '-1',
                participants: { CONSUMER: [jane.sub], ASSIGNED_AGENT: [ada.oldId], MANAGER: [], READER: [] },
                participantsPId: { CONSUMER: [jane.sub], ASSIGNED_AGENT: [ada.pid], MANAGER: [], READER: [] },
                dialogs: [
                  {
                    dialogId: conversationId,
                    participantsDetails: [
                      { id: jane.sub, role: 'CONSUMER', state: 'ACTIVE' },
                      { id: ada.oldId, role: 'ASSIGNED_AGENT', state: 'ACTIVE' },
                    ],
                    dialogType: 'MAIN',
                    channelType: 'MESSAGING',
                    state: 'OPEN',
                    creationTs: NOON_MS,
                    metaDataLastUpdateTs: NOON_MS,
                  },
                ],
                brandId: ACCOUNT,
                state: 'OPEN',
                stage: 'OPEN',
                startTs: NOON_MS,
                metaDataLastUpdateTs: NOON_MS,
                firstConversation: false,
                csatRate: 0,
                ttr: { ttrType: 'PRIORITIZED', value: 600 },
                note: '',
                conversationHandlerDetails: { accountId: ACCOUNT, skillId: '-1' },
              },
              numberOfunreadMessages: { [ada.oldId]: 0 },
              lastUpdateTime: NOON_MS,
            },
          },
        ],
      }),
    );

    ask(jane.socket, 'ms.SubscribeMessagingEvents', { fromSeq: 0, dialogId: conversationId });
    ask(jane.socket, 'ms.PublishEvent', { dialogId: conversationId, event: text('hello') });
    const fromJane = {
      sequence: 0,
      originatorId: jane.sub,
      originatorPId: jane.sub,
      originatorMetadata: { id: jane.sub, role: 'CONSUMER' },
      serverTimestamp: NOON_MS,
      event: text('hello'),
      dialogId: conversationId,
    };
    expect(ada.socket.take()).toEqual([note('.ams.ms.OnlineEventDistribution', fromJane)]);
    ask(ada.socket, '.ams.ms.PublishEvent', {
      dialogId: conversationId,
      event: { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0] },
    });
    const [spoken] = ask(ada.socket, '.ams.ms.PublishEvent', { dialogId: conversationId, event: text('hi Jane') });
    expect(spoken).toEqual(resp(200, { sequence: 2 }, '.ams.ms.PublishEvent$Response'));
    expect(jane.socket.take().at(-1)).toEqual(
      note('ms.MessagingEventNotification', {
        changes: [
          {
            sequence: 2,
            originatorId: ada.pid,
            originatorMetadata: { id: ada.pid, role: 'ASSIGNED_AGENT' },
            serverTimestamp: NOON_MS,
            event: text('hi Jane'),
            conversationId,
            dialogId: conversationId,
            messageAudience: 'ALL',
          },
        ],
      }),
    );
    expect(ask(ada.socket, '.ams.ms.QueryMessages', { dialogId: conversationId, maxQuantity: 1 })).toEqual([
      resp(200, [fromJane], '.ams.ms.QueryMessages$Response'),
    ]);
    const typing = { type: 'ChatStateEvent', chatState: 'COMPOSING' };
    expect(ask(ada.socket, '.ams.ms.PublishEvent', { dialogId: conversationId, event: typing })[0]).toEqual(
      resp(200, { sequence: 0 }, '.ams.ms.PublishEvent$Response'),
    );

    goOnline(bob);
    ask(ada.socket, '.ams.routing.SetAgentState', { availability: 'AWAY' });
    expect(change(ada.socket, conversationId, { field: 'Skill', type: 'UPDATE', skill: '77' })[0]).toEqual(said('OK'));
    const transferred = bob.socket.take();
    expect(rings(transferred)).toEqual(['WAITING 77']);
    accept(bob, ringId(transferred));
    jane.socket.take();
    expect(change(bob.socket, conversationId, { field: 'ConversationStateField', conversationState: 'CLOSE' })).toEqual(
      [said('OK Conversation resolved successfully')],
    );
    const rate = { field: 'CSATRate', csatRate: 5, status: 'FILLED' };
    expect(ask(jane.socket, 'cm.UpdateConversationField', { conversationId, conversationField: [rate] })).toEqual([
      said('OK'),
    ]);
    expect(mock.snapshot().accounts[ACCOUNT]?.conversations[0]).toMatchObject({ closedBy: 'AGENT', csatRate: 5 });
  });

  it('hears in his socket what the Send API sends', async () => {
    const mock = openMock();
    const ada = await openAgent(mock);
    goOnline(ada);
    const headers = {
      authorization: await mock.account(ACCOUNT).mint.appJwt(),
      'x-lp-on-behalf': await mock.account(ACCOUNT).mint.consumerJws({ extConsumerId: 'jane' }),
    };
    const created = JSON.parse((await post(mock, CREATE_PATH, createBatch(), headers)).body) as {
      body: { conversationId: string };
    }[];
    const { conversationId: dialogId } = created[1]!.body;
    accept(ada, ringId(ada.socket.take()));
    const event = text('by HTTP');
    await post(mock, SEND_PATH, { kind: 'req', id: '1', type: 'ms.PublishEvent', body: { dialogId, event } }, headers);
    expect(ada.socket.take()).toMatchObject([
      { type: '.ams.ms.OnlineEventDistribution', body: { sequence: 0, event } },
    ]);
    expect((await call(mock, { target: '/sentinel/well-known/jwks' })).status).toBe(200);
  });
});

describe('Rings', () => {
  it('go to every agent who is online, and the first who accepts has the conversation', async () => {
    const mock = openMock();
    const [ada, bob, away] = [await openAgent(mock), await openAgent(mock, 'bob'), await openAgent(mock, 'eve')];
    for (const agent of [ada, bob]) goOnline(agent);
    goOnline(away, 'AWAY');
    const jane = await openConsumer(mock);
    open(jane.socket);
    const [forAda, forBob] = [ada.socket.take(), bob.socket.take()];
    expect([rings(forAda), rings(forBob), away.socket.take()]).toEqual([['WAITING -1'], ['WAITING -1'], []]);
    expect(ringId(forAda)).not.toBe(ringId(forBob));
    accept(ada, ringId(forAda));
    expect(rings(bob.socket.take())).toEqual(['CANCELLED -1']);
    expect(accept(bob, ringId(forBob))).toEqual([said('Bad Request', 400)]);
  });

  it('that are rejected or expire pass the agent over until he tells his state again', async () => {
    const mock = openMock();
    const ada = await openAgent(mock);
    goOnline(ada);
    const jane = await openConsumer(mock);
    open(jane.socket);
    const first = ringId(ada.socket.take());
    expect(rings(ask(ada.socket, '.ams.routing.UpdateRingState', { ringId: first, ringState: 'REJECTED' }))).toEqual([
      'REJECTED -1',
    ]);
    mock.clock.advance('10m');
    expect(ada.socket.take()).toEqual([]);
    const online = { availability: 'ONLINE' };
    expect(rings(ask(ada.socket, '.ams.routing.SetAgentState', online))).toEqual(['WAITING -1']);
    mock.clock.advance('71999ms');
    expect(ada.socket.take()).toEqual([]);
    mock.clock.advance('1ms');
    expect(rings(ada.socket.take())).toEqual(['EXPIRED -1']);
    expect(rings(ask(ada.socket, '.ams.routing.SetAgentState', online))).toEqual(['WAITING -1']);
  });

  it('wait for the skill, and for whoever comes', async () => {
    const mock = openMock();
    const sales = await openAgent(mock, 'sales');
    goOnline(sales);
    const [jane, john] = [await openConsumer(mock), await openConsumer(mock)];
    open(jane.socket, { skillId: '12' });
    expect(sales.socket.take()).toEqual([]);
    open(john.socket, { skillId: '77' });
    expect(rings(sales.socket.take())).toEqual(['WAITING 77']);
    const ada = await openAgent(mock);
    expect(rings(goOnline(ada))).toEqual(['WAITING 12', 'WAITING 77']);
    ada.socket.session.closed();
    const again = await openAgent(mock);
    expect(rings(goOnline(again))).toEqual(['WAITING 12', 'WAITING 77']);
  });

  it('of a transfer reach who is occupied, those of a suggestion that agent alone', async () => {
    const mock = openMock();
    const [ada, bob] = [await openAgent(mock), await openAgent(mock, 'bob')];
    goOnline(ada);
    goOnline(bob, 'OCCUPIED');
    const jane = await openConsumer(mock);
    const id = open(jane.socket);
    accept(ada, ringId(ada.socket.take()));
    expect(bob.socket.take()).toEqual([]);
    change(ada.socket, id, { field: 'ParticipantsChange', type: 'REMOVE', role: 'ASSIGNED_AGENT' });
    expect(rings(bob.socket.take())).toEqual(['WAITING -1']);
    accept(ada, ringId(ada.socket.take()));
    bob.socket.take();
    const suggestion = { field: 'ParticipantsChange', type: 'SUGGEST', role: 'ASSIGNED_AGENT', userId: bob.oldId };
    expect(rings(change(ada.socket, id, suggestion))).toEqual([]);
    accept(bob, ringId(bob.socket.take()));
    ask(ada.socket, '.ams.aam.SubscribeExConversations', { agentIds: [bob.pid] });
    expect(ask(ada.socket, '.ams.aam.SubscribeExConversations', { agentIds: [ada.pid] })[1]).toMatchObject({
      body: { changes: [] },
    });
  });

  it('end with the conversation', async () => {
    const mock = openMock();
    const ada = await openAgent(mock);
    goOnline(ada);
    const jane = await openConsumer(mock);
    const conversationId = open(jane.socket);
    ada.socket.take();
    ask(jane.socket, 'cm.UpdateConversationField', {
      conversationId,
      conversationField: { field: 'ConversationStateField', conversationState: 'CLOSE' },
    });
    expect(rings(ada.socket.take())).toEqual(['CANCELLED -1']);
  });
});

describe('An agent in a conversation', () => {
  async function inConversation(): Promise<{ mock: Mock; ada: Agent; jane: TestSocket; id: string; sub: string }> {
    const mock = openMock();
    const [ada, jane] = [await openAgent(mock), await openConsumer(mock)];
    const id = open(jane.socket);
    return { mock, ada, jane: jane.socket, id, sub: jane.sub };
  }
  const adding = { field: 'ParticipantsChange', type: 'ADD', role: 'ASSIGNED_AGENT' };

  it('adds himself, which is told once however often he does', async () => {
    const { ada, id } = await inConversation();
    ask(ada.socket, '.ams.aam.SubscribeExConversations');
    expect(change(ada.socket, id, adding)).toHaveLength(2);
    expect(change(ada.socket, id, adding)).toEqual([said('OK Agent added successfully')]);
    expect(change(ada.socket, id, { ...adding, userId: ada.pid })).toEqual([said('OK Agent added successfully')]);
  });

  it('keeps from the consumer what is for agents and managers', async () => {
    const { ada, jane, id } = await inConversation();
    change(ada.socket, id, adding);
    ask(jane, 'ms.SubscribeMessagingEvents', { dialogId: id });
    const event = text('she is angry');
    ask(ada.socket, '.ams.ms.PublishEvent', { dialogId: id, messageAudience: 'AGENTS_AND_MANAGERS', event });
    expect(jane.take()).toEqual([]);
    expect(ask(jane, 'ms.QueryMessages', { dialogId: id })).toMatchObject([{ body: [] }]);
    expect(ask(ada.socket, '.ams.ms.QueryMessages', { dialogId: id })).toMatchObject([
      { body: [{ messageAudience: 'AGENTS_AND_MANAGERS', event }] },
    ]);
  });

  it('reads the profile of a consumer, and his own', async () => {
    const { ada, jane, sub } = await inConversation();
    ask(jane, 'userprofile.SetUserProfile', { firstName: 'Jane' });
    for (const body of [sub, { userId: sub }]) {
      expect(ask(ada.socket, '.ams.userprofile.GetUserProfile', body)).toMatchObject([
        { type: '.ams.userprofile.GetUserProfile$Response', body: { userId: sub, firstName: 'Jane', acr: '' } },
      ]);
    }
    for (const body of [{}, { userId: '' }]) {
      expect(ask(ada.socket, '.ams.userprofile.GetUserProfile', body)).toEqual([
        resp(200, { userId: ada.oldId }, '.ams.userprofile.GetUserProfile$Response'),
      ]);
    }
  });

  it('changes all fields or none', async () => {
    const { mock, ada, id } = await inConversation();
    change(ada.socket, id, adding);
    const noted = { field: 'Note', note: 'call back' };
    expect(change(ada.socket, id, noted, { field: 'TTRField', ttrType: 'URGENT', value: 60 })).toEqual([said('OK')]);
    expect(change(ada.socket, id, { field: 'Note', note: 'lost' }, { field: 'Skill', skill: 'x' })).toEqual([
      said('Bad Request', 400),
    ]);
    expect(mock.snapshot().accounts[ACCOUNT]?.conversations[0]).toMatchObject({
      note: 'call back',
      ttr: { ttrType: 'URGENT', value: 60 },
    });
  });

  it('is refused a transfer from outside with 403, and the removal of who is not there with 406', async () => {
    const { ada, id } = await inConversation();
    expect(change(ada.socket, id, { field: 'Skill', skill: '77' })).toEqual([said('Forbidden', 403)]);
    expect(change(ada.socket, id, { ...adding, type: 'REMOVE' })).toEqual([said('Bad Request', 406)]);
  });

  it('is told how available the agents are', async () => {
    const mock = openMock();
    const [ada, bob] = [await openAgent(mock), await openAgent(mock, 'bob')];
    const states = (changes: object[]): Frame =>
      note('.ams.routing.AgentStateNotification', { subscriptionId: ANY, changes });
    expect(ask(ada.socket, '.ams.routing.SubscribeAgentsState', { brandId: ACCOUNT })).toEqual([
      resp(200, { subscriptionId: ANY }, '.ams.GenericSubscribe$Response'),
      states([]),
    ]);
    ask(bob.socket, '.ams.routing.SetAgentState', { availability: 'ONLINE' });
    expect(ada.socket.take()).toEqual([
      states([
        {
          type: 'UPSERT',
          result: { agentUserId: bob.oldId, channels: ['MESSAGING'], availability: 'ONLINE', description: '' },
        },
      ]),
    ]);
  });

  it('opens a conversation with a consumer', async () => {
    const mock = openMock();
    const ada = await openAgent(mock);
    expect(ask(ada.socket, '.ams.cm.AgentRequestConversation', { consumerId: 'jane' })[0]).toEqual(
      resp(200, { conversationId: ANY }, '.ams.cm.RequestConversation$Response'),
    );
    expect(ask(ada.socket, '.ams.aam.SubscribeExConversations', { agentIds: [ada.oldId] })[1]).toMatchObject({
      body: { changes: [{ result: { conversationDetails: { participants: { CONSUMER: ['jane'] } } } }] },
    });
  });
});
