import { describe, expect, it } from '@jest/globals';
import type {
  AgentFrame,
  AgentNotification,
  AgentNotifications,
  AgentRequest,
  AgentRequests,
  ConsumerFrame,
  ConsumerFrameV2,
  ConsumerNotification,
  ConsumerNotifications,
  ConsumerRequest,
  ConsumerRequests,
  ConsumerRequestsV2,
  ConsumerResponse,
  Mock,
  RefusedResponse,
} from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { decode } from '../support/flows.ts';
import type { TestSocket } from '../support/sockets.ts';
import { brandSocket, CONSUMER_SOCKET, initConnection, logIn, openSocket, signUp } from '../support/sockets.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';

const NOON_MS = Date.parse(NOON);
const ANY = expect.any(String) as unknown as string;

/** The types are checked by `npm run typecheck`; what they say is compared with what the sockets do. */
function openMock(): Mock {
  const mock = createMock({ seed: 'types' });
  mock.clock.freeze(NOON);
  return mock;
}

async function openConsumer(mock: Mock): Promise<{ socket: TestSocket; sub: string }> {
  const jwt = await signUp(mock);
  const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
  return { socket, sub: String(decode(jwt).claims['sub']) };
}

function ask(socket: TestSocket, request: ConsumerRequest | AgentRequest): unknown[] {
  socket.send(request);
  return socket.take();
}

/** The requests that a socket knows, by their short names: it says so itself when it is asked for another. */
function knownTo(mock: Mock, socket: TestSocket): string[] {
  socket.send({ kind: 'req', id: '1', type: 'nothing.Such' });
  socket.take();
  const sentence = mock.journal.find({ reason: 'command-unknown' }).at(-1)?.reason?.sentence ?? '';
  return sentence.replace('type must be one of ', '').split(', ').sort();
}

/** As in `frame.ts`. */
const short = (type: string): string => type.replace(/^\.(?:ams\.)?/, '').replace(/^aam\./, 'cqm.');

const CONSUMER_REQUESTS: Readonly<Record<keyof ConsumerRequests, true>> = {
  InitConnection: true,
  'cm.ConsumerRequestConversation': true,
  'cm.UpdateConversationField': true,
  'cqm.SubscribeExConversations': true,
  'cqm.UnsubscribeExConversations': true,
  'ms.GenerateURLForDownloadFile': true,
  'ms.GenerateURLForUploadFile': true,
  'ms.PublishEvent': true,
  'ms.QueryMessages': true,
  'ms.SubscribeMessagingEvents': true,
  'userprofile.GetUserProfile': true,
  'userprofile.SetUserProfile': true,
  GetClock: true,
  KeepAlive: true,
};

const AGENT_REQUESTS: Readonly<Record<keyof AgentRequests, true>> = {
  '.GetClock': true,
  '.ams.aam.SubscribeExConversations': true,
  '.ams.aam.UnsubscribeExConversations': true,
  '.ams.cm.AgentRequestConversation': true,
  '.ams.cm.UpdateConversationField': true,
  '.ams.ms.GenerateURLForDownloadFile': true,
  '.ams.ms.GenerateURLForUploadFile': true,
  '.ams.ms.PublishEvent': true,
  '.ams.ms.QueryMessages': true,
  '.ams.routing.SetAgentState': true,
  '.ams.routing.SubscribeAgentsState': true,
  '.ams.routing.SubscribeRoutingTasks': true,
  '.ams.routing.UpdateRingState': true,
  '.ams.routing.UpdateRoutingTaskSubscription': true,
  '.ams.userprofile.GetUserProfile': true,
};

/** Taken by agents' sockets too, and of no use there. */
const OF_NO_USE = ['InitConnection', 'KeepAlive', 'userprofile.SetUserProfile'];

describe('The types of the frames', () => {
  it('name each request that a socket knows, and no other', async () => {
    const mock = openMock();
    const { socket } = await openConsumer(mock);
    expect(Object.keys(CONSUMER_REQUESTS).sort()).toEqual(knownTo(mock, socket));
    const agent = await openSocket(mock, brandSocket((await logIn(mock)).bearer));
    expect([...Object.keys(AGENT_REQUESTS).map(short), ...OF_NO_USE].sort()).toEqual(knownTo(mock, agent));
  });

  it('fit what a consumer sends and is sent', async () => {
    const mock = openMock();
    const { socket, sub } = await openConsumer(mock);
    const open: ConsumerRequest<'cm.ConsumerRequestConversation'> = {
      kind: 'req',
      id: '1',
      type: 'cm.ConsumerRequestConversation',
    };
    const opened: ConsumerResponse<'cm.ConsumerRequestConversation'> = {
      kind: 'resp',
      reqId: '1',
      code: 200,
      type: 'cm.RequestConversationResponse',
      body: { conversationId: ANY },
    };
    const [answer] = ask(socket, open) as ConsumerResponse<'cm.ConsumerRequestConversation'>[];
    expect(answer).toEqual(opened);
    const dialogId = answer?.body.conversationId ?? '';
    ask(socket, { kind: 'req', id: '2', type: 'ms.SubscribeMessagingEvents', body: { dialogId, fromSeq: 0 } });
    const say: ConsumerRequest<'ms.PublishEvent'> = {
      kind: 'req',
      id: '3',
      type: 'ms.PublishEvent',
      body: { dialogId, event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello from Consumer' } },
    };
    const said: ConsumerFrame[] = [
      { kind: 'resp', reqId: '3', code: 200, type: 'ms.PublishEventResponse', body: { sequence: 0 } },
      {
        kind: 'notification',
        type: 'ms.MessagingEventNotification',
        body: {
          changes: [
            {
              sequence: 0,
              originatorId: sub,
              originatorMetadata: { id: sub, role: 'CONSUMER' },
              serverTimestamp: NOON_MS,
              event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello from Consumer' },
              conversationId: dialogId,
              dialogId,
              messageAudience: 'ALL',
            },
          ],
        },
      },
    ];
    expect(ask(socket, say)).toEqual(said);
    const known: ConsumerNotification<'cqm.ExConversationChangeNotification'> = {
      kind: 'notification',
      type: 'cqm.ExConversationChangeNotification',
      body: {
        subscriptionId: ANY,
        changes: [
          {
            type: 'UPSERT',
            result: {
              convId: dialogId,
              effectiveTTR: NOON_MS + 600_000,
              conversationDetails: {
                skillId: '-1',
                participants: [{ id: sub, role: 'CONSUMER' }],
                participantsPId: { CONSUMER: [sub] },
                dialogs: [
                  {
                    dialogId,
                    participantsDetails: [{ id: sub, role: 'CONSUMER', state: 'ACTIVE' }],
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
                ttr: { ttrType: 'PRIORITIZED', value: 600 },
                conversationHandlerDetails: { accountId: ACCOUNT, skillId: '-1' },
              },
              lastUpdateTime: NOON_MS,
            },
          },
        ],
      },
    };
    expect(ask(socket, { id: '4', type: 'cqm.SubscribeExConversations' })[1]).toEqual(known);
    const refused: RefusedResponse = {
      kind: 'resp',
      reqId: '5',
      code: 400,
      type: '.ReqBody$StringResp',
      body: 'Bad Request',
    };
    expect(ask(socket, { ...say, id: '5', body: { ...say.body, dialogId: 'elsewhere' } })).toEqual([refused]);
  });

  it('fit what an agent sends and is sent', async () => {
    const mock = openMock();
    const { socket } = await openConsumer(mock);
    const { bearer, oldId, pid } = await logIn(mock);
    const agent = await openSocket(mock, brandSocket(bearer));
    const online: AgentRequest<'.ams.routing.SetAgentState'> = {
      kind: 'req',
      id: '1',
      type: '.ams.routing.SetAgentState',
      body: { channels: ['MESSAGING'], agentUserId: oldId, availability: 'ONLINE' },
    };
    const isOnline: AgentFrame = {
      kind: 'resp',
      reqId: '1',
      code: 202,
      type: '.ReqBody$StringResp',
      body: 'Agent state updated successfully',
    };
    expect(ask(agent, online)).toEqual([isOnline]);
    ask(agent, { id: '2', type: '.ams.routing.SubscribeRoutingTasks' });
    socket.send({ id: '1', type: 'cm.ConsumerRequestConversation' });
    const [task, ring] = agent.take() as unknown as [
      AgentNotification<'.ams.routing.RoutingTaskNotification'>,
      AgentNotification<'.ams.routing.RingUpdated'>,
    ];
    const { ringId, convId } = ring.body;
    expect([task.body.changes[0]?.result.ringsDetails[0]?.ringId, ring.body.ringState]).toEqual([ringId, 'WAITING']);
    ask(agent, { id: '3', type: '.ams.routing.UpdateRingState', body: { ringId, ringState: 'ACCEPTED' } });
    const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello' } as const;
    const said: AgentNotification<'.ams.ms.OnlineEventDistribution'> = {
      kind: 'notification',
      type: '.ams.ms.OnlineEventDistribution',
      body: {
        sequence: 0,
        originatorId: oldId,
        originatorPId: pid,
        originatorMetadata: { id: pid, role: 'ASSIGNED_AGENT' },
        serverTimestamp: NOON_MS,
        event,
        dialogId: convId,
      },
    };
    expect(ask(agent, { id: '4', type: '.ams.ms.PublishEvent', body: { dialogId: convId, event } })).toEqual([
      { kind: 'resp', reqId: '4', code: 200, type: '.ams.ms.PublishEvent$Response', body: { sequence: 0 } },
      said,
    ]);
    const [, first] = ask(agent, { id: '5', type: '.ams.aam.SubscribeExConversations' });
    const { result } = (first as AgentNotification<'.ams.aam.ExConversationChangeNotification'>).body.changes[0] ?? {};
    expect([
      result?.conversationDetails.participants.ASSIGNED_AGENT,
      result?.conversationDetails.participantsPId.ASSIGNED_AGENT,
      result?.numberOfunreadMessages[oldId],
    ]).toEqual([[oldId], [pid], 0]);
  });

  it('fit version 2 of the consumer, whose names are long', async () => {
    const mock = openMock();
    const socket = await openSocket(mock, CONSUMER_SOCKET.replace('v=3', 'v=2'));
    socket.send(initConnection(await signUp(mock)));
    await mock.settled();
    const frames = socket.take() as unknown as ConsumerFrameV2[];
    const greeted: ConsumerFrameV2 = {
      kind: 'resp',
      reqId: '0',
      code: 200,
      type: '.ReqBody$StringResp',
      body: 'Connection initialized successfully',
    };
    expect(frames).toEqual([greeted]);
    const type: keyof ConsumerRequestsV2 = '.ams.cm.ConsumerRequestConversation';
    socket.send({ kind: 'req', id: '1', type });
    expect(socket.take()[0]?.['type']).toBe(
      '.ams.cm.RequestConversation$Response' satisfies ConsumerRequestsV2[typeof type]['answerType'],
    );
  });

  it('take no frame that is wrong', () => {
    // @ts-expect-error -- the body may not be left out
    const noBody: ConsumerRequest<'ms.PublishEvent'> = { id: '1', type: 'ms.PublishEvent' };
    // @ts-expect-error -- an id is a text
    const numericId: ConsumerRequest<'GetClock'> = { id: 1, type: 'GetClock' };
    // @ts-expect-error -- a name of the other dialect
    const type: keyof ConsumerRequests = '.ams.ms.PublishEvent';
    // @ts-expect-error -- no such ring state
    const body: AgentRequests['.ams.routing.UpdateRingState']['body'] = { ringId: '1', ringState: 'TAKEN' };
    // @ts-expect-error -- no notification of the consumers' side
    const told: keyof ConsumerNotifications & keyof AgentNotifications = '.ams.routing.RingUpdated';
    expect([noBody, numericId, type, body, told]).toHaveLength(5);
  });
});
