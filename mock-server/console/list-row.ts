import { endpointName } from './attempt-words.ts';
import { tokenChips } from './chips.ts';
import { el } from './dom.ts';
import { timeOfDay } from './instants.ts';
import type { ListItem } from './list-items.ts';
import { markOf } from './marks.ts';
import type { Row } from './rows.ts';
import { frameName } from './words.ts';

/** How a line stands in its list. */
export interface LineState {
  readonly isChosen: boolean;
  readonly isOpen: boolean;
  readonly isNew: boolean;
  /** Ids of the tokens of the chosen call. */
  readonly same: ReadonlySet<string>;
  /** The account that needs no word. */
  readonly usualAccount: string | undefined;
  readonly onToggle: (id: string) => void;
}

export function lineOf(item: ListItem, state: LineState): HTMLElement {
  if (item.frame !== undefined) return frameLine(item, item.frame, state);
  const { row } = item;
  if (row.attempt !== undefined) return attemptLine(row, row.attempt, state);
  return row.change === undefined ? callLine(row, state) : changeLine(row, state);
}

function attemptLine(row: Row, attempt: NonNullable<Row['attempt']>, state: LineState): HTMLElement {
  const { accountId, url, durationMs, status, clientId } = attempt;
  return el(
    'a',
    {
      id: `row-${row.id}`,
      href: `#/calls/${row.id}`,
      class: `row ${row.verdict === 'not-taken' ? 'refused' : ''}${state.isNew ? ' new' : ''}`,
      'aria-current': state.isChosen ? 'true' : undefined,
    },
    markOf(row.verdict).mark,
    el('time', {}, timeOfDay(row.atMs)),
    el(
      'span',
      { class: 'what' },
      el('span', { class: 'cut' }, row.what, el('span', { class: 'account mono' }, ` → ${endpointName(url)}`)),
      accountId !== state.usualAccount && el('span', { class: 'account mono' }, accountId),
    ),
    el('span', { class: 'account mono', title: clientId }, `app ${clientId.slice(0, 4)}, ${durationMs.toFixed(0)} ms`),
    el('span', { class: 'code' }, String(status ?? '–')),
    row.why !== undefined && el('span', { class: 'why' }, row.why),
  );
}

function callLine(row: Row, state: LineState): HTMLElement {
  const { entry, frames, handshake, frameCount } = row;
  const shown = handshake ?? entry;
  const accountId = entry?.accountId;
  const isSocket = frameCount !== undefined;
  const line = el(
    'a',
    {
      id: `row-${row.id}`,
      href: `#/calls/${row.id}`,
      class: `row ${row.verdict}${state.isNew ? ' new' : ''}`,
      'aria-current': state.isChosen ? 'true' : undefined,
    },
    isSocket ? el('span', { class: 'mark' }) : markOf(row.verdict).mark,
    el('time', {}, timeOfDay(row.atMs)),
    el(
      'span',
      { class: 'what' },
      el('span', { class: 'cut' }, row.what),
      accountId !== undefined && accountId !== state.usualAccount && el('span', { class: 'account mono' }, accountId),
    ),
    shown === undefined ? el('span') : tokenChips(shown, state.same),
    el('span', { class: 'code' }, codeOf(row)),
    row.why !== undefined && el('span', { class: 'why' }, row.why),
  );
  return isSocket && frames.length > 0 ? el('div', { class: 'socket-line' }, line, toggleOf(row, state)) : line;
}

/** Beside the line, because a button within a link is none. */
function toggleOf(row: Row, { isOpen, onToggle }: LineState): HTMLElement {
  const { mark, word } = markOf(row.verdict);
  return el(
    'button',
    {
      type: 'button',
      class: `toggle ${row.verdict}`,
      'aria-expanded': String(isOpen),
      'aria-label': `${word}: its frames`,
      title: isOpen ? 'Hide its frames' : 'Show its frames',
      click: () => {
        onToggle(row.id);
      },
    },
    mark,
  );
}

function codeOf({ entry, handshake, frameCount }: Row): string {
  if (frameCount === undefined) return String(entry?.outcome ?? '');
  return entry?.method === 'CLOSE' ? String(entry.outcome) : String(handshake?.outcome ?? '');
}

function changeLine({ id, what, verdict, change }: Row, { isChosen, isNew }: LineState): HTMLElement {
  const isMoved = change !== undefined && change.fromMs !== change.atMs;
  return el(
    'a',
    {
      id: `row-${id}`,
      href: `#/calls/${id}`,
      class: `row change${isNew ? ' new' : ''}`,
      'aria-current': isChosen ? 'true' : undefined,
    },
    markOf(verdict).mark,
    el('span', { class: 'what' }, what),
    el(
      'span',
      { class: 'code' },
      change === undefined
        ? ''
        : isMoved
          ? `${timeOfDay(change.fromMs)} → ${timeOfDay(change.atMs)}`
          : timeOfDay(change.atMs),
    ),
  );
}

function frameLine({ id }: ListItem, frame: NonNullable<ListItem['frame']>, { isChosen }: LineState): HTMLElement {
  const { method, atMs, outcome, reason } = frame;
  const arrow = method === 'SEND' ? '←' : method === 'CLOSE' ? '×' : '→';
  const from = method === 'SEND' ? 'from the mock' : method === 'CLOSE' ? 'end' : 'from the client';
  return el(
    'a',
    {
      id: `row-${id}`,
      href: `#/calls/${id}`,
      class: `row frame${reason === undefined ? '' : ' refused'}`,
      'aria-current': isChosen ? 'true' : undefined,
    },
    el('span', { class: 'mark' }),
    el('time', {}, timeOfDay(atMs)),
    el('span', { class: 'arrow', role: 'img', 'aria-label': from }, arrow),
    el('span', { class: 'cut' }, `${frameName(frame)} `, el('span', { class: 'dim mono' }, frame.frame?.type ?? '')),
    el('span', { class: 'code' }, String(outcome)),
  );
}
