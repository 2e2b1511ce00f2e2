import { proceed } from '../../awaitable.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { isTooLongAName, LONGEST_NAME_CHARS } from '../../domain/name.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import type { RestCaller } from './caller.ts';
import { requireCaller } from './caller.ts';
import { carryOut, requireBody } from './commands.ts';
import { conversationAnswer } from './conversation.ts';

/**
 * Creates or updates a consumer: keeps what is told of them as their profile, which agents and the history see.
 *
 * Source: Messaging REST API, in the use of known clients; what the answer holds is decision D82.
 */
export const putConsumer: EndpointHandler = {
  handle: (context) =>
    proceed(requireCaller(context), (caller) => {
      const id = requireConsumerId(context, caller);
      const profile = requireBody(context, '{"firstName":"John","lastName":"Doe"}');
      caller.account.profiles.set(id, profile);
      return json(200, { ...profile, id } satisfies SuccessBody<'messaging-rest.put-consumer'>);
    }),
};

/**
 * Opens a conversation of a consumer. An agent who opens one has it.
 *
 * Source: as above.
 */
export const openConversation: EndpointHandler = {
  handle: (context) =>
    proceed(requireCaller(context), (caller) => {
      const consumerId = requireConsumerId(context, caller);
      const { channelType, ...request } = requireBody(context);
      if (channelType !== undefined && channelType !== 'MESSAGING')
        return refuse('rest_bad_request', 'command-malformed', 'channelType must be MESSAGING');
      const command = { ...request, consumerId };
      return proceed(carryOut(context, caller, 'cm.ConsumerRequestConversation', command), ({ body }) => {
        const { account } = caller;
        const { conversationId } = body as { conversationId: string };
        return conversationAnswer(201, account.conversations.find(conversationId) as Conversation, account.id);
      });
    }),
};

/** The consumer whom the path names. @throws Refusal `rest_forbidden` when another consumer calls. */
function requireConsumerId({ parameters }: EndpointContext, { actor }: RestCaller): string {
  const { consumer: id = '' } = parameters;
  if (actor.side === 'consumer' && actor.id !== id)
    return refuse('rest_forbidden', 'consumer-foreign', 'the path names another consumer than the token does');
  if (!isTooLongAName(id)) return id;
  const sentence = `the consumer in the path has ${String(id.length)} characters; this mock keeps up to ${String(LONGEST_NAME_CHARS)}`;
  return refuse('rest_bad_request', 'name-too-long', sentence);
}
