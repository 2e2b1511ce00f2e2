import type { Role } from '../../domain/conversation.ts';
import type {
  FrameExchange,
  NotificationOf,
  RefusedResponse,
  RequestOf,
  ResponseOf,
  TextExchange,
} from './envelopes.ts';
import type {
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

/** `cm.ConsumerRequestConversation`; most clients send no body at all. */
export interface RequestConversationBody {
  readonly brandId?: string | undefined;
  /** At most ten digits, or `-1` for any. */
  readonly skillId?: string | undefined;
  readonly ttrDefName?: 'NORMAL' | 'URGENT' | 'PRIORITIZED' | 'CUSTOM' | null | undefined;
  readonly channelType?: 'MESSAGING' | undefined;
  readonly campaignInfo?: Readonly<Record<string, unknown>> | undefined;
  readonly conversationContext?: Readonly<Record<string, unknown>> | undefined;
}

/** What was published, as a consumer's socket has it. */
export interface MessageChange extends Originator, SequencedMembers {
  readonly conversationId: string;
}

/** A conversation, as a consumer's socket has it. */
export interface ConsumerConversation {
  readonly convId: string;
  /** When an answer is due, in epoch milliseconds; -1 when none is. */
  readonly effectiveTTR: number;
  readonly conversationDetails: ConversationDetails & {
    readonly participants: readonly { readonly id: string; readonly role: Role }[];
  };
  readonly lastUpdateTime: number;
}

/**
 * What a consumer's socket of version 3 can be asked, by the type of the request. The types may also be written with
 * `.ams.` in front.
 *
 * Source: Messaging Window API, "Methods".
 */
export interface ConsumerRequests {
  readonly InitConnection: TextExchange<Readonly<Record<string, never>> | undefined>;
  readonly 'cm.ConsumerRequestConversation': FrameExchange<
    RequestConversationBody | undefined,
    'cm.RequestConversationResponse',
    { readonly conversationId: string }
  >;
  readonly 'ms.PublishEvent': FrameExchange<
    PublishEventBody,
    'ms.PublishEventResponse',
    { readonly sequence?: number | undefined }
  >;
  readonly 'ms.SubscribeMessagingEvents': FrameExchange<
    { readonly dialogId: string; readonly conversationId?: string | undefined; readonly fromSeq?: number | undefined },
    'GenericSubscribeResponse',
    Readonly<Record<string, never>>
  >;
  readonly 'ms.QueryMessages': FrameExchange<QueryMessagesBody, 'ms.QueryMessagesResponse', readonly MessageChange[]>;
  readonly 'cqm.SubscribeExConversations': FrameExchange<
    SubscribeConversationsBody | undefined,
    'cqm.SubscribeExConversationsResponse',
    { readonly subscriptionId: string }
  >;
  readonly 'cqm.UnsubscribeExConversations': TextExchange<{ readonly subscriptionId: string }>;
  readonly 'cm.UpdateConversationField': TextExchange<UpdateFieldBody<ConsumerConversationField>>;
  readonly 'userprofile.SetUserProfile': TextExchange<Readonly<Record<string, unknown>>>;
  readonly 'userprofile.GetUserProfile': FrameExchange<
    Readonly<Record<string, never>> | undefined,
    'userprofile.GetUserProfileResponse',
    UserProfileBody
  >;
  readonly 'ms.GenerateURLForUploadFile': FrameExchange<UploadFileBody, 'ms.GenerateURLResponse', FileUrlBody>;
  readonly 'ms.GenerateURLForDownloadFile': FrameExchange<
    { readonly relativePath: string },
    'ms.GenerateURLResponse',
    FileUrlBody
  >;
  readonly GetClock: FrameExchange<
    Readonly<Record<string, never>> | undefined,
    'GetClockResponse',
    { readonly currentTime: number }
  >;
  readonly KeepAlive: TextExchange<Readonly<Record<string, never>> | undefined>;
}

/** What a consumer's socket of version 3 is told without having asked, by type. */
export interface ConsumerNotifications {
  readonly 'ms.MessagingEventNotification': { readonly changes: readonly MessageChange[] };
  readonly 'cqm.ExConversationChangeNotification': ConversationChanges<ConsumerConversation>;
}

/** A request of a consumer's socket, for instance `ConsumerRequest<'ms.PublishEvent'>`; without a type, any. */
export type ConsumerRequest<Type extends keyof ConsumerRequests = keyof ConsumerRequests> = RequestOf<
  ConsumerRequests,
  Type
>;

/** The answer to a request that was carried out, by the type of that request; without a type, any. */
export type ConsumerResponse<Type extends keyof ConsumerRequests = keyof ConsumerRequests> = ResponseOf<
  ConsumerRequests,
  Type
>;

/** What a consumer's socket is told without having asked; without a type, any. */
export type ConsumerNotification<Type extends keyof ConsumerNotifications = keyof ConsumerNotifications> =
  NotificationOf<ConsumerNotifications, Type>;

/** Everything that a consumer's socket of version 3 may be sent. */
export type ConsumerFrame = ConsumerResponse | RefusedResponse | ConsumerNotification;
