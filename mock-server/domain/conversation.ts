import type { Ids } from '../ids.ts';

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
}

/**
 * How many conversations an account keeps. Past that the oldest is forgotten, closed or not: a mock that runs for
 * weeks must not grow without end.
 */
export const MAX_CONVERSATIONS_PER_ACCOUNT = 10_000;

export function createConversations(ids: Ids, maximum: number = MAX_CONVERSATIONS_PER_ACCOUNT): Conversations {
  const byId = new Map<string, Conversation>();
  const openByConsumer = new Map<string, Conversation>();

  const forgetOldest = (): void => {
    for (const oldest of byId.values()) {
      byId.delete(oldest.id);
      if (openByConsumer.get(oldest.consumerId) === oldest) openByConsumer.delete(oldest.consumerId);
      return;
    }
  };

  const clear = (): void => {
    byId.clear();
    openByConsumer.clear();
  };
  const keep = (conversation: Conversation): void => {
    byId.set(conversation.id, conversation);
    if (conversation.state === 'OPEN') openByConsumer.set(conversation.consumerId, conversation);
  };

  return {
    find: (id) => byId.get(id),
    openOf: (consumerId) => openByConsumer.get(consumerId),
    open: (consumerId) => {
      if (byId.size >= maximum) forgetOldest();
      const conversation: Conversation = { id: ids.uuid(), consumerId, state: 'OPEN', nextSequence: 0 };
      keep(conversation);
      return conversation;
    },
    close: (conversation) => {
      conversation.state = 'CLOSE';
      openByConsumer.delete(conversation.consumerId);
    },
    list: () => [...byId.values()].map((conversation) => ({ ...conversation })),
    clear,
    restore: (earlier) => {
      clear();
      for (const conversation of earlier) keep({ ...conversation });
    },
  };
}
