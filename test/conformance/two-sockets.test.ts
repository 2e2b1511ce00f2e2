import { expect, it } from '@jest/globals';
import { decode, text } from '../support/flows.ts';
import { CONSUMER_SOCKET, initConnection } from '../support/sockets.ts';
import type { OpenMock, OpenSocket } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON } from '../support/through-every-adapter.ts';

const NOON_MS = Date.parse(NOON);
const ANY = expect.any(String) as unknown;

interface Agent {
  readonly socket: OpenSocket;
  readonly oldId: string;
  readonly pid: string;
}

async function openAgent(mock: OpenMock, username: string): Promise<Agent> {
  const body = { username, password: 'secret' };
  const login = (await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, { body })).json();
  const { bearer, config } = login as { bearer: string; config: { userId: string; userPid: string } };
  const socket = await mock.openSocket(`/ws_api/account/${ACCOUNT}/messaging/brand/${bearer}?v=2.1`);
  return { socket, oldId: `${ACCOUNT}.${config.userId}`, pid: config.userPid };
}

async function openConsumer(mock: OpenMock): Promise<{ readonly socket: OpenSocket; readonly sub: string }> {
  const jwt = text((await mock.post(`/api/account/${ACCOUNT}/signup`)).json(), 'jwt');
  const socket = await mock.openSocket(CONSUMER_SOCKET);
  await socket.ask(initConnection(jwt));
  return { socket, sub: String(decode(jwt).claims['sub']) };
}

/** What a request is answered, and what comes with the answer. */
function ask(socket: OpenSocket, type: string, body: unknown, count = 1): Promise<unknown[]> {
  return socket.ask({ kind: 'req', id: 'q', type, body }, count);
}

const resp = (body: unknown, type: string, code = 200): object => ({ kind: 'resp', reqId: 'q', code, body, type });
const said = (body: string, code = 200): object => resp(body, '.ReqBody$StringResp', code);
const note = (type: string, body: unknown): object => ({ kind: 'notification', body, type });
const content = (message: string): object => ({ type: 'ContentEvent', contentType: 'text/plain', message });

/** A conversation as both sides are told of it. */
interface Told {
  readonly convId: string;
  readonly consumerId: string;
}

/** How a ring stands: both frames that an agent is told it by. */
function ring({ convId, consumerId }: Told, ringState: string, ringId: string, begunMs: number, weight: number) {
  const task = { convId, consumerId, skillId: '-1' };
  const details = { ringId, ringExpiration: 72_000, ringExpirationTs: begunMs + 72_000, ringState, weight, ...task };
  const result = {
    taskCompleted: ringState === 'ACCEPTED' || ringState === 'CANCELLED',
    conversationId: convId,
    consumerId,
    skillId: '-1',
    brandId: ACCOUNT,
    routingTaskId: convId,
    ringsDetails: [details],
  };
  return [
    note('.ams.routing.RoutingTaskNotification', { subscriptionId: ANY, changes: [{ type: 'UPSERT', result }] }),
    note('.ams.routing.RingUpdated', { ringId, ringState, ...task, routingTaskId: convId }),
  ];
}

interface State {
  readonly agent?: Agent;
  readonly changedMs: number;
  readonly ttrMs: number;
  readonly closedMs?: number;
  readonly csatRate?: number;
}

/** The conversation as its consumer is told of it. */
function upsert({ convId, consumerId }: Told, { agent, changedMs, ttrMs, closedMs, csatRate }: State): object {
  const pids = [{ id: consumerId, role: 'CONSUMER' }, ...(agent ? [{ id: agent.pid, role: 'ASSIGNED_AGENT' }] : [])];
  const closed = closedMs !== undefined;
  const state = closed ? 'CLOSE' : 'OPEN';
  const dialog = {
    dialogId: convId,
    participantsDetails: pids.map((each) => ({ ...each, state: 'ACTIVE' })),
    dialogType: 'MAIN',
    channelType: 'MESSAGING',
    state,
    creationTs: NOON_MS,
    metaDataLastUpdateTs: changedMs,
    ...(closed ? { endTs: closedMs, closedBy: 'CONSUMER' } : {}),
  };
  const conversationDetails = {
    skillId: '-1',
    participants: pids,
    participantsPId: { CONSUMER: [consumerId], ...(agent ? { ASSIGNED_AGENT: [agent.pid] } : {}) },
    dialogs: [dialog],
    brandId: ACCOUNT,
    state,
    stage: state,
    startTs: NOON_MS,
    metaDataLastUpdateTs: changedMs,
    ...(closed ? { endTs: closedMs, closeReason: 'CONSUMER' } : {}),
    ...(csatRate === undefined ? {} : { csatRate }),
    ttr: { ttrType: 'PRIORITIZED', value: 600 },
    conversationHandlerDetails: { accountId: ACCOUNT, skillId: '-1' },
  };
  const result = { convId, effectiveTTR: ttrMs, conversationDetails, lastUpdateTime: changedMs };
  return note('cqm.ExConversationChangeNotification', { subscriptionId: ANY, changes: [{ type: 'UPSERT', result }] });
}

interface Spoken {
  readonly sequence: number;
  readonly by: { readonly oldId: string; readonly pid: string; readonly role: string };
  readonly atMs: number;
  readonly event: object;
  readonly audience?: object;
}

/** Something that was published, as the agents and as the consumer are told of it. */
function online({ convId }: Told, { sequence, by, atMs, event }: Spoken): object {
  const originator = { originatorId: by.oldId, originatorPId: by.pid };
  const originatorMetadata = { id: by.pid, role: by.role };
  const body = { sequence, ...originator, originatorMetadata, serverTimestamp: atMs, event, dialogId: convId };
  return note('.ams.ms.OnlineEventDistribution', body);
}

function messaging({ convId }: Told, { sequence, by, atMs, event, audience = {} }: Spoken): object {
  const originator = { originatorId: by.pid, originatorMetadata: { id: by.pid, role: by.role } };
  const ids = { conversationId: convId, dialogId: convId };
  const change = { sequence, ...originator, serverTimestamp: atMs, event, ...ids, ...audience };
  return note('ms.MessagingEventNotification', { changes: [change] });
}

describeThroughEveryAdapter(
  'a consumer and two agents on their sockets',
  (open) => {
    it('ring, accept, talk, read, transfer, close and rate, every frame as documented', async () => {
      const mock = await open();
      const [ada, bob, jane] = [await openAgent(mock, 'ada'), await openAgent(mock, 'bob'), await openConsumer(mock)];
      for (const { socket } of [ada, bob]) {
        const state = { channels: ['MESSAGING'], availability: 'ONLINE' };
        expect(await ask(socket, '.ams.routing.SetAgentState', state)).toEqual([
          said('Agent state updated successfully', 202),
        ]);
        expect(await ask(socket, '.ams.routing.SubscribeRoutingTasks', { brandId: ACCOUNT }, 2)).toEqual([
          resp({ subscriptionId: ANY }, '.ams.GenericSubscribe$Response'),
          note('.ams.routing.RoutingTaskNotification', { subscriptionId: ANY, changes: [] }),
        ]);
      }
      expect(await ask(jane.socket, 'cqm.SubscribeExConversations', {}, 2)).toEqual([
        resp({ subscriptionId: ANY }, 'cqm.SubscribeExConversationsResponse'),
        note('cqm.ExConversationChangeNotification', { subscriptionId: ANY, changes: [] }),
      ]);

      // She asks, and both ring. Rings of one millisecond have two ids.
      const [opened, announced] = await ask(jane.socket, 'cm.ConsumerRequestConversation', {}, 2);
      const { conversationId: convId } = (opened as { body: { conversationId: string } }).body;
      const told = { convId, consumerId: jane.sub };
      const ttrMs = NOON_MS + 600_000;
      expect([opened, announced]).toEqual([
        resp({ conversationId: convId }, 'cm.RequestConversationResponse'),
        upsert(told, { changedMs: NOON_MS, ttrMs }),
      ]);
      const ringId = (atMs: number): string => `${convId}_${ACCOUNT}_${String(atMs)}`;
      expect(await ada.socket.take(2)).toEqual(ring(told, 'WAITING', ringId(NOON_MS), NOON_MS, ttrMs));
      expect(await bob.socket.take(2)).toEqual(ring(told, 'WAITING', ringId(NOON_MS + 1), NOON_MS, ttrMs));

      // A second later one accepts, and the other rings no more.
      await mock.clock.advance('1s');
      const acceptedMs = NOON_MS + 1000;
      const accept = (id: string): object => ({ ringId: id, ringState: 'ACCEPTED' });
      expect(await ask(ada.socket, '.ams.routing.UpdateRingState', accept(ringId(NOON_MS)), 3)).toEqual([
        said('Ring state updated successfully', 202),
        ...ring(told, 'ACCEPTED', ringId(NOON_MS), NOON_MS, ttrMs),
      ]);
      expect(await bob.socket.take(2)).toEqual(ring(told, 'CANCELLED', ringId(NOON_MS + 1), NOON_MS, ttrMs));
      expect(await jane.socket.take(1)).toEqual([upsert(told, { agent: ada, changedMs: acceptedMs, ttrMs })]);

      // They talk, and the agent has read it.
      expect(await ask(jane.socket, 'ms.SubscribeMessagingEvents', { dialogId: convId, fromSeq: 0 }, 2)).toEqual([
        resp({}, 'GenericSubscribeResponse'),
        note('ms.MessagingEventNotification', { changes: [] }),
      ]);
      const janeAs = { oldId: jane.sub, pid: jane.sub, role: 'CONSUMER' };
      const adaAs = { oldId: ada.oldId, pid: ada.pid, role: 'ASSIGNED_AGENT' };
      const audience = { messageAudience: 'ALL' };
      const hello = { sequence: 0, by: janeAs, atMs: acceptedMs, event: content('hello'), audience };
      expect(await ask(jane.socket, 'ms.PublishEvent', { dialogId: convId, event: hello.event }, 2)).toEqual([
        resp({ sequence: 0 }, 'ms.PublishEventResponse'),
        messaging(told, hello),
      ]);
      expect(await ada.socket.take(1)).toEqual([online(told, hello)]);
      await mock.clock.advance('1s');
      const readMs = acceptedMs + 1000;
      const read = { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0] };
      const receipt = { sequence: 1, by: adaAs, atMs: readMs, event: read };
      const answer = { sequence: 2, by: adaAs, atMs: readMs, event: content('hi Jane'), audience };
      for (const each of [receipt, answer]) {
        expect(await ask(ada.socket, '.ams.ms.PublishEvent', { dialogId: convId, event: each.event }, 2)).toEqual([
          resp({ sequence: each.sequence }, '.ams.ms.PublishEvent$Response'),
          online(told, each),
        ]);
        expect(await jane.socket.take(1)).toEqual([messaging(told, each)]);
      }

      // She goes and asks for another: nobody waits, so the rings have no weight.
      await mock.clock.advance('1s');
      const leftMs = readMs + 1000;
      const leave = { field: 'ParticipantsChange', type: 'REMOVE', role: 'ASSIGNED_AGENT' };
      const leaving = { conversationId: convId, conversationField: leave };
      expect(await ask(ada.socket, '.ams.cm.UpdateConversationField', leaving, 3)).toEqual([
        said('OK Agent removed successfully'),
        ...ring(told, 'WAITING', ringId(leftMs), leftMs, -1),
      ]);
      expect(await bob.socket.take(2)).toEqual(ring(told, 'WAITING', ringId(leftMs + 1), leftMs, -1));
      expect(await jane.socket.take(1)).toEqual([upsert(told, { changedMs: leftMs, ttrMs: -1 })]);
      expect(await ask(bob.socket, '.ams.routing.UpdateRingState', accept(ringId(leftMs + 1)), 3)).toEqual([
        said('Ring state updated successfully', 202),
        ...ring(told, 'ACCEPTED', ringId(leftMs + 1), leftMs, -1),
      ]);
      expect(await ada.socket.take(2)).toEqual(ring(told, 'CANCELLED', ringId(leftMs), leftMs, -1));
      expect(await jane.socket.take(1)).toEqual([upsert(told, { agent: bob, changedMs: leftMs, ttrMs: -1 })]);

      // She closes, and rates what is closed.
      await mock.clock.advance('1s');
      const closedMs = leftMs + 1000;
      const change = (field: object): object => ({ conversationId: convId, conversationField: field });
      const close = change({ field: 'ConversationStateField', conversationState: 'CLOSE' });
      const end = { agent: bob, changedMs: closedMs, ttrMs: -1, closedMs };
      expect(await ask(jane.socket, 'cm.UpdateConversationField', close, 2)).toEqual([
        said('OK Conversation resolved successfully'),
        upsert(told, end),
      ]);
      const rate = change({ field: 'CSATRate', csatRate: 5, status: 'FILLED' });
      expect(await ask(jane.socket, 'cm.UpdateConversationField', rate, 2)).toEqual([
        said('OK'),
        upsert(told, { ...end, csatRate: 5 }),
      ]);

      // Nothing else was sent to anybody.
      for (const socket of [ada.socket, bob.socket])
        expect(await ask(socket, '.GetClock', {})).toEqual([resp({ currentTime: closedMs }, '.GetClock$Response')]);
      expect(await ask(jane.socket, 'GetClock', {})).toEqual([resp({ currentTime: closedMs }, 'GetClockResponse')]);
    });
  },
  { sockets: 'any' },
);
