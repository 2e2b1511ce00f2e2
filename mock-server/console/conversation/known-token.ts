import type { JournalEntry } from '../admin-api.ts';
import { tokenChip } from '../chips.ts';
import { el, shape } from '../dom.ts';
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

/** The token as all views show it: its kind, and the beginning of the id that the journal gave it. */
export function heldChip(held: HeldToken, rows: Rows, atMs: number): HTMLElement {
  const { kind, claims } = held;
  const pending = { use: 'issued', kind, id: '····', claims, header: undefined, failure: undefined } as const;
  const chip = tokenChip(journalToken(held, rows) ?? pending, atMs);
  chip.lastElementChild?.prepend(`${kind} `);
  return chip;
}

/** By its claims: of two with the same ones the id is the same. */
function journalToken({ kind, claims }: HeldToken, rows: Rows): JournalToken | undefined {
  const isIt = (token: JournalToken): boolean =>
    token.kind === kind && ['sub', 'iat', 'exp'].every((name) => token.claims?.[name] === claims[name]);
  for (const { entry } of rows.all().toReversed()) {
    const token = entry?.tokens.find(isIt);
    if (token !== undefined) return token;
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
