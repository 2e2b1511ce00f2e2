import type { Role } from '../../domain/conversation.ts';
import type { Availability } from '../../domain/presence.ts';
import type { RingState } from '../routing.ts';
import type { RequestConversationBody } from './consumer-frames.ts';
import type {
  FrameExchange,
  NotificationOf,
  RefusedResponse,
  RequestOf,
  ResponseOf,
  TextExchange,
} from './envelopes.ts';
import type {
  AgentConversationField,
  ConsumerConversationField,
  ConversationChanges,
  ConversationDetails,
  FileUrlBody,
  Originator,
  PublishEventBody,
  QueryMessagesBody,
  SequencedMembers,
  SubscribeConversationsBody,
  UpdateFieldBody,
  UploadFileBody,
  UserProfileBody,
} from './shared-bodies.ts';

/** What was published, as an agent's socket has it: one event a notification. */
export interface DistributedEvent extends Originator, SequencedMembers {
  /** The newer id; `originatorId` is the old one of an agent. */
  readonly originatorPId: string;
}

/** A conversation, as an agent's socket has it. */
export interface AgentConversation {
  readonly convId: string;
  /** When an answer is due, in epoch milliseconds; -1 when none is. */
  readonly effectiveTTR: number;
  readonly conversationDetails: ConversationDetails & {
    readonly convId: string;
    /** Ids by role: a consumer's id, and the old id of an agent, `{account}.{userId}`. */
    readonly participants: Readonly<Partial<Record<Role, readonly string[]>>>;
    readonly firstConversation: boolean;
    readonly note: string;
  };
  /** By the old id of each assigned agent. */
  readonly numberOfunreadMessages: Readonly<Record<string, number>>;
  readonly lastUpdateTime: number;
}

/** An offer of a conversation to an agent, as `RingUpdated` tells it. */
export interface RingBody {
  readonly ringId: string;
  readonly ringState: RingState;
  readonly convId: string;
  readonly consumerId: string;
  /** `-1`: any. */
  readonly skillId: string;
  readonly routingTaskId: string;
}

/** A conversation that needs an agent, with the ring of the agent who is told. */
export interface RoutingTask {
  readonly taskCompleted: boolean;
  readonly conversationId: string;
  readonly consumerId: string;
  readonly skillId: string;
  readonly brandId: string;
  readonly routingTaskId: string;
  readonly ringsDetails: readonly {
    readonly ringId: string;
    /** How long it waits, in milliseconds, and until when. */
    readonly ringExpiration: number;
    readonly ringExpirationTs: number;
    readonly ringState: RingState;
    readonly weight: number;
    readonly convId: string;
    readonly consumerId: string;
    readonly skillId: string;
  }[];
}

type Subscribed = FrameExchange<
  Readonly<Record<string, unknown>> | undefined,
  '.ams.GenericSubscribe$Response',
  { readonly subscriptionId: string }
>;

/** What an agent's socket can be asked, by the type of the request. Source: the client node-agent-sdk. */
export interface AgentRequests {
  readonly '.ams.routing.SetAgentState': TextExchange<{
    readonly availability: Availability;
    readonly channels?: readonly string[] | undefined;
    readonly agentUserId?: string | undefined;
  }>;
  readonly '.ams.routing.SubscribeRoutingTasks': Subscribed;
  readonly '.ams.routing.UpdateRoutingTaskSubscription': TextExchange<Readonly<Record<string, unknown>> | undefined>;
  readonly '.ams.routing.SubscribeAgentsState': Subscribed;
  readonly '.ams.routing.UpdateRingState': TextExchange<{
    readonly ringId: string;
    readonly ringState: 'ACCEPTED' | 'REJECTED';
  }>;
  readonly '.ams.aam.SubscribeExConversations': FrameExchange<
    SubscribeConversationsBody | undefined,
    '.ams.aam.SubscribeExConversations$Response',
    { readonly subscriptionId: string }
  >;
  readonly '.ams.aam.UnsubscribeExConversations': TextExchange<{ readonly subscriptionId: string }>;
  readonly '.ams.cm.AgentRequestConversation': FrameExchange<
    { readonly consumerId: string },
    '.ams.cm.RequestConversation$Response',
    { readonly conversationId: string }
  >;
  readonly '.ams.cm.UpdateConversationField': TextExchange<UpdateFieldBody<AgentConversationField>>;
  readonly '.ams.ms.PublishEvent': FrameExchange<
    PublishEventBody,
    '.ams.ms.PublishEvent$Response',
    { readonly sequence: number }
  >;
  readonly '.ams.ms.QueryMessages': FrameExchange<
    QueryMessagesBody,
    '.ams.ms.QueryMessages$Response',
    readonly DistributedEvent[]
  >;
  readonly '.ams.userprofile.GetUserProfile': FrameExchange<
    { readonly userId?: string | undefined } | string | undefined,
    '.ams.userprofile.GetUserProfile$Response',
    UserProfileBody
  >;
  readonly '.ams.ms.GenerateURLForUploadFile': FrameExchange<
    UploadFileBody,
    '.ams.ms.GenerateURL$Response',
    FileUrlBody
  >;
  readonly '.ams.ms.GenerateURLForDownloadFile': FrameExchange<
    { readonly relativePath: string },
    '.ams.ms.GenerateURL$Response',
    FileUrlBody
  >;
  readonly '.GetClock': FrameExchange<
    Readonly<Record<string, never>> | undefined,
    '.GetClock$Response',
    { readonly currentTime: number }
  >;
}

/** What an agent's socket is told without having asked, by type. */
export interface AgentNotifications {
  readonly '.ams.ms.OnlineEventDistribution': DistributedEvent;
  readonly '.ams.aam.ExConversationChangeNotification': ConversationChanges<AgentConversation>;
  readonly '.ams.routing.RoutingTaskNotification': {
    readonly subscriptionId: string;
    readonly changes: readonly { readonly type: 'UPSERT'; readonly result: RoutingTask }[];
  };
  readonly '.ams.routing.RingUpdated': RingBody;
  readonly '.ams.routing.AgentStateNotification': {
    readonly subscriptionId: string;
    readonly changes: readonly {
      readonly type: 'UPSERT';
      readonly result: {
        readonly agentUserId: string;
        readonly channels: readonly string[];
        readonly availability: Availability;
        readonly description: string;
      };
    }[];
  };
}

/** A request of an agent's socket, for instance `AgentRequest<'.ams.ms.PublishEvent'>`; without a type, any. */
export type AgentRequest<Type extends keyof AgentRequests = keyof AgentRequests> = RequestOf<AgentRequests, Type>;

/** The answer to a request that was carried out, by the type of that request; without a type, any. */
export type AgentResponse<Type extends keyof AgentRequests = keyof AgentRequests> = ResponseOf<AgentRequests, Type>;

/** What an agent's socket is told without having asked; without a type, any. */
export type AgentNotification<Type extends keyof AgentNotifications = keyof AgentNotifications> = NotificationOf<
  AgentNotifications,
  Type
>;

/** Everything that an agent's socket may be sent. */
export type AgentFrame = AgentResponse | RefusedResponse | AgentNotification;

/**
 * What a consumer's socket of version 2 can be asked, by the type of the request: the names and answers are those of
 * the agents' side, and messages come without a subscription.
 */
export interface ConsumerRequestsV2 extends Pick<
  AgentRequests,
  | '.ams.aam.SubscribeExConversations'
  | '.ams.aam.UnsubscribeExConversations'
  | '.ams.ms.PublishEvent'
  | '.ams.ms.QueryMessages'
  | '.ams.ms.GenerateURLForUploadFile'
  | '.ams.ms.GenerateURLForDownloadFile'
  | '.GetClock'
> {
  readonly InitConnection: TextExchange<Readonly<Record<string, never>> | undefined>;
  readonly '.ams.cm.ConsumerRequestConversation': FrameExchange<
    RequestConversationBody | undefined,
    '.ams.cm.RequestConversation$Response',
    { readonly conversationId: string }
  >;
  readonly '.ams.cm.UpdateConversationField': TextExchange<UpdateFieldBody<ConsumerConversationField>>;
  readonly '.ams.userprofile.SetUserProfile': TextExchange<Readonly<Record<string, unknown>>>;
  readonly '.ams.userprofile.GetUserProfile': FrameExchange<
    Readonly<Record<string, never>> | undefined,
    '.ams.userprofile.GetUserProfile$Response',
    UserProfileBody
  >;
}

/** What a consumer's socket of version 2 is told without having asked, by type. */
export type ConsumerNotificationsV2 = Pick<
  AgentNotifications,
  '.ams.ms.OnlineEventDistribution' | '.ams.aam.ExConversationChangeNotification'
>;

/** Everything that a consumer's socket of version 2 may be sent. */
export type ConsumerFrameV2 =
  | ResponseOf<ConsumerRequestsV2, keyof ConsumerRequestsV2>
  | RefusedResponse
  | NotificationOf<ConsumerNotificationsV2, keyof ConsumerNotificationsV2>;
