import type { JournalEntry } from './admin-api.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { timeOfDay } from './instants.ts';
import { markOf } from './marks.ts';
import type { Row } from './rows.ts';
import { tokenChips } from './chips.ts';
import { frameName, whyOf } from './words.ts';

type Kind = 'All' | 'Messages' | 'Errors';
const KINDS: readonly Kind[] = ['All', 'Messages', 'Errors'];
/** So many are drawn; a socket may have thousands. */
const MOST_SHOWN = 500;

/** What went over a socket, with the moves of the clock in between. */
export function framesCard(row: Row, rows: readonly Row[]): HTMLElement {
  const body = el('tbody');
  const note = el('p', { class: 'dim small' });
  const buttons = KINDS.map((kind) =>
    el(
      'button',
      {
        type: 'button',
        'aria-pressed': 'false',
        click: () => {
          show(kind);
        },
      },
      kind,
    ),
  );
  const show = (kind: Kind): void => {
    for (const [index, button] of buttons.entries()) button.setAttribute('aria-pressed', String(KINDS[index] === kind));
    const lines = linesOf(row, rows).filter((line) => isOf(kind, line));
    body.replaceChildren(...lines.slice(-MOST_SHOWN).map(lineOf));
    note.textContent = noteOf(row, lines.length);
  };
  show('All');
  const head = ['Dir.', 'Mock time', 'What', 'Type', 'Code'].map((title) => el('th', { scope: 'col' }, title));
  return el(
    'section',
    { class: 'card', 'aria-label': 'Frames' },
    el(
      'header',
      {},
      el('h3', {}, 'Frames'),
      el('span', { class: 'dim' }, '→ from the client, ← from the mock'),
      el('span', { class: 'grow' }),
      el('div', { class: 'segments', role: 'group', 'aria-label': 'Which frames' }, ...buttons),
    ),
    el('div', {}, el('table', { class: 'frames' }, el('thead', {}, el('tr', {}, ...head)), body), note),
  );
}

function noteOf({ frames, frameCount = frames.length }: Row, shown: number): string {
  const gone = frameCount - frames.length;
  const notes = [
    shown > MOST_SHOWN ? `The last ${String(MOST_SHOWN)} of ${shown.toLocaleString('en')} are shown.` : '',
    gone > 0 ? `${gone.toLocaleString('en')} older frames are no longer on this page.` : '',
    shown === 0 ? 'None of this kind.' : '',
  ];
  return notes.filter((each) => each !== '').join(' ');
}

/** A call that opened it, a frame, or what a tester changed meanwhile. */
type Line = { readonly entry: JournalEntry } | { readonly moved: Row };

function linesOf({ frames, handshake }: Row, rows: readonly Row[]): Line[] {
  const entries = handshake === undefined ? frames : [handshake, ...frames];
  const [first, last] = [entries[0]?.id ?? 0, entries.at(-1)?.id ?? 0];
  const moves = rows.filter(({ change }) => {
    const isMove = change?.verb.startsWith('clock.') === true;
    return isMove && change.afterEntry >= first && change.afterEntry < last;
  });
  const lines: Line[] = [];
  for (const entry of entries) {
    while ((moves[0]?.change?.afterEntry ?? Infinity) < entry.id)
      lines.push(...moves.splice(0, 1).map((moved) => ({ moved })));
    lines.push({ entry });
  }
  return lines;
}

function isOf(kind: Kind, line: Line): boolean {
  if (kind === 'All') return true;
  if ('moved' in line) return false;
  const { frame, reason } = line.entry;
  return kind === 'Errors' ? reason !== undefined : /^ms\.(?:PublishEvent|MessagingEvent)/.test(frame?.type ?? '');
}

function lineOf(line: Line): HTMLElement {
  return 'moved' in line ? movedLine(line.moved) : entryLine(line.entry);
}

function movedLine({ change, what }: Row): HTMLElement {
  return el(
    'tr',
    { class: 'moved' },
    el('td', {}, icon('clock')),
    el('td', { class: 'mono' }, timeOfDay(change?.fromMs ?? 0)),
    el('td', { colspan: '3' }, what),
  );
}

function entryLine(entry: JournalEntry): HTMLElement {
  const { reason, outcome, id, atMs, tokens } = entry;
  const { arrow, what, type } = directionOf(entry);
  return el(
    'tr',
    { class: reason === undefined ? undefined : 'failed' },
    el('td', {}, reason === undefined ? arrow : markOf('refused').mark),
    el('td', { class: 'mono' }, timeOfDay(atMs)),
    el(
      'td',
      {},
      el('a', { href: `#/calls/${String(id)}` }, what),
      ' ',
      tokens.length > 0 && tokenChips(entry),
      reason !== undefined && el('span', { class: 'why' }, ` ${whyOf(entry) ?? ''}`),
    ),
    el('td', { class: 'mono dim' }, type),
    el('td', { class: 'mono' }, String(outcome)),
  );
}

function directionOf(entry: JournalEntry): { readonly arrow: string; readonly what: string; readonly type: string } {
  const { method, frame } = entry;
  if (frame === undefined) return { arrow: '→', what: 'Handshake', type: 'handshake' };
  if (method === 'CLOSE') return { arrow: '×', what: frameName(entry), type: 'close' };
  return { arrow: method === 'SEND' ? '←' : '→', what: frameName(entry), type: frame.type ?? '' };
}
