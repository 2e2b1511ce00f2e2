import type { AnswerName, NotificationName } from './dialects/dialect.ts';
import { once } from '../once.ts';

/** What a frame is: asked by the client, answered by the mock, or sent without being asked for. */
export type FrameKind = 'request' | 'answer' | 'notification';

/** What the answers are called, whatever a dialect calls them. */
const ANSWERS: Readonly<Record<AnswerName, string>> = {
  Text: 'StringResp',
  Error: 'ErrorResp',
  GetClock: 'GetClockResponse',
  GenericSubscribe: 'GenericSubscribeResponse',
  'cm.RequestConversation': 'cm.RequestConversationResponse',
  'cqm.SubscribeExConversations': 'cqm.SubscribeExConversationsResponse',
  'ms.PublishEvent': 'ms.PublishEventResponse',
  'ms.QueryMessages': 'ms.QueryMessagesResponse',
  'ms.GenerateURL': 'ms.GenerateURLResponse',
  'userprofile.GetUserProfile': 'userprofile.GetUserProfileResponse',
};

const NOTIFICATIONS: Readonly<Record<NotificationName, string>> = {
  'cqm.ExConversationChangeNotification': 'cqm.ExConversationChangeNotification',
  'ms.MessagingEventNotification': 'ms.MessagingEventNotification',
  'routing.RoutingTaskNotification': 'routing.RoutingTaskNotification',
  'routing.RingUpdated': 'routing.RingUpdated',
  'routing.AgentStateNotification': 'routing.AgentStateNotification',
};

/** What either side can ask for, by its short name. */
const REQUESTS: readonly string[] = [
  'InitConnection',
  'GetClock',
  'KeepAlive',
  'cm.ConsumerRequestConversation',
  'cm.AgentRequestConversation',
  'cm.UpdateConversationField',
  'cqm.SubscribeExConversations',
  'cqm.UnsubscribeExConversations',
  'ms.PublishEvent',
  'ms.QueryMessages',
  'ms.SubscribeMessagingEvents',
  'ms.GenerateURLForUploadFile',
  'ms.GenerateURLForDownloadFile',
  'routing.SetAgentState',
  'routing.SubscribeAgentsState',
  'routing.SubscribeRoutingTasks',
  'routing.UpdateRingState',
  'routing.UpdateRoutingTaskSubscription',
  'userprofile.GetUserProfile',
  'userprofile.SetUserProfile',
];

/** The types of all frames by their short names, each with what it is. */
export const frameTypes = once(
  (): ReadonlyMap<string, FrameKind> =>
    new Map<string, FrameKind>([
      ...REQUESTS.map((type) => [type, 'request'] as const),
      ...Object.values(ANSWERS).map((type) => [type, 'answer'] as const),
      ...Object.values(NOTIFICATIONS).map((type) => [type, 'notification'] as const),
    ]),
);

export function answerTypeOf(name: AnswerName): string {
  return ANSWERS[name];
}

/** The short name of a request: `.ams.aam.X`, `ams.aam.X`, `cqm.X` and the like are one. */
export function shortType(type: string): string {
  return type.replace(/^\.?(?:ams\.)?/, '').replace(/^aam\./, 'cqm.');
}

/** The short name of any frame, whichever dialect spells it: `.ams.ms.OnlineEventDistribution` too. */
export function shortFrameType(type: string): string {
  const short = shortType(type)
    .replace(/^ReqBody\$/, '')
    .replace(/\$Response$/, 'Response');
  return short === 'ms.OnlineEventDistribution' ? 'ms.MessagingEventNotification' : short;
}
