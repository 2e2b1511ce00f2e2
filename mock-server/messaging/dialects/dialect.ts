import type { Conversation, Message } from '../../domain/conversation.ts';
import type { JsonObject } from '../../http/body.ts';

/** What an answer is called in this mock, whatever a dialect calls it. */
export type AnswerName =
  | 'Text'
  | 'Error'
  | 'GetClock'
  | 'GenericSubscribe'
  | 'cm.RequestConversation'
  | 'cqm.SubscribeExConversations'
  | 'ms.PublishEvent'
  | 'ms.QueryMessages'
  | 'ms.GenerateURL'
  | 'userprofile.GetUserProfile';

/** What a notification is called. */
export type NotificationName =
  | 'cqm.ExConversationChangeNotification'
  | 'ms.MessagingEventNotification'
  | 'routing.RoutingTaskNotification'
  | 'routing.RingUpdated'
  | 'routing.AgentStateNotification';

/** What a command comes to. */
export interface CommandResult {
  readonly name: AnswerName;
  /** Default: 200. */
  readonly code?: number;
  readonly body: unknown;
}

/** The names and shapes of one version of the protocol. */
export interface Dialect {
  answerType(name: AnswerName): string;
  /** The body of an answer, where it is not that of the result. */
  answerBody?(result: CommandResult): unknown;
  notificationType(name: NotificationName): string;
  /** A conversation, as `result` of a change. */
  conversation(conversation: Conversation, accountId: string): JsonObject;
  /** Something that was published, as one event of a list. */
  message(conversation: Conversation, message: Message): JsonObject;
  /** The bodies of the notifications that tell of what was published: of all in one, or one of each. */
  messageBodies(conversation: Conversation, messages: readonly Message[]): readonly JsonObject[];
}

/** An answer as a frame: all five members, `reqId` always a text. */
export function answerFrame(dialect: Dialect, reqId: string, result: CommandResult): string {
  const { name, code = 200 } = result;
  const body = dialect.answerBody === undefined ? result.body : dialect.answerBody(result);
  return JSON.stringify({ kind: 'resp', reqId, code, body, type: dialect.answerType(name) });
}

/** A notification as a frame. */
export function notificationFrame(type: string, body: unknown): string {
  return JSON.stringify({ kind: 'notification', body, type });
}

/** An answer that is a sentence. */
export function textResult(body: string, code = 200): CommandResult {
  return { name: 'Text', code, body };
}
