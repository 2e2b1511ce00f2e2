import { describe, expect, it } from '@jest/globals';
import type { AgentRequests, ConsumerRequests } from '../../../mock-server/index.ts';
import { frameTypes, shortFrameType, shortType } from '../../../mock-server/messaging/frame-types.ts';

/** The requests of both sides: the compiler asks for each. */
const CONSUMER: Readonly<Record<keyof ConsumerRequests, true>> = {
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
const AGENT: Readonly<Partial<Record<keyof AgentRequests, string>>> = {
  '.GetClock': 'GetClock',
  '.ams.aam.SubscribeExConversations': 'cqm.SubscribeExConversations',
  '.ams.aam.UnsubscribeExConversations': 'cqm.UnsubscribeExConversations',
  '.ams.cm.AgentRequestConversation': 'cm.AgentRequestConversation',
  '.ams.cm.UpdateConversationField': 'cm.UpdateConversationField',
  '.ams.routing.SetAgentState': 'routing.SetAgentState',
  '.ams.routing.SubscribeAgentsState': 'routing.SubscribeAgentsState',
  '.ams.routing.SubscribeRoutingTasks': 'routing.SubscribeRoutingTasks',
  '.ams.routing.UpdateRingState': 'routing.UpdateRingState',
  '.ams.routing.UpdateRoutingTaskSubscription': 'routing.UpdateRoutingTaskSubscription',
};

describe('the types of frames', () => {
  it('hold the requests of both sides, by their short names', () => {
    const requests = [...frameTypes()].filter(([, kind]) => kind === 'request').map(([type]) => type);
    expect(requests.sort()).toEqual([...new Set([...Object.keys(CONSUMER), ...Object.values(AGENT)])].sort());
  });

  it.each(Object.entries(AGENT))('of agents are those of consumers at length: %s', (long, short) => {
    for (const type of [long, long.slice(1), short])
      expect([shortType(type), shortFrameType(type)]).toEqual([short, short]);
  });

  it.each(['x.ams.ms.Y', 'ms.aam.Y', 'xReqBody$Y', 'ms.Y$Responses', 'ms.Y.OnlineEventDistribution', 'ms.ams.Y'])(
    'are looked at from the start to the end: %s is as it is',
    (type) => {
      expect(shortFrameType(type)).toBe(type);
    },
  );
});
