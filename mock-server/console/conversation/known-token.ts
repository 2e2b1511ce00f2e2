import type { JournalEntry } from '../admin-api.ts';
import { nameOf, tokenChip } from '../chips.ts';
import { el, shape } from '../dom.ts';
import { timeOfDay } from '../instants.ts';
import type { Rows } from '../rows.ts';
import { membersOf } from './members.ts';

type JournalToken = JournalEntry['tokens'][number];

/** A token that this page holds as a client. */
export interface HeldToken {
  readonly text: string;
  readonly kind: 'LP_EXT_JWT' | 'LP_JWT';
  readonly claims: Readonly<Record<string, unknown>>;
}

export function heldToken(kind: HeldToken['kind'], text: string): HeldToken {
  return { text, kind, claims: claimsOf(text) };
}

/** None where it is no token; the mock says so itself when it is shown to it. */
function claimsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const part = (text.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return membersOf(JSON.parse(atob(part)));
  } catch {
    return {};
  }
}

/** When it expires, in epoch milliseconds. */
export function expiryOf({ claims }: HeldToken): number | undefined {
  const exp = claims['exp'];
  return typeof exp === 'number' ? exp * 1000 : undefined;
}

/** What each is for, in one sentence. */
const PURPOSES: Readonly<Record<HeldToken['kind'], string>> = {
  LP_EXT_JWT: 'Says who the visitor is; the IDP exchanges it for an LP_JWT.',
  LP_JWT: 'Opens the socket, and keeps it open until it expires.',
};

/**
 * The token as all views show it: its kind, and the beginning of the id that the journal gave it. It leads to the call
 * that issued it.
 */
export function heldChip(held: HeldToken, rows: Rows, atMs: number): HTMLElement {
  const { kind, claims } = held;
  const known = journalToken(held, rows);
  const pending = { use: 'issued', kind, id: '····', claims, header: undefined, failure: undefined } as const;
  const chip = tokenChip(known?.token ?? pending, atMs);
  chip.lastElementChild?.prepend(`${kind} `);
  chip.title = `${chip.title}. ${PURPOSES[kind]}`;
  return known === undefined ? chip : el('a', { href: `#/calls/${known.rowId}` }, chip);
}

/** `LP_JWT 0b5f, issued 12:00:00, good until 12:10:00`, and the row of the call that issued it. */
export interface NamedToken {
  readonly rowId: string;
  readonly entryId: number;
  readonly words: string;
}

/** Undefined until the journal has told of it. */
export function namedToken(held: HeldToken, rows: Rows): NamedToken | undefined {
  const known = journalToken(held, rows);
  if (known === undefined) return undefined;
  const issued = held.claims['iat'];
  const expiryMs = expiryOf(held);
  const words = [
    nameOf(known.token),
    ...(typeof issued === 'number' ? [`issued ${timeOfDay(issued * 1000)}`] : []),
    ...(expiryMs === undefined ? [] : [`good until ${timeOfDay(expiryMs)}`]),
  ].join(', ');
  return { rowId: known.rowId, entryId: known.entryId, words };
}

interface KnownToken {
  readonly token: JournalToken;
  /** Of the call that issued it. */
  readonly rowId: string;
  readonly entryId: number;
}

/** By its claims: of two with the same ones the id is the same. */
function journalToken({ kind, claims }: HeldToken, rows: Rows): KnownToken | undefined {
  const isIt = (token: JournalToken): boolean =>
    token.use === 'issued' &&
    token.kind === kind &&
    ['sub', 'iat', 'exp'].every((name) => token.claims?.[name] === claims[name]);
  for (const { id, entry } of rows.all().toReversed()) {
    const token = entry?.tokens.find(isIt);
    if (entry !== undefined && token !== undefined) return { token, rowId: id, entryId: entry.id };
  }
  return undefined;
}

const SHIELD = 'M8 1l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V3z';

/** The bearer of a login is no token with claims: its first digits tell one login from the next. */
export function bearerChip(bearer: string, isOver: boolean): HTMLElement {
  const words = `agent bearer ${bearer.slice(0, 4)}`;
  const name = isOver ? `${words}, of a socket that is closed` : words;
  return el(
    'span',
    { class: isOver ? 'chip other over' : 'chip other', title: name },
    shape(SHIELD, name),
    el('span', { 'aria-hidden': 'true' }, words),
  );
}
