import type { Conversation } from '../../domain/conversation.ts';
import { activeParticipants } from '../../domain/conversation.ts';
import { refuse } from '../../errors/refusal.ts';
import { sha256Hex } from '../../hex.ts';
import { json } from '../../http/answer.ts';
import type { Answer } from '../../http/call.ts';
import { sinceForgotten } from '../account.ts';
import type { EndpointContext } from '../endpoint.ts';
import type { RestConversationBody } from './bodies.ts';
import type { RestCaller } from './caller.ts';

/**
 * The conversation that the path names: a consumer's own, or any for an agent; and its dialog, where the path has one.
 *
 * @throws Refusal `rest_not_found`, or `rest_forbidden` when it is another consumer's.
 */
export function requireConversation(context: EndpointContext, { account, actor }: RestCaller): Conversation {
  const { conversation: id = '', dialog } = context.parameters;
  const conversation = account.conversations.find(id);
  if (conversation === undefined) {
    const sentence = `the account has no conversation of the id in the path${sinceForgotten(context, account)}`;
    return refuse('rest_not_found', 'conversation-unknown', sentence);
  }
  if (actor.side === 'consumer' && conversation.consumerId !== actor.id)
    return refuse('rest_forbidden', 'conversation-foreign', 'the conversation belongs to another consumer');
  if (dialog !== undefined && dialog !== conversation.id)
    return refuse('rest_not_found', 'dialog-unknown', 'its one dialog, MAIN, has the id of the conversation itself');
  return conversation;
}

/** A conversation with its ETag. */
export function conversationAnswer(status: number, conversation: Conversation, accountId: string): Answer {
  const body = bodyOf(conversation, accountId);
  return json(status, body, { etag: etagOf(body) });
}

/** Differs as soon as anything of the conversation does; messages are not part of it (RFC 9110 section 8.8.3). */
function etagOf(body: RestConversationBody): string {
  return `"${sha256Hex(JSON.stringify(body)).slice(0, 32)}"`;
}

/**
 * Lets only those change a conversation who know it as it is now.
 *
 * @throws Refusal `rest_unconditional` without `If-Match`, `rest_stale` when none of its tags is the one of now.
 */
export function requireMatch({ call }: EndpointContext, conversation: Conversation, accountId: string): void {
  const header = call.headers['if-match']?.trim() ?? '';
  if (header === '') {
    const sentence = 'send If-Match with the ETag that a GET of the conversation gave';
    return refuse('rest_unconditional', 'if-match-missing', sentence);
  }
  const etag = etagOf(bodyOf(conversation, accountId));
  // By strong comparison (RFC 9110 section 13.1.1).
  if (header === '*' || header.split(',').some((tag) => tag.trim() === etag)) return;
  const sentence = header.includes('"')
    ? 'the conversation is not what it was when If-Match got its ETag; GET it again'
    : 'If-Match takes the ETag as it was given, with its quotation marks';
  refuse('rest_stale', 'if-match-stale', sentence);
}

function bodyOf(conversation: Conversation, accountId: string): RestConversationBody {
  const { id, consumerId, state, skillId, startMs, changedMs, endMs, closedBy } = conversation;
  return {
    id,
    brandId: accountId,
    consumerId,
    channelType: 'MESSAGING',
    stage: state,
    skillId,
    createdTs: startMs,
    updatedTs: changedMs,
    closedTs: endMs,
    closeReason: closedBy,
    participants: activeParticipants(conversation).map(({ pid, role }) => ({ id: pid, role })),
    dialogs: [{ id, dialogType: 'MAIN', channelType: 'MESSAGING', state }],
  };
}
