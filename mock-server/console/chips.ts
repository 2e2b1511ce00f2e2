import type { JournalEntry } from './admin-api.ts';
import { el, shape } from './dom.ts';

type Token = JournalEntry['tokens'][number];

/** Colour and shape of each kind; the word stands beside them. */
export const LOOKS: Readonly<Record<string, readonly [kind: string, path: string]>> = {
  AppJWT: ['app', 'M8 1l6 3.5v7L8 15l-6-3.500v-7z'],
  ConsumerJWS: ['consumer', 'M8 2a6 6 0 1 0 .01 0z'],
  LP_EXT_JWT: ['ext', 'M2.500 2.500h11v11h-11z'],
  LP_JWT: ['lp', 'M8 1l7 7-7 7-7-7z'],
  'id token': ['other', 'M8 1l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V3z'],
};

/** What one sees of a token: kind, the beginning of its id, whether it was alive then, whether it is why. */
export function tokenChip(token: Token, atMs: number, isWhy = false): HTMLElement {
  const { kind, id, claims } = token;
  const [look, path] = LOOKS[kind ?? ''] ?? ['other', 'M8 2a6 6 0 1 0 .01 0z'];
  const exp = claims?.['exp'];
  const isOver = typeof exp === 'number' && exp * 1000 <= atMs;
  const words = id === undefined ? 'not this mock’s' : id.slice(0, 4);
  const name = `${kind ?? 'token'} ${words}${isOver ? ', expired' : ''}${isWhy ? ', this is why' : ''}`;
  const classes = ['chip', look, isOver && 'over', isWhy && 'guilty'].filter(Boolean).join(' ');
  return el('span', { class: classes, title: name }, shape(path, name), el('span', { 'aria-hidden': 'true' }, words));
}

/** The tokens of a call: those that it presented, an arrow, those that it got. */
export function tokenChips({ tokens, atMs, checks }: JournalEntry): HTMLElement {
  const presented = tokens.filter(({ use }) => use === 'presented');
  const issued = tokens.filter(({ use }) => use === 'issued');
  const chip = (token: Token): HTMLElement =>
    tokenChip(token, atMs, checks !== undefined && token.use === 'presented' && isWhy(token, checks.kind));
  return el(
    'span',
    { class: 'chips' },
    ...presented.map(chip),
    issued.length > 0 && el('span', { 'aria-label': 'issued', role: 'img' }, '→'),
    ...issued.map(chip),
  );
}

/** Of a token whose signature does not count nothing is known, so it is the one. */
export function isWhy(token: Token, kind: string): boolean {
  return token.kind === kind || token.id === undefined;
}
