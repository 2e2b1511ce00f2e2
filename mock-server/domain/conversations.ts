import type { Ids } from '../ids.ts';
import type { Tally } from '../memory/budget.ts';
import { uncounted } from '../memory/budget.ts';
import type { ClosedBy, Conversation, ConversationRequest, EarlierConversation, Message } from './conversation.ts';
import {
  conversationBytes,
  conversationFrom,
  MAX_MESSAGES,
  messageBytes,
  newConversation,
  turnBytes,
  turnsSince,
} from './conversation.ts';
import type { EventLog } from './event-log.ts';
import { createEventLog } from './event-log.ts';

/** The conversations of one account. Whatever happens to one is told in the account's events. */
export interface Conversations {
  find(id: string): Conversation | undefined;
  /** The consumer's open conversation: a consumer has one at the most. */
  openOf(consumerId: string): Conversation | undefined;
  open(consumerId: string, request?: ConversationRequest): Conversation;
  /**
   * @param by - default: the consumer
   * @param change - what else is said of it from now on. Default: nothing
   */
  close(conversation: Conversation, by?: ClosedBy, change?: ConversationChange): void;
  /** Changes what is said of a conversation, all at once. */
  change(conversation: Conversation, change: ConversationChange): void;
  /** Publishes in a conversation; what is sequenced gets the next number. */
  publish(conversation: Conversation, message: Omit<Message, 'sequence' | 'atMs'>, isSequenced: boolean): Message;
  /** All, oldest first. */
  all(): Iterable<Conversation>;
  /** Copies of all, oldest first. */
  list(): readonly Conversation[];
  /** Puts earlier ones in the place of all. */
  restore(earlier: readonly EarlierConversation[]): void;
  clear(): void;
  /** Forgets the older half of the closed ones. How many went. */
  forgetClosed(): number;
  /** Forgets the older half of the messages of each. How many went. */
  forgetMessages(): number;
}

/** What can be changed of a conversation while it lives; a rating also afterwards. */
export type ConversationChange = Partial<
  Pick<Conversation, 'participants' | 'skillId' | 'ttr' | 'note' | 'csatRate' | 'waitsSinceMs'>
>;

/**
 * How many conversations an account keeps. Past that the one that was closed first is forgotten, and where all are open
 * the oldest: a mock that runs for weeks must not grow without end.
 */
export const MAX_CONVERSATIONS_PER_ACCOUNT = 10_000;

/**
 * @param tally - counts what is kept
 * @param now - the account's time. Default: it stands still
 * @param events - where what happens is told. Default: nobody reads it
 */
export function createConversations(
  ids: Ids,
  maximum: number = MAX_CONVERSATIONS_PER_ACCOUNT,
  tally: Tally = uncounted(),
  now: () => number = () => 0,
  events: EventLog = createEventLog(now),
): Conversations {
  const byId = new Map<string, Conversation>();
  const openByConsumer = new Map<string, Conversation>();
  /** In the order in which they were closed. */
  const closed = new Set<Conversation>();

  const forget = (conversation: Conversation): void => {
    byId.delete(conversation.id);
    closed.delete(conversation);
    if (openByConsumer.get(conversation.consumerId) === conversation) openByConsumer.delete(conversation.consumerId);
    tally.count(-bytesOf(conversation));
  };
  const makeRoom = (): void => {
    const [oldest] = closed.size > 0 ? closed : byId.values();
    if (byId.size >= maximum && oldest !== undefined) forget(oldest);
  };
  const clear = (): void => {
    for (const conversation of [...byId.values()]) forget(conversation);
  };
  const keep = (conversation: Conversation): void => {
    const before = byId.get(conversation.id);
    if (before !== undefined) forget(before);
    byId.set(conversation.id, conversation);
    if (conversation.state === 'OPEN') openByConsumer.set(conversation.consumerId, conversation);
    else closed.add(conversation);
    tally.count(bytesOf(conversation));
  };
  const keepMessage = (conversation: Conversation, message: Message): void => {
    const isKept = byId.get(conversation.id) === conversation;
    const [oldest] = conversation.messages;
    if (conversation.messages.length >= MAX_MESSAGES && oldest !== undefined) {
      conversation.messages.shift();
      if (isKept) tally.count(-messageBytes(oldest));
    }
    conversation.messages.push(message);
    if (isKept) tally.count(messageBytes(message));
  };
  const apply = (conversation: Conversation, change: ConversationChange): void => {
    const { skillId, participants, turns } = conversation;
    Object.assign(conversation, change, { changedMs: now() });
    const since = turnsSince(conversation, { skillId, participants }, now());
    if (since === turns) return;
    conversation.turns = since;
    if (byId.get(conversation.id) === conversation) tally.count(turnsBytes(since) - turnsBytes(turns));
  };

  return {
    find: (id) => byId.get(id),
    openOf: (consumerId) => openByConsumer.get(consumerId),
    open: (consumerId, request = {}) => {
      makeRoom();
      const conversation = newConversation(ids.uuid(), consumerId, now(), request);
      keep(conversation);
      events.append('conversation-opened', conversation);
      return conversation;
    },
    close: (conversation, by = 'CONSUMER', change = {}) => {
      apply(conversation, change);
      conversation.state = 'CLOSE';
      conversation.closedBy = by;
      conversation.endMs = conversation.changedMs;
      openByConsumer.delete(conversation.consumerId);
      if (byId.get(conversation.id) === conversation) closed.add(conversation);
      events.append('conversation-closed', conversation);
    },
    change: (conversation, change) => {
      apply(conversation, change);
      events.append('conversation-changed', conversation);
    },
    publish: (conversation, { from, audience, event }, isSequenced) => {
      const atMs = now();
      const sequence = isSequenced ? conversation.nextSequence : undefined;
      const message: Message = { sequence, from, atMs, audience, event };
      if (isSequenced) {
        conversation.nextSequence += 1;
        keepMessage(conversation, message);
        noteWaiting(conversation, message);
      }
      events.append(isSequenced ? 'message-published' : 'chat-state-published', conversation, message);
      return message;
    },
    all: () => byId.values(),
    list: () => [...byId.values()].map((conversation) => conversationFrom(conversation, conversation.startMs)),
    clear,
    restore: (earlier) => {
      clear();
      for (const conversation of earlier) keep(conversationFrom(conversation, now()));
    },
    forgetClosed: () => {
      const older = [...closed].slice(0, Math.ceil(closed.size / 2));
      older.forEach(forget);
      return older.length;
    },
    forgetMessages: () => {
      let count = 0;
      for (const { messages } of byId.values()) {
        const gone = messages.splice(0, Math.ceil(messages.length / 2));
        count += gone.length;
        tally.count(-sumOfBytes(gone));
      }
      return count;
    },
  };
}

/** Whose turn it is: a consumer who spoke waits, until an agent has. */
function noteWaiting(conversation: Conversation, { from, event, atMs, audience }: Message): void {
  if (event['type'] === 'AcceptStatusEvent' || audience !== 'ALL') return;
  conversation.waitsSinceMs = from.role === 'CONSUMER' ? atMs : undefined;
}

function bytesOf(conversation: Conversation): number {
  return conversationBytes(conversation) + sumOfBytes(conversation.messages) + turnsBytes(conversation.turns);
}

function turnsBytes(turns: Conversation['turns'] = []): number {
  return turns.reduce((sum, turn) => sum + turnBytes(turn), 0);
}

function sumOfBytes(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + messageBytes(message), 0);
}
