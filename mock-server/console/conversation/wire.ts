import type { ToldEnd } from './socket-end.ts';
import { placeOfMove } from './socket-end.ts';

/** One line between the two sides. */
export interface WireEntry {
  /** When the page saw it, by the mock's clock. */
  readonly atMs?: number | undefined;
  /** Who sent it to whom, or that a socket ended; empty for the clock. */
  readonly mark: 'visitor → mock' | 'mock → visitor' | 'agent → mock' | 'mock → agent' | 'socket ended' | '';
  readonly words: string;
  /** The type of the frame, or the method and path of the call. */
  readonly type: string;
  /** Of the answer; undefined where none is due, or it is still to come. */
  readonly code?: number | undefined;
  readonly tone: 'plain' | 'refused' | 'clock';
  /** Of the end of a socket. */
  readonly end?: ToldEnd | undefined;
  /** The visitor's number; undefined where it is the agent's. */
  readonly visitor?: number | undefined;
  /** Undefined: it belongs to no single conversation. */
  readonly conversationId?: string | undefined;
}

/** What goes between the two sides of an account. */
export interface WireLog {
  /** Answers what hears the code of the answer. */
  add(entry: WireEntry): (code: number) => void;
  /** The clock was moved. @param afterEntry - the id of the last journal entry before that */
  clock(words: string, afterEntry: number): void;
  /** Those of a visitor and of the conversation that is theirs, oldest first. */
  of(visitor: number, conversationId: string | undefined): readonly WireEntry[];
}

/** How many lines are kept. */
const MOST_ENTRIES = 500;

/** @param nowMs - by the mock's clock */
export function createWireLog(onChange: () => void, nowMs: () => number): WireLog {
  let entries: readonly WireEntry[] = [];
  return {
    add: (added) => {
      let entry: WireEntry = { ...added, atMs: nowMs() };
      entries = [...entries.slice(1 - MOST_ENTRIES), entry];
      onChange();
      return (code) => {
        const before = entry;
        entry = { ...before, code, tone: code >= 400 ? 'refused' : before.tone };
        entries = entries.map((each) => (each === before ? entry : each));
        onChange();
      };
    },
    clock: (words, afterEntry) => {
      const place = placeOfMove(
        entries.map(({ end }) => end),
        afterEntry,
      );
      entries = entries.toSpliced(place, 0, { mark: '', words, type: '', tone: 'clock' });
      onChange();
    },
    of: (visitor, conversationId) =>
      entries.filter((entry) =>
        entry.visitor === undefined
          ? entry.conversationId === undefined || entry.conversationId === conversationId
          : entry.visitor === visitor,
      ),
  };
}

/** How one side sees the wire. */
export interface Wire {
  /** Asked by this side; answers what hears the code of the answer. */
  sent(words: string, type: string, conversationId?: string): (code: number) => void;
  /** Told to this side without being asked for. */
  heard(words: string, type: string, conversationId?: string): void;
  closed(words: string, type: string, end: ToldEnd): void;
}

/** @param visitor - undefined for the agent */
export function wireOf(log: WireLog, visitor?: number): Wire {
  const [away, back] =
    visitor === undefined
      ? (['agent → mock', 'mock → agent'] as const)
      : (['visitor → mock', 'mock → visitor'] as const);
  const add = (entry: Partial<WireEntry> & Pick<WireEntry, 'mark' | 'words' | 'type'>): ((code: number) => void) =>
    log.add({ tone: 'plain', visitor, ...entry });
  return {
    sent: (words, type, conversationId) => add({ mark: away, words, type, conversationId }),
    heard: (words, type, conversationId) => {
      add({ mark: back, words, type, conversationId });
    },
    closed: (words, type, end) => {
      add({ mark: 'socket ended', words, type, tone: 'refused', end });
    },
  };
}
