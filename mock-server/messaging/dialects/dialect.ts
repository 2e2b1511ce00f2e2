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

/** The names of one version of the protocol. */
export interface Dialect {
  answerType(name: AnswerName): string;
  notificationType(name: NotificationName): string;
}

/** An answer as a frame: all five members, `reqId` always a text. */
export function answerFrame(dialect: Dialect, reqId: string, { name, code = 200, body }: CommandResult): string {
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
