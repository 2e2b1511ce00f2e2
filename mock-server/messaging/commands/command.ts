import type { Clock } from '../../clock.ts';
import type { Settings } from '../../config/settings.ts';
import type { Account } from '../../domain/account.ts';
import type { Conversation, Participant } from '../../domain/conversation.ts';
import { consumerParticipant } from '../../domain/conversation.ts';
import type { Deviation } from '../../errors/reasons.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { Ids } from '../../ids.ts';
import type { CommandResult } from '../dialects/dialect.ts';

/**
 * What carries out a command, whoever asks: the request's body in, a result out, which the Send API and the sockets
 * render each in their own words. It refuses with `BAD_REQUEST`, or 40103 for a conversation of another consumer.
 */
export type Command = (body: JsonObject, scene: CommandScene) => CommandResult;

/** An agent as he acts: under both of his ids. */
export interface ActingAgent {
  readonly side: 'agent';
  /** The old id, `{account}.{userId}`. */
  readonly id: string;
  readonly pid: string;
}

export interface ActingConsumer {
  readonly side: 'consumer';
  readonly id: string;
}

export type Actor = ActingConsumer | ActingAgent;

/** Who asks, of which account, and when. */
export interface CommandScene {
  readonly account: Account;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: Settings;
  readonly deviations: Deviation[];
  /** What the request came by: a Send API call or a frame. */
  readonly origin: 'http' | 'socket';
  /** Ends a sentence about what the account does not have: that it had been forgotten. Default: nothing. */
  readonly accountNote?: string;
}

/**
 * The conversation of that id, open or closed: a consumer's own, or any for an agent.
 *
 * @throws Refusal BAD_REQUEST when there is none, 40103 when it is another consumer's (decision D20).
 */
export function requireConversation(
  id: unknown,
  { account, actor, settings, accountNote = '' }: CommandScene,
): Conversation {
  const conversation = typeof id === 'string' ? account.conversations.find(id) : undefined;
  if (conversation === undefined)
    return refuse('BAD_REQUEST', 'conversation-unknown', `the account has no conversation of that id${accountNote}`);
  if (actor.side === 'agent' || conversation.consumerId === actor.id) return conversation;
  const error = settings.sendApi.foreignConversation === 'badRequest' ? 'BAD_REQUEST' : '40103';
  return refuse(error, 'conversation-foreign', 'the conversation belongs to another consumer');
}

/** @throws Refusal with the wire's own words when the conversation is closed. */
export function requireOpen(conversation: Conversation): void {
  if (conversation.state === 'OPEN') return;
  refuse('BAD_REQUEST', 'conversation-closed', 'the conversation is closed', {
    message: 'Bad Request, Conversation is close',
  });
}

/** The one who asks, as he stands in the conversation; undefined for an agent who does not take part. */
export function participantOf({ participants }: Conversation, actor: Actor): Participant | undefined {
  if (actor.side === 'consumer') return consumerParticipant(actor.id);
  return participants.find(({ pid, state }) => pid === actor.pid && state === 'ACTIVE');
}
