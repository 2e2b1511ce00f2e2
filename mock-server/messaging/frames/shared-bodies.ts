import type { Role } from '../../domain/conversation.ts';
import type { MessageAudience, PublishedEvent } from './events.ts';

/** `ms.PublishEvent`. */
export interface PublishEventBody {
  /** The id of the conversation is that of its main dialog as well. */
  readonly dialogId: string;
  readonly conversationId?: string | undefined;
  readonly event: PublishedEvent;
  /** Of agents alone. Default: `'ALL'` */
  readonly messageAudience?: MessageAudience | undefined;
}

/** `ms.QueryMessages`; both bounds are part of the range. */
export interface QueryMessagesBody {
  readonly dialogId: string;
  readonly newerThanSequence?: number | undefined;
  readonly olderThanSequence?: number | undefined;
  readonly maxQuantity?: number | undefined;
}

/** `SubscribeExConversations`. What is left out is not asked for. */
export interface SubscribeConversationsBody {
  readonly convState?: readonly string[] | undefined;
  readonly stage?: readonly string[] | undefined;
  /** Only conversations that one of these agents takes part in. */
  readonly agentIds?: readonly string[] | undefined;
  /** In epoch milliseconds. */
  readonly minLastUpdatedTime?: number | undefined;
}

/** `cm.UpdateConversationField`: one field, or several that are changed together. */
export interface UpdateFieldBody<Field> {
  readonly conversationId: string;
  readonly conversationField: Field | readonly Field[];
}

/** What a consumer may change of a conversation: closing it has three spellings, rating it one. */
export type ConsumerConversationField =
  | { readonly field: 'ConversationStateField' | 'Stage'; readonly conversationState: 'CLOSE' }
  | {
      readonly field: 'DialogChange';
      readonly type?: 'UPDATE' | undefined;
      readonly dialog: {
        readonly dialogId: string;
        readonly state: 'CLOSE';
        readonly closedCause?: string | undefined;
      };
    }
  | {
      readonly field: 'CSATRate';
      readonly csatRate: number;
      readonly csatResolutionConfirmation?: boolean | undefined;
      readonly status?: 'FILLED' | 'SKIPPED' | undefined;
    };

/** What an agent may change beside that. */
export type AgentConversationField =
  | ConsumerConversationField
  | {
      readonly field: 'ParticipantsChange';
      readonly type: 'ADD' | 'REMOVE' | 'UPDATE' | 'SUGGEST';
      readonly role: 'ASSIGNED_AGENT' | 'AGENT' | 'MANAGER' | 'READER' | 'CONTROLLER';
      /** Either id of an agent. Default: the agent who asks */
      readonly userId?: string | undefined;
    }
  | { readonly field: 'Skill'; readonly type?: 'UPDATE' | undefined; readonly skill: string }
  | { readonly field: 'TTRField'; readonly ttrType: string; readonly value?: number | undefined }
  | { readonly field: 'Note'; readonly note: string }
  | { readonly field: 'ManualETTR' | 'DelayField' | 'TopicField'; readonly [member: string]: unknown };

/** `ms.GenerateURLForUploadFile`. */
export interface UploadFileBody {
  /** In bytes. */
  readonly fileSize: number | string;
  /** Letters and digits: `PNG`. */
  readonly fileType: string;
}

/** Where to PUT or GET a file. */
export interface FileUrlBody {
  readonly relativePath: string;
  readonly queryParams: { readonly temp_url_sig: string; readonly temp_url_expires: string };
}

/** What a consumer has told of themselves. */
export interface UserProfileBody {
  readonly userId: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly authenticatedData?: unknown;
  readonly privateData?: unknown;
  readonly claims?: unknown;
  readonly acr?: string | undefined;
}

/** The main dialog of a conversation. */
export interface DialogBody {
  readonly dialogId: string;
  readonly participantsDetails: readonly {
    readonly id: string;
    readonly role: Role;
    readonly state: 'ACTIVE' | 'SUGGESTED';
  }[];
  readonly dialogType: 'MAIN';
  readonly channelType: 'MESSAGING';
  readonly state: 'OPEN' | 'CLOSE';
  /** All times here are epoch milliseconds. */
  readonly creationTs: number;
  readonly endTs?: number | undefined;
  readonly metaDataLastUpdateTs: number;
  readonly closedBy?: 'CONSUMER' | 'AGENT' | 'SYSTEM' | undefined;
}

/** What both dialects say of a conversation alike. */
export interface ConversationDetails {
  readonly skillId: string;
  /** Ids by role: a consumer's id, and the newer id of an agent. */
  readonly participantsPId: Readonly<Partial<Record<Role, readonly string[]>>>;
  readonly dialogs: readonly DialogBody[];
  readonly brandId: string;
  readonly state: 'OPEN' | 'CLOSE';
  readonly stage: 'OPEN' | 'CLOSE';
  readonly closeReason?: 'CONSUMER' | 'AGENT' | 'SYSTEM' | undefined;
  readonly startTs: number;
  readonly endTs?: number | undefined;
  readonly metaDataLastUpdateTs: number;
  readonly csatRate?: number | undefined;
  /** How soon an answer is expected, in seconds. */
  readonly ttr: { readonly ttrType: string; readonly value: number };
  readonly conversationHandlerDetails: { readonly accountId: string; readonly skillId: string };
}

/** Which conversations a subscription hears of, at once and whenever one of them changes. */
export interface ConversationChanges<Result> {
  readonly subscriptionId: string;
  readonly changes: readonly {
    /** `DELETE` when the conversation is no longer one that was asked for. */
    readonly type: 'UPSERT' | 'DELETE';
    readonly result: Result;
  }[];
}

/** Who published something. */
export interface Originator {
  readonly originatorId: string;
  readonly originatorMetadata: { readonly id: string; readonly role: Role };
}

/** Members that a chat state does not have. */
export interface SequencedMembers {
  readonly sequence?: number | undefined;
  /** In epoch milliseconds. */
  readonly serverTimestamp?: number | undefined;
  readonly messageAudience?: MessageAudience | undefined;
  readonly event: PublishedEvent;
  readonly dialogId: string;
}
