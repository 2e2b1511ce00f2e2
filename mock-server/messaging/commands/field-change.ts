import type { Conversation } from '../../domain/conversation.ts';
import type { ConversationChange } from '../../domain/conversations.ts';

/** What a field of `cm.UpdateConversationField` does, once all fields of the request were found good. */
export interface FieldChange {
  /** The sentence of the answer. Default: `OK` */
  readonly text?: string;
  /** Whether it closes the conversation. Default: no */
  readonly closes?: boolean;
  /** Whether the conversation must be open. Default: no */
  readonly isForLiving?: boolean;
  /** What it makes of the conversation, which an earlier field may have changed already. Default: nothing */
  readonly change?: (conversation: Conversation) => ConversationChange;
  /** Whether there is anything to tell of it. Default: yes */
  readonly isNews?: boolean;
}
