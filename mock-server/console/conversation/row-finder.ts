import type { JournalEntry } from '../admin-api.ts';
import type { Row, Rows } from '../rows.ts';
import { whyOf } from '../words.ts';
import type { HeldToken } from './known-token.ts';
import { namedToken } from './known-token.ts';

/** Where something stands in Calls, and why it was refused. */
export interface Found {
  /** What stands in the address: `12`, or `s12` for a socket. */
  readonly rowId: string;
  /** Of the journal. */
  readonly entryId: number;
  readonly sentence: string | undefined;
}

/** Looks for it. The journal tells of a call a moment after its answer, so it may not be there yet. */
export type Finder = () => Found | undefined;

/** A socket that was just opened, as the journal knows it. */
export interface SocketTrace {
  /** Undefined until the journal has told of the handshake. */
  id(): string | undefined;
  /** The handshake. */
  readonly handshake: Finder;
  /** The row with its frames. */
  readonly frames: Finder;
  /** The next frame of it that is refused from now on. */
  refusal(): Finder;
  readonly closing: Finder;
}

/** Finds the rows of what this page has done. */
export interface RowFinder {
  /** The next call of that kind from now on. */
  call(method: string, target: string): Finder;
  socket(endpointId: 'ums.consumer' | 'ums.brand', accountId: string): SocketTrace;
  /** The call that issued a token; its sentence names the token, and says how long it is good. */
  token(held: HeldToken): Found | undefined;
}

export function createRowFinder(rows: Rows): RowFinder {
  /** Two sockets that were opened at once are not the same one. */
  const claimed = new Set<string>();

  const newest = (): number => rows.all().reduce((id, { entry }) => Math.max(id, entry?.id ?? 0), 0);
  const find = (afterId: number, fits: (entry: JournalEntry) => boolean): Found | undefined => {
    const row = rows.all().find(({ entry }) => isCall(entry) && entry.id > afterId && fits(entry));
    return row?.entry === undefined ? undefined : { rowId: row.id, entryId: row.entry.id, sentence: row.why };
  };
  const framesOf = (id: string | undefined): Row | undefined =>
    id === undefined ? undefined : rows.all().find(({ entry }) => entry?.frame?.socket === id);
  const frame = (id: string | undefined, fits: (entry: JournalEntry) => boolean): Found | undefined => {
    const row = framesOf(id);
    const entry = row?.frames.find(fits);
    if (row === undefined || entry === undefined) return undefined;
    return { rowId: row.id, entryId: entry.id, sentence: whyOf(entry) };
  };

  return {
    token: (held) => {
      const named = namedToken(held, rows);
      return named === undefined ? undefined : { rowId: named.rowId, entryId: named.entryId, sentence: named.words };
    },
    call: (method, target) => {
      const afterId = newest();
      const path = target.replace(/\?.*/s, '');
      return () => find(afterId, (entry) => entry.method === method && entry.path === path);
    },
    socket: (endpointId, accountId) => {
      const afterId = newest();
      const isOurs = (entry: JournalEntry): boolean => entry.endpointId === endpointId && entry.accountId === accountId;
      let known: string | undefined;
      const id = (): string | undefined => {
        if (known !== undefined) return known;
        const opened = rows
          .all()
          .map(({ entry }) => entry)
          .find((entry) => isCall(entry) && entry.id > afterId && isOurs(entry) && isNew(entry, claimed));
        known = opened?.socket;
        if (known !== undefined) claimed.add(known);
        return known;
      };
      return {
        id,
        handshake: () => find(afterId, isOurs),
        frames: () => frame(id(), () => true),
        refusal: () => {
          const before = newest();
          return () => frame(id(), (entry) => entry.id > before && entry.reason !== undefined);
        },
        closing: () => frame(id(), ({ method }) => method === 'CLOSE'),
      };
    },
  };
}

function isCall(entry: JournalEntry | undefined): entry is JournalEntry {
  return entry !== undefined && entry.frame === undefined;
}

function isNew({ socket }: JournalEntry, claimed: ReadonlySet<string>): boolean {
  return socket !== undefined && !claimed.has(socket);
}
