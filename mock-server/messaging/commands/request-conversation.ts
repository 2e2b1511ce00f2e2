import type { Account } from '../../domain/account.ts';
import type { TimeToResponse } from '../../domain/conversation.ts';
import { isTooLongAName, LONGEST_NAME_CHARS } from '../../domain/name.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { deviate } from '../../errors/deviate.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import type { CommandScene } from './command.ts';

/** `null` stands in the list of the pages as well. */
const TTR_NAMES: readonly unknown[] = ['NORMAL', 'URGENT', 'PRIORITIZED', 'CUSTOM', null, undefined];

/**
 * `cm.ConsumerRequestConversation`: opens the consumer's conversation.
 *
 * The sentence of the refusal is the wire's own: a public connector reads the consumer's id out of it.
 */
export function requestConversation(body: JsonObject, scene: CommandScene): CommandResult {
  const { account, actor } = scene;
  const consumerId = actor.id;
  const { brandId } = body;
  // On a socket the account is known without it; the Send API has asked for it before.
  if (brandId !== undefined && brandId !== account.id && brandId !== Number(account.id)) {
    refuse('BAD_REQUEST', 'brand-foreign', `brandId is not the path's account ${account.id}`);
  }
  const departure = departureOf(body);
  if (departure !== undefined) deviate(scene, 'conversation-request', departure, 'BAD_REQUEST');
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
  const { id } = account.conversations.open(consumerId, { skillId: skillOf(body), ttr: ttrOf(body) });
  return { name: 'cm.RequestConversation', body: { conversationId: id } };
}

/** Undefined where it is none: that is noted. */
function skillOf({ skillId }: JsonObject): string | undefined {
  return typeof skillId === 'string' && SKILL_ID.test(skillId) ? skillId : undefined;
}

/** In seconds; what the two others are is not public. */
const TTR_SECONDS: ReadonlyMap<unknown, number> = new Map([
  ['NORMAL', 3600],
  ['URGENT', 300],
  ['PRIORITIZED', 600],
  ['CUSTOM', 600],
]);

function ttrOf({ ttrDefName }: JsonObject): TimeToResponse | undefined {
  const value = TTR_SECONDS.get(ttrDefName);
  return value === undefined ? undefined : { ttrType: String(ttrDefName), value };
}

const SKILL_ID = /^(?:-1|\d{1,10})$/;

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
  if (brandId !== undefined && typeof brandId !== 'string') return 'brandId is a number; the pages ask for a string';
  if (skillId !== undefined && !(typeof skillId === 'string' && SKILL_ID.test(skillId)))
    return 'skillId is neither a string of at most ten digits nor -1';
  return TTR_NAMES.includes(ttrDefName) ? undefined : `ttrDefName is none of ${TTR_NAMES.slice(0, 4).join(', ')}`;
}
