import type { Change, JournalEntry } from './admin-api.ts';
import { changeWords, whatOf, whyOf } from './words.ts';

/** How a row is marked. */
export type Verdict = 'accepted' | 'refused' | 'deviation' | 'faulted' | 'not-mocked' | 'socket' | 'change';

/** One line of the list. */
export interface Row {
  /** `12`, `s` and a number for a socket, `c` and a number for a change: what stands in the address. */
  readonly id: string;
  readonly verdict: Verdict;
  readonly what: string;
  readonly why: string | undefined;
  readonly atMs: number;
  /** Undefined for a change. */
  readonly entry: JournalEntry | undefined;
  readonly change: Change | undefined;
  /** Of a socket. */
  readonly frames: JournalEntry[];
  /** What a search looks through, in small letters. */
  readonly searched: string;
}

export function entryRow(entry: JournalEntry): Row {
  const { id, reason, tokens, path, accountId = '', outcome } = entry;
  const what = whatOf(entry);
  const why = whyOf(entry);
  const ids = tokens.map((token) => `${token.kind ?? ''} ${token.id ?? ''}`).join(' ');
  return {
    id: String(id),
    verdict: verdictOf(entry),
    what,
    why,
    atMs: entry.atMs,
    entry,
    change: undefined,
    frames: [],
    searched: `${what} ${why ?? ''} ${reason?.slug ?? ''} ${path} ${accountId} ${String(outcome)} ${ids}`.toLowerCase(),
  };
}

function verdictOf({ verdict, reason, deviations, endpointId }: JournalEntry): Verdict {
  if (verdict === 'faulted') return 'faulted';
  if (reason?.slug === 'not-mocked' || (endpointId === undefined && reason !== undefined)) return 'not-mocked';
  if (verdict === 'refused') return 'refused';
  return deviations.length > 0 ? 'deviation' : 'accepted';
}

export function changeRow(change: Change): Row {
  const what = changeWords(change);
  return {
    id: `c${String(change.id)}`,
    verdict: 'change',
    what,
    why: undefined,
    atMs: change.atMs,
    entry: undefined,
    change,
    frames: [],
    searched: what.toLowerCase(),
  };
}

/** @param searched - what is searched in the frames before the last */
function socketRow(frames: JournalEntry[], searched = ''): Row {
  const last = entryRow(frames.at(-1) as JournalEntry);
  const whose = last.entry?.endpointId === 'ums.brand' ? "Agent's socket" : "Visitor's socket";
  const closing = frames.find(({ method }) => method === 'CLOSE');
  const refused = frames.find(({ reason }) => reason !== undefined);
  return {
    ...last,
    id: `s${String(frames[0]?.id)}`,
    verdict: refused === undefined ? 'socket' : 'refused',
    what: closing === undefined ? `${whose}, ${String(frames.length)} frames` : whatOf(closing),
    why: refused?.reason?.sentence,
    frames,
    searched: `${searched} ${last.searched}`.slice(-LONGEST_SEARCHED),
  };
}

const LONGEST_SEARCHED = 20_000;

/** What the list shows. */
export interface Filter {
  readonly text: string;
  readonly only: Verdict | undefined;
  readonly accountId: string;
  readonly service: string;
}

/** What happened, newest last; past the limit the oldest go. */
export interface Rows {
  addEntry(entry: JournalEntry): void;
  addChange(change: Change): void;
  /** Newest first. */
  matching(filter: Filter): readonly Row[];
  all(): readonly Row[];
  find(id: string): Row | undefined;
  count(verdict: Verdict): number;
  /** Empties the list, and gives what was in it. */
  take(): readonly Row[];
  put(rows: readonly Row[]): void;
}

const MOST_ROWS = 10_000;

export function createRows(): Rows {
  let rows: Row[] = [];
  const sockets = new Map<string, Row>();
  const add = (row: Row): void => {
    rows.push(row);
    if (rows.length > MOST_ROWS) rows = rows.slice(-MOST_ROWS * 0.9);
  };
  /** The frames of a socket are one row, which stands where the first of them came. */
  const addFrame = (socket: string, entry: JournalEntry): void => {
    const known = sockets.get(socket);
    const row = socketRow([...(known?.frames ?? []), entry], known?.searched);
    sockets.set(socket, row);
    const at = known === undefined ? -1 : rows.lastIndexOf(known);
    if (at === -1) add(row);
    else rows[at] = row;
  };
  return {
    addEntry: (entry) => {
      if (entry.frame === undefined) add(entryRow(entry));
      else addFrame(entry.frame.socket, entry);
    },
    addChange: (change) => {
      add(changeRow(change));
    },
    matching: (filter) => rows.filter((row) => fits(row, filter)).reverse(),
    all: () => rows,
    find: (id) => rows.find((row) => row.id === id),
    count: (verdict) => rows.reduce((sum, row) => sum + (row.verdict === verdict ? 1 : 0), 0),
    take: () => {
      sockets.clear();
      return rows.splice(0);
    },
    put: (older) => {
      rows = [...older, ...rows];
    },
  };
}

function fits(row: Row, { text, only, accountId, service }: Filter): boolean {
  // Where the clock was moved is part of the story, whoever reads it.
  const isAsked = only === undefined || row.verdict === only;
  const isOfAccount = accountId === '' || (row.entry ?? row.change)?.accountId === accountId;
  const isOfService = service === '' || (row.entry?.endpointId ?? '').startsWith(`${service}.`);
  return isAsked && isOfAccount && isOfService && (text === '' || row.searched.includes(text.toLowerCase()));
}
