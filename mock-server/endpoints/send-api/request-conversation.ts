import type { JsonObject } from '../../http/body.ts';
import type { CommandScene } from './command.ts';
import { badRequest, CommandFailure } from './command.ts';

/**
 * `cm.ConsumerRequestConversation`: opens the consumer's conversation.
 *
 * The sentence of the refusal is the wire's own: a public connector reads the consumer's id out of it.
 */
export function requestConversation(body: JsonObject, { account, consumerId }: CommandScene): JsonObject {
  const { brandId } = body;
  if (brandId !== account.id && brandId !== Number(account.id)) {
    badRequest('brand-foreign', `brandId is not the path's account ${account.id}`);
  }
  if (account.conversations.openOf(consumerId) !== undefined) {
    throw new CommandFailure(
      `Consumer request conversation failed: User ${consumerId} already has open conversation. Can't open another one.`,
      'conversation-already-open',
      'a consumer has one open conversation at the most; close it first',
    );
  }
  return { conversationId: account.conversations.open(consumerId).id };
}
