import type { Account } from '../../domain/account.ts';
import { isTooLongAName, LONGEST_NAME_CHARS } from '../../domain/name.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { deviate } from '../../errors/deviate.ts';
import type { CommandScene } from './command.ts';

/** `null` stands in the list of the pages as well. */
const TTR_NAMES: readonly unknown[] = ['NORMAL', 'URGENT', 'PRIORITIZED', 'CUSTOM', null, undefined];

/**
 * `cm.ConsumerRequestConversation`: opens the consumer's conversation.
 *
 * The sentence of the refusal is the wire's own: a public connector reads the consumer's id out of it.
 */
export function requestConversation(body: JsonObject, { account, consumerId, context }: CommandScene): JsonObject {
  const { brandId } = body;
  if (brandId !== account.id && brandId !== Number(account.id)) {
    refuse('BAD_REQUEST', 'brand-foreign', `brandId is not the path's account ${account.id}`);
  }
  const departure = departureOf(body);
  if (departure !== undefined) deviate(context, 'conversation-request', departure, 'BAD_REQUEST');
  if (account.conversations.openOf(consumerId) !== undefined) {
    refuse(
      'BAD_REQUEST',
      'conversation-already-open',
      'a consumer has one open conversation at the most; close it first',
      {
        message: `Consumer request conversation failed: User ${consumerId} already has open conversation. Can't open another one.`,
      },
    );
  }
  requireRoom(account, consumerId);
  return { conversationId: account.conversations.open(consumerId).id };
}

/** What is kept of a conversation must have its place. @throws Refusal BAD_REQUEST when it has not. */
function requireRoom({ memory }: Account, consumerId: string): void {
  if (isTooLongAName(consumerId)) {
    refuse(
      'BAD_REQUEST',
      'name-too-long',
      `lp_consumer_id has ${String(consumerId.length)} characters; this mock keeps up to ${String(LONGEST_NAME_CHARS)}`,
    );
  }
  if (memory.isFull()) {
    refuse(
      'BAD_REQUEST',
      'memory-full',
      'open conversations alone take all the memory that limits.megabytes gives; close some, reset the mock, or raise it',
    );
  }
}

/** What the pages ask for and this mock only notes; undefined when all is as they say. */
function departureOf({ brandId, skillId, ttrDefName }: JsonObject): string | undefined {
  if (typeof brandId !== 'string') return 'brandId is a number; the pages ask for a string';
  if (skillId !== undefined && !(typeof skillId === 'string' && /^(?:-1|\d{1,10})$/.test(skillId)))
    return 'skillId is no string of at most ten digits, nor -1';
  return TTR_NAMES.includes(ttrDefName) ? undefined : `ttrDefName is none of ${TTR_NAMES.slice(0, 4).join(', ')}`;
}
