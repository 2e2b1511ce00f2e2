import { textBytes } from '../memory/heap-bytes.ts';
import type { Ids } from '../ids.ts';
import type { Tally } from '../memory/budget.ts';
import { uncounted } from '../memory/budget.ts';

/** One conversation of one consumer. Its id is the id of its MAIN dialog as well. */
export interface Conversation {
  readonly id: string;
  readonly consumerId: string;
  state: 'OPEN' | 'CLOSE';
  /** What the next sequenced event gets; the first one gets 0. */
  nextSequence: number;
}

/** The conversations of one account. */
export interface Conversations {
  find(id: string): Conversation | undefined;
  /** The consumer's open conversation: a consumer has one at the most. */
  openOf(consumerId: string): Conversation | undefined;
  open(consumerId: string): Conversation;
  close(conversation: Conversation): void;
  /** Copies of all, oldest first. */
  list(): readonly Conversation[];
  /** Puts earlier ones in the place of all. */
  restore(earlier: readonly Conversation[]): void;
  clear(): void;
  /** Forgets the older half of the closed ones. How many went. */
  forgetClosed(): number;
}

/**
 * How many conversations an account keeps. Past that the one that was closed first is forgotten, and where all are open
 * the oldest: a mock that runs for weeks must not grow without end.
 */
export const MAX_CONVERSATIONS_PER_ACCOUNT = 10_000;

/** What a conversation takes of the heap, beside its ids. */
const CONVERSATION_BYTES = 600;

/** @param tally - counts what is kept */
export function createConversations(
  ids: Ids,
  maximum: number = MAX_CONVERSATIONS_PER_ACCOUNT,
  tally: Tally = uncounted(),
): Conversations {
  const byId = new Map<string, Conversation>();
  const openByConsumer = new Map<string, Conversation>();
  /** In the order in which they were closed. */
  const closed = new Set<Conversation>();

  const forget = (conversation: Conversation): void => {
    byId.delete(conversation.id);
    closed.delete(conversation);
    if (openByConsumer.get(conversation.consumerId) === conversation) openByConsumer.delete(conversation.consumerId);
    tally.count(-conversationBytes(conversation));
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
    tally.count(conversationBytes(conversation));
  };

  return {
    find: (id) => byId.get(id),
    openOf: (consumerId) => openByConsumer.get(consumerId),
    open: (consumerId) => {
      makeRoom();
      const conversation: Conversation = { id: ids.uuid(), consumerId, state: 'OPEN', nextSequence: 0 };
      keep(conversation);
      return conversation;
    },
    close: (conversation) => {
      conversation.state = 'CLOSE';
      openByConsumer.delete(conversation.consumerId);
      if (byId.get(conversation.id) === conversation) closed.add(conversation);
    },
    list: () => [...byId.values()].map((conversation) => ({ ...conversation })),
    clear,
    restore: (earlier) => {
      clear();
      for (const conversation of earlier) keep({ ...conversation });
    },
    forgetClosed: () => {
      const older = [...closed].slice(0, Math.ceil(closed.size / 2));
      older.forEach(forget);
      return older.length;
    },
  };
}

function conversationBytes({ id, consumerId }: Conversation): number {
  return CONVERSATION_BYTES + textBytes(id) + textBytes(consumerId);
}
