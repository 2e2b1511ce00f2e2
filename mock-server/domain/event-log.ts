import type { Conversation, Message } from './conversation.ts';

/** What can happen in an account. */
export type EventKind =
  'conversation-opened' | 'conversation-changed' | 'conversation-closed' | 'message-published' | 'chat-state-published';

/** One thing that happened, as plain data. */
export interface AccountEvent {
  /** 1, 2, 3 and so on in the account. */
  readonly id: number;
  readonly kind: EventKind;
  /** By the account's clock, in epoch milliseconds. */
  readonly atMs: number;
  readonly conversationId: string;
  /** Of a message. */
  readonly sequence?: number | undefined;
}

/** An event as it happens: with the conversation as it is now, and what was published. */
export interface Happening {
  readonly event: AccountEvent;
  readonly conversation: Conversation;
  readonly published?: Message | undefined;
}

/** The last of an account's events. Whoever wants to know of them reads here; who makes one knows no reader. */
export interface EventLog {
  append(kind: EventKind, conversation: Conversation, published?: Message): void;
  /** The events that are kept, oldest first. */
  list(): readonly AccountEvent[];
  /** The id of the last event; 0 when there was none. */
  lastId(): number;
  /**
   * Reads every event from now on, in their order, each before `append` returns. An event that a reader causes comes to
   * all after the one that is being read. Answers what ends that.
   */
  read(reader: (happening: Happening) => void): () => void;
}

/** How many events an account keeps; past that the oldest goes. */
export const MAX_EVENTS = 256;

/**
 * @param now - the account's time
 * @param earlier - those of another one
 */
export function createEventLog(now: () => number, earlier: readonly AccountEvent[] = []): EventLog {
  let lastId = earlier.at(-1)?.id ?? 0;
  // A ring: the place of an event follows from its id.
  const kept: AccountEvent[] = [];
  for (const event of earlier) kept[event.id % MAX_EVENTS] = event;
  const readers = new Set<(happening: Happening) => void>();
  const unread: Happening[] = [];
  let isReading = false;

  const tellReaders = (): void => {
    if (isReading) return;
    isReading = true;
    try {
      for (let next = unread.shift(); next !== undefined; next = unread.shift()) {
        for (const reader of readers) reader(next);
      }
    } finally {
      isReading = false;
    }
  };

  return {
    append: (kind, conversation, published) => {
      lastId += 1;
      const event: AccountEvent = {
        id: lastId,
        kind,
        atMs: published?.atMs ?? now(),
        conversationId: conversation.id,
        sequence: published?.sequence,
      };
      kept[lastId % MAX_EVENTS] = event;
      if (readers.size === 0) return;
      unread.push({ event, conversation, published });
      tellReaders();
    },
    lastId: () => lastId,
    list: () => Object.values(kept).sort((one, other) => one.id - other.id),
    read: (reader) => {
      readers.add(reader);
      return () => {
        readers.delete(reader);
      };
    },
  };
}
