import type { Audience, ClosedBy, Role } from '../../domain/conversation.ts';

/** A consumer: the id, and what was told. */
export interface RestConsumerBody {
  /** The `lp_consumer_id`, or the `sub` of the LP_JWT. */
  readonly id: string;
  readonly [member: string]: unknown;
}

/** A conversation; its `ETag` stands in the header. */
export interface RestConversationBody {
  readonly id: string;
  readonly brandId: string;
  readonly consumerId: string;
  readonly channelType: 'MESSAGING';
  readonly stage: 'OPEN' | 'CLOSE';
  readonly skillId: string;
  /** In epoch milliseconds, like all times here. */
  readonly createdTs: number;
  readonly updatedTs: number;
  /** Absent while it is open. */
  readonly closedTs?: number | undefined;
  readonly closeReason?: ClosedBy | undefined;
  /** Who takes part: a consumer's id, or the newer id of an agent. */
  readonly participants: readonly { readonly id: string; readonly role: Role }[];
  /** The MAIN dialog, which has the id of the conversation. */
  readonly dialogs: readonly {
    readonly id: string;
    readonly dialogType: 'MAIN';
    readonly channelType: 'MESSAGING';
    readonly state: 'OPEN' | 'CLOSE';
  }[];
}

/** A message that was taken. */
export interface RestSentBody {
  readonly conversationId: string;
  readonly dialogId: string;
  /** As the message history has it. */
  readonly messageId: string;
  readonly sequence: number;
}

/** One message of a dialog. */
export interface RestMessage {
  readonly sequence: number;
  readonly dialogId: string;
  readonly type: 'PLAIN_TEXT' | 'HOSTED_FILE' | 'RICH_CONTENT';
  /** Of a text: `{ text }`. */
  readonly content: unknown;
  readonly originator: { readonly role: Role };
  readonly messageAudience: Audience;
  readonly createdTs: number;
}

/** Messages of a dialog, and the URL of those that follow. */
export interface RestMessagesBody {
  readonly data: readonly RestMessage[];
  readonly links: { readonly next: string | null };
}
