import type { Message } from '../../domain/conversation.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { CommandResult, Dialect } from '../dialects/dialect.ts';
import type { CommandScene } from './command.ts';
import { requireConversation } from './command.ts';

/** `ms.QueryMessages`: what was published in a dialog, both bounds included. */
export function queryMessages(body: JsonObject, scene: CommandScene, dialect: Dialect): CommandResult {
  const { dialogId, conversationId, newerThanSequence, olderThanSequence, maxQuantity } = body;
  const conversation = requireConversation(dialogId ?? conversationId, scene);
  const from = bound(newerThanSequence, 'newerThanSequence') ?? 0;
  const to = bound(olderThanSequence, 'olderThanSequence') ?? Infinity;
  const most = bound(maxQuantity, 'maxQuantity') ?? Infinity;
  const found = conversation.messages.filter(
    (message) => isSeenBy(message, scene.actor.side) && isWithin(message, from, to),
  );
  return { name: 'ms.QueryMessages', body: found.slice(0, most).map((each) => dialect.message(conversation, each)) };
}

/** Whether a side is shown a message: what agents keep among themselves is none of the consumer's. */
export function isSeenBy({ audience }: Message, side: 'consumer' | 'agent'): boolean {
  return side === 'agent' || audience === 'ALL';
}

function isWithin({ sequence = 0 }: Message, from: number, to: number): boolean {
  return sequence >= from && sequence <= to;
}

/** A whole number, also as text; undefined when there is none. */
export function bound(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number)) return Math.max(0, number);
  return refuse('BAD_REQUEST', 'command-malformed', `${name} must be a whole number`);
}
