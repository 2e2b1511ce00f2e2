import { listOf, membersOf } from './members.ts';
import type { Finder, Found } from './row-finder.ts';
import type { ToldEnd } from './socket-end.ts';
import { placeOfMove } from './socket-end.ts';

/** How far a message has come: sent, received or read. */
export type Receipt = 0 | 1 | 2;

/** Something that was said. */
export interface Said {
  readonly kind: 'said';
  /** The same for the entry that replaces it. */
  readonly key: object;
  /** The id of its conversation, in which the sequence counts. */
  readonly dialogId: string;
  readonly sequence: number;
  /** By the mock's clock. */
  readonly atMs: number;
  /** By the side whose chat this is. */
  readonly isOwn: boolean;
  readonly isConsumer: boolean;
  /** As it was published. */
  readonly event: Readonly<Record<string, unknown>>;
  /** What the other side has told of it. */
  readonly theirs: Receipt;
  /** What this side has told of it. */
  readonly mine: Receipt;
}

/** What to do about something. */
export interface Way {
  readonly words: string;
  readonly run: () => void;
}

/** Something that happened between what was said. */
export interface Note {
  readonly kind: 'note';
  /** The same for the note that replaces it. */
  readonly key: object;
  readonly tone: 'plain' | 'clock' | 'refused';
  readonly words: string;
  /** Of the end of a socket. */
  readonly end?: ToldEnd | undefined;
  /** Where Calls has it. */
  readonly find?: Finder | undefined;
  readonly found?: Found | undefined;
  readonly ways?: readonly Way[] | undefined;
}

export type Entry = Said | Note;

/** What one side has heard of its conversation. Entries are never changed, only replaced. */
export interface Transcript {
  entries(): readonly Entry[];
  /** Takes events of either dialect, each sequence once. Answers what the other side has newly said. */
  hear(events: readonly unknown[]): readonly Said[];
  note(words: string, note?: Partial<Pick<Note, 'tone' | 'end' | 'find' | 'ways'>>): void;
  /** The clock was moved. @param afterEntry - the id of the last journal entry before that */
  noteClock(words: string, afterEntry: number): void;
  /** A way was taken, and is offered no more. */
  spend(note: Note): void;
  /** What the other side has said in a conversation and this side has not sent that receipt for. */
  due(receipt: 1 | 2, dialogId: string): readonly Said[];
  isOtherTyping(): boolean;
  /** Looks for what the journal has told of meanwhile. */
  settle(): void;
}

const MOST_ENTRIES = 500;

const RECEIPTS: Readonly<Record<string, Receipt>> = { ACCEPT: 1, READ: 2 };

/** @param isOwn - whether the side whose chat it is has published something */
export function createTranscript(isOwn: (event: Readonly<Record<string, unknown>>) => boolean): Transcript {
  let entries: readonly Entry[] = [];
  let isTyping = false;
  const known = new Set<string>();

  const receive = (event: Readonly<Record<string, unknown>>, dialogId: string, own: boolean): void => {
    const receipt = RECEIPTS[String(event['status'])];
    if (receipt === undefined) return;
    const sequences = listOf(event['sequenceList']);
    entries = entries.map((entry) => {
      if (entry.kind === 'note' || entry.isOwn === own || entry.dialogId !== dialogId) return entry;
      if (!sequences.includes(entry.sequence)) return entry;
      const side = own ? 'mine' : 'theirs';
      return entry[side] >= receipt ? entry : { ...entry, [side]: receipt };
    });
  };
  const hearOne = (change: Readonly<Record<string, unknown>>): Said | undefined => {
    const event = membersOf(change['event']);
    const own = isOwn(change);
    const { sequence } = change;
    const dialogId = String(change['dialogId']);
    if (event['type'] === 'ChatStateEvent' && !own) isTyping = event['chatState'] === 'COMPOSING';
    if (typeof sequence !== 'number' || known.has(`${dialogId}/${String(sequence)}`)) return undefined;
    known.add(`${dialogId}/${String(sequence)}`);
    if (event['type'] === 'AcceptStatusEvent') receive(event, dialogId, own);
    if (event['type'] !== 'ContentEvent' && event['type'] !== 'RichContentEvent') return undefined;
    const atMs = Number(change['serverTimestamp']);
    const isConsumer = membersOf(change['originatorMetadata'])['role'] === 'CONSUMER';
    if (!own) isTyping = false;
    const said: Said = {
      kind: 'said',
      key: {},
      dialogId,
      sequence,
      atMs,
      isOwn: own,
      isConsumer,
      event,
      theirs: 0,
      mine: 0,
    };
    entries = [...entries.slice(1 - MOST_ENTRIES), said];
    return own ? undefined : said;
  };
  const settle = (): void => {
    if (!entries.some(isSought)) return;
    entries = entries.map((entry) => {
      const found = isSought(entry) ? entry.find?.() : undefined;
      return found === undefined ? entry : { ...entry, found };
    });
  };
  return {
    entries: () => entries,
    hear: (events) => events.map((event) => hearOne(membersOf(event))).filter((said) => said !== undefined),
    note: (words, note = {}) => {
      entries = [...entries.slice(1 - MOST_ENTRIES), newNote(words, note)];
    },
    noteClock: (words, afterEntry) => {
      const ends = entries.map((entry) => (entry.kind === 'note' ? entry.end : undefined));
      const added = newNote(words, { tone: 'clock' });
      entries = entries.toSpliced(placeOfMove(ends, afterEntry), 0, added).slice(-MOST_ENTRIES);
    },
    spend: (note) => {
      entries = entries.map((entry) =>
        entry.kind === 'note' && entry.key === note.key ? { ...entry, ways: undefined } : entry,
      );
    },
    due: (receipt, dialogId) =>
      entries
        .filter((entry) => entry.kind === 'said')
        .filter((said) => !said.isOwn && said.mine < receipt && said.dialogId === dialogId),
    isOtherTyping: () => isTyping,
    settle,
  };
}

function newNote(words: string, note: Partial<Note>): Note {
  return { kind: 'note', key: {}, tone: 'plain', words, ...note };
}

function isSought(entry: Entry): entry is Note {
  return entry.kind === 'note' && entry.find !== undefined && entry.found === undefined;
}
