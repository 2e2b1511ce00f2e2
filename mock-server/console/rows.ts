import type { Change, JournalEntry, ToldAttempt } from './admin-api.ts';
import type { Row, Verdict } from './row.ts';
import { accountOf, attemptRow, changeRow, entryRow, orderOf } from './row.ts';

export type { Row, Verdict } from './row.ts';

/** A socket of which nothing was heard yet but how it was opened. */
function newSocket(first: JournalEntry, handshake: JournalEntry | undefined): Row {
  const opening = entryRow(handshake ?? first);
  return {
    ...opening,
    id: `s${String(first.id)}`,
    verdict: 'socket',
    why: undefined,
    frames: [],
    frameCount: 0,
    handshake,
  };
}

/** What changes in the row of a socket with its next frame. */
function withFrame({ frames, frameCount = 0, searched, verdict, why }: Row, frame: JournalEntry): Partial<Row> {
  const told = entryRow(frame);
  frames.push(frame);
  // An end with a reason has a line of its own, where it came.
  const isRefused = frame.reason !== undefined && frame.method !== 'CLOSE';
  return {
    entry: frame,
    verdict: isRefused ? 'refused' : verdict,
    why: isRefused ? told.why : why,
    what: socketWords(frame, frameCount + 1),
    frameCount: frameCount + 1,
    searched: moreSearched(searched, told.searched),
  };
}

function socketWords({ endpointId, method, outcome }: JournalEntry, frameCount: number): string {
  const whose = endpointId === 'ums.brand' ? 'Agent’s socket' : 'Visitor’s socket';
  const count = frameCount - (method === 'CLOSE' ? 1 : 0);
  const frames = `${count.toLocaleString('en')} ${count === 1 ? 'frame' : 'frames'}`;
  return `${whose}, ${frames}${method === 'CLOSE' ? `, closed with ${String(outcome)}` : ''}`;
}

/** Most frames of a socket say the same in a search. */
function moreSearched(sofar: string, searched: string): string {
  return sofar.includes(searched) ? sofar : `${sofar} ${searched}`.slice(-LONGEST_SEARCHED);
}

const LONGEST_SEARCHED = 20_000;

/** What the list shows. */
export interface Filter {
  readonly text: string;
  /** Any of them; none: all. */
  readonly only: ReadonlySet<Verdict>;
  readonly accountId: string;
  readonly service: string;
}

/** What happened, newest last; past the limit the oldest go. */
export interface Rows {
  addEntry(entry: JournalEntry): void;
  addChange(change: Change): void;
  addAttempt(attempt: ToldAttempt): void;
  /** The lines of the list, newest first: a socket and its handshake are one; its end is another if it has a reason. */
  matching(filter: Filter): readonly Row[];
  all(): readonly Row[];
  /** A frame too, by the id of its entry. */
  find(id: string): Row | undefined;
  count(verdict: Verdict): number;
  /** Empties the list, and gives what was in it. */
  take(): readonly Row[];
  put(rows: readonly Row[]): void;
  /** Another mock answers, whose ids begin anew: those of the rows so far get a mark. */
  restart(): void;
}

const MOST_ROWS = 10_000;
const MOST_FRAMES = 20_000;

export function createRows(): Rows {
  let rows: Row[] = [];
  /** Lines of the list that tell of a socket's end. */
  let ends: Row[] = [];
  const sockets = new Map<string, Row>();
  let frameCount = 0;
  let generation = 0;

  const add = (row: Row): void => {
    rows.push(row);
    if (rows.length <= MOST_ROWS) return;
    const gone = rows.splice(0, rows.length - MOST_ROWS * 0.9);
    for (const [socket, kept] of sockets) if (gone.includes(kept)) sockets.delete(socket);
    frameCount -= gone.reduce((sum, { frames }) => sum + frames.length, 0);
    const [oldest] = rows;
    ends = ends.filter((end) => oldest === undefined || orderOf(end) >= orderOf(oldest)).slice(-MOST_ROWS);
  };
  const addFrame = (socket: string, entry: JournalEntry): void => {
    const known = sockets.get(socket);
    const handshake = known === undefined ? rows.findLast((row) => row.entry?.socket === socket)?.entry : undefined;
    const row = known ?? newSocket(entry, handshake);
    Object.assign(row, withFrame(row, entry));
    if (known === undefined) {
      sockets.set(socket, row);
      add(row);
    }
    if (entry.method === 'CLOSE' && entry.reason !== undefined) ends.push(entryRow(entry));
    frameCount += 1;
    if (frameCount > MOST_FRAMES) frameCount -= shorten(sockets.values());
  };
  const listed = function* (): Generator<Row> {
    let end = 0;
    for (const row of rows) {
      const order = orderOf(row);
      for (let next = ends[end]; next !== undefined && orderOf(next) < order; next = ends[(end += 1)]) yield next;
      // Its socket is the line.
      if (row.entry?.socket === undefined || !sockets.has(row.entry.socket)) yield row;
    }
    yield* ends.slice(end);
  };
  return {
    addEntry: (entry) => {
      if (entry.frame === undefined) add(entryRow(entry));
      else addFrame(entry.frame.socket, entry);
    },
    addChange: (change) => {
      add(changeRow(change));
    },
    addAttempt: (attempt) => {
      add(attemptRow(attempt));
    },
    matching: (filter) => {
      const fitting: Row[] = [];
      const text = filter.text.toLowerCase();
      for (const row of listed()) if (fits(row, filter, text)) fitting.push(row);
      return fitting.reverse();
    },
    all: () => rows,
    find: (id) => rows.find((row) => row.id === id) ?? frameRow(id, rows),
    count: (verdict) => countOf(verdict, rows) + countOf(verdict, ends),
    take: () => {
      sockets.clear();
      ends = [];
      frameCount = 0;
      return rows.splice(0);
    },
    put: (older) => {
      rows = [...older, ...rows];
      for (const row of older) {
        const socket = row.frames.at(-1)?.frame?.socket;
        const end = row.frames.at(-1);
        if (socket !== undefined && !sockets.has(socket)) sockets.set(socket, row);
        if (end?.method === 'CLOSE' && end.reason !== undefined) ends.push(entryRow(end));
        frameCount += row.frames.length;
      }
    },
    restart: () => {
      generation += 1;
      const marked = (row: Row): Row => ({ ...row, id: `${row.id.replace(/-.*/, '')}-${String(generation)}` });
      rows = rows.map(marked);
      ends = ends.map(marked);
      sockets.clear();
    },
  };
}

function countOf(verdict: Verdict, rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + (row.verdict === verdict ? 1 : 0), 0);
}

/** The frames of the longest socket, the older half of them: how many went. */
function shorten(sockets: Iterable<Row>): number {
  let longest: JournalEntry[] = [];
  for (const { frames } of sockets) if (frames.length > longest.length) longest = frames;
  return longest.splice(0, longest.length >> 1).length;
}

function frameRow(id: string, rows: readonly Row[]): Row | undefined {
  const entryId = Number(id);
  if (!Number.isInteger(entryId)) return undefined;
  for (const { frames } of rows) {
    const frame = frames.find((each) => each.id === entryId);
    if (frame !== undefined) return entryRow(frame);
  }
  return undefined;
}

function fits(row: Row, { only, accountId, service }: Filter, text: string): boolean {
  // Where the clock was moved is part of the story, whoever reads it.
  const isAsked = only.size === 0 || only.has(row.verdict);
  const isOfAccount = accountId === '' || accountOf(row) === accountId;
  const asked = row.attempt === undefined ? (row.entry?.endpointId ?? '') : 'webhooks.';
  const isOfService = service === '' || asked.startsWith(`${service}.`);
  return isAsked && isOfAccount && isOfService && (text === '' || isFound(row, text));
}

/** `#6` is that call alone, as a line or in one. */
function isFound({ searched, entry, frames, handshake }: Row, text: string): boolean {
  const [, number] = /^#(\d+)$/.exec(text) ?? [];
  if (number === undefined) return searched.includes(text);
  const id = Number(number);
  return entry?.id === id || handshake?.id === id || frames.some((frame) => frame.id === id);
}
