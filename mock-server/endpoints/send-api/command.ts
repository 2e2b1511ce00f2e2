import type { Conversation } from '../../domain/conversation.ts';
import type { Reason, ReasonSlug } from '../../errors/reasons.ts';
import type { CommandReply } from '../../errors/refusal.ts';
import { Refusal } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { EndpointContext } from '../endpoint.ts';
import type { OnBehalf } from './authorization.ts';
import { requestId, unauthorized } from './request.ts';

/** What carries out a command: the request's body in, the answer's body out. Throws a {@link CommandFailure}. */
export type Command = (body: JsonObject, scene: CommandScene) => JsonObject;

export interface CommandScene extends OnBehalf {
  readonly context: EndpointContext;
}

/** A command that cannot be carried out: an item `BAD_REQUEST` with a message for the wire and a reason beside it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly reason: Reason;

  constructor(message: string, slug: ReasonSlug, sentence: string) {
    super(message);
    this.reason = { slug, sentence };
  }
}

/** Fails with the plain text that most command errors carry. @throws CommandFailure always. */
export function badRequest(slug: ReasonSlug, sentence: string): never {
  throw new CommandFailure('Bad Request', slug, sentence);
}

/** A strict mock fails the command: for deviations that only one command of a batch may have. */
export function strictCommand({ slug, sentence }: Reason): CommandFailure {
  return new CommandFailure('Bad Request', slug, sentence);
}

/** A failure as an item of an answer. */
export function failedItem(failure: CommandFailure, request: unknown): CommandReply {
  return { code: 'BAD_REQUEST', body: { msg: failure.message }, reqId: requestId(request) };
}

/** A failure as the whole answer to one request. */
export function asRefusal(failure: CommandFailure, request: unknown): Refusal {
  return new Refusal('BAD_REQUEST', failure.reason, { message: failure.message, reqId: requestId(request) });
}

/**
 * The consumer's conversation of that id, open or closed.
 *
 * @throws CommandFailure when there is none, Refusal 40103 when it is another consumer's (decision D20).
 */
export function requireConversation(id: unknown, { account, consumerId, context }: CommandScene): Conversation {
  const conversation = typeof id === 'string' ? account.conversations.find(id) : undefined;
  if (conversation === undefined) return badRequest('conversation-unknown', 'the account has no conversation of that id');
  if (conversation.consumerId === consumerId) return conversation;
  const sentence = 'the conversation belongs to another consumer';
  if (context.settings.sendApi.foreignConversation === 'badRequest') return badRequest('conversation-foreign', sentence);
  return unauthorized(context.call, '40103', { slug: 'conversation-foreign', sentence });
}

/** @throws CommandFailure with the wire's own words when the conversation is closed. */
export function requireOpen(conversation: Conversation): void {
  if (conversation.state === 'OPEN') return;
  throw new CommandFailure('Bad Request, Conversation is close', 'conversation-closed', 'the conversation is closed');
}
