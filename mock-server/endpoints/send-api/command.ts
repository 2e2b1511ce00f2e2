import type { Conversation } from '../../domain/conversation.ts';
import type { CommandReply, Refusal } from '../../errors/refusal.ts';
import { refuse } from '../../errors/refusal.ts';
import { requestId } from '../../errors/request-id.ts';
import type { JsonObject } from '../../http/body.ts';
import type { EndpointContext } from '../endpoint.ts';
import { sinceForgotten } from '../account.ts';
import type { OnBehalf } from './authorization.ts';

/**
 * What carries out a command: the request's body in, the answer's body out. It refuses with `BAD_REQUEST`, which is an
 * item of a batch or the whole answer.
 */
export type Command = (body: JsonObject, scene: CommandScene) => JsonObject;

export interface CommandScene extends OnBehalf {
  readonly context: EndpointContext;
}

/** A refused command as an item of an answer. */
export function failedItem({ detail }: Pick<Refusal, 'detail'>, request: unknown): CommandReply {
  return { code: 'BAD_REQUEST', body: { msg: detail.message ?? 'Bad Request' }, reqId: requestId(request) };
}

/**
 * The consumer's conversation of that id, open or closed.
 *
 * @throws Refusal BAD_REQUEST when there is none, 40103 when it is another consumer's (decision D20).
 */
export function requireConversation(id: unknown, { account, consumerId, context }: CommandScene): Conversation {
  const conversation = typeof id === 'string' ? account.conversations.find(id) : undefined;
  if (conversation === undefined)
    return refuse(
      'BAD_REQUEST',
      'conversation-unknown',
      `the account has no conversation of that id${sinceForgotten(context, account)}`,
    );
  if (conversation.consumerId === consumerId) return conversation;
  const error = context.settings.sendApi.foreignConversation === 'badRequest' ? 'BAD_REQUEST' : '40103';
  return refuse(error, 'conversation-foreign', 'the conversation belongs to another consumer');
}

/** @throws Refusal with the wire's own words when the conversation is closed. */
export function requireOpen(conversation: Conversation): void {
  if (conversation.state === 'OPEN') return;
  refuse('BAD_REQUEST', 'conversation-closed', 'the conversation is closed', {
    message: 'Bad Request, Conversation is close',
  });
}
