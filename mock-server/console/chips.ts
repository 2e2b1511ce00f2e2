import type { JournalEntry } from './admin-api.ts';
import { svg } from './drawing.ts';
import { el } from './dom.ts';

type Token = JournalEntry['tokens'][number];

/** Colour and shape of each kind; the word stands beside them. */
export const LOOKS: Readonly<Record<string, readonly [kind: string, path: string]>> = {
  AppJWT: ['app', 'M8 .9 14.2 4.45v7.1L8 15.1 1.8 11.55v-7.1Z'],
  ConsumerJWS: ['consumer', 'M8 1.4a6.6 6.6 0 1 0 .01 0z'],
  LP_EXT_JWT: ['ext', 'M1.9 3.9a2 2 0 0 1 2-2h8.2a2 2 0 0 1 2 2v8.2a2 2 0 0 1-2 2H3.9a2 2 0 0 1-2-2z'],
  LP_JWT: ['lp', 'M8 .7 15.3 8 8 15.3.7 8Z'],
  'id token': ['other', 'M2.4 2.2h11.2v6.2c0 3.2-2.6 5.2-5.6 6.6-3-1.4-5.6-3.4-5.6-6.6Z'],
  'Sentinel id token': ['other', 'M8 1.2 14.2 5.8 11.8 13.6H4.2L1.8 5.8Z'],
};
const FOREIGN = ['foreign', 'M8 1.6a6.4 6.4 0 1 0 .01 0z'] as const;

/** The name of its colour in the style sheet, and the path of its shape, 16 by 16. */
export function lookOf(kind: string | undefined): readonly [look: string, path: string] {
  return LOOKS[kind ?? ''] ?? FOREIGN;
}

/** Whether it had run out at that time. */
export function isOver({ claims }: Token, atMs: number): boolean {
  const exp = claims?.['exp'];
  return typeof exp === 'number' && exp * 1000 <= atMs;
}

/** `AppJWT 9c1e`, as it is called everywhere. */
export function nameOf({ kind, id }: Token): string {
  return id === undefined ? 'not this mock’s' : `${kind ?? 'token'} ${id.slice(0, 4)}`;
}

/** What a chip is to say beyond its token. */
export interface ChipState {
  /** The call was refused for it. */
  readonly isWhy?: boolean;
  /** It is in the chosen call too. */
  readonly isSame?: boolean;
  /** With the kind as a word. */
  readonly isNamed?: boolean;
}

/** What one sees of a token: kind, the beginning of its id, whether it was alive then, whether it is why. */
export function tokenChip(token: Token, atMs: number, state: ChipState | boolean = {}): HTMLElement {
  const { isWhy = false, isSame = false, isNamed = false } = typeof state === 'boolean' ? { isWhy: state } : state;
  const { kind, id } = token;
  const [look, path] = id === undefined ? FOREIGN : lookOf(kind);
  const wasOver = isOver(token, atMs);
  const name = `${nameOf(token)}${wasOver ? ', expired' : ''}${isWhy ? ', this is why' : ''}`;
  const classes = classesOf({ chip: true, [look]: true, over: wasOver, guilty: isWhy, same: isSame });
  return el(
    'span',
    { class: classes, title: name },
    svg('svg', { viewBox: '0 0 16 16', role: 'img', 'aria-label': name }, svg('path', { d: path })),
    el('span', { 'aria-hidden': 'true' }, isNamed || id === undefined ? nameOf(token) : id.slice(0, 4)),
  );
}

function classesOf(classes: Readonly<Record<string, boolean>>): string {
  return Object.keys(classes)
    .filter((name) => classes[name])
    .join(' ');
}

/** The tokens of a call: those that it presented, an arrow, those that it got. @param same - ids of the chosen call */
export function tokenChips(
  { tokens, atMs, checks, reason }: JournalEntry,
  same: ReadonlySet<string> = new Set(),
): HTMLElement {
  const presented = tokens.filter(({ use }) => use === 'presented');
  const issued = tokens.filter(({ use }) => use === 'issued');
  const chip = (token: Token): HTMLElement =>
    tokenChip(token, atMs, {
      isWhy: reason !== undefined && checks !== undefined && token.use === 'presented' && isWhy(token, checks.kind),
      isSame: token.id !== undefined && same.has(token.id),
    });
  return el(
    'span',
    { class: 'chips' },
    ...presented.map(chip),
    issued.length > 0 && el('span', { class: 'arrow', 'aria-label': 'issued', role: 'img' }, '→'),
    ...issued.map(chip),
  );
}

/** Of a token whose signature does not count nothing is known, so it is the one. */
export function isWhy(token: Token, kind: string): boolean {
  return token.kind === kind || token.id === undefined;
}
