import { nameOf } from './chips.ts';
import { el } from './dom.ts';
import { timeOfDay } from './instants.ts';
import type { Command, KeyRow } from './keyboard.ts';
import type { Rows } from './rows.ts';

/** A dialog in which one types to find a call, a token or a command. */
export interface Finder {
  readonly dialog: HTMLDialogElement;
  readonly open: () => void;
}

interface Found {
  readonly kind: string;
  readonly words: string;
  readonly run: () => void;
}

const MOST_FOUND = 12;

/** @param commands - those that there are at this moment */
export function createFinder(rows: Rows, commands: () => readonly (Command | KeyRow)[]): Finder {
  const input = el('input', {
    type: 'search',
    'aria-label': 'A call, a token, a command',
    placeholder: 'A call, a token, a command',
  });
  const list = el('ul', { class: 'found' });
  const none = el('p', { class: 'dim', role: 'status' });
  const dialog = el('dialog', { class: 'finder', 'aria-label': 'Find' }, input, list, none);
  const draw = (): void => {
    const found = search(input.value.trim().toLowerCase(), rows, commands());
    list.replaceChildren(...found.map((each) => lineOf(each, dialog)));
    none.textContent = found.length === 0 ? 'Nothing of this name is on this page.' : '';
  };
  input.addEventListener('input', draw);
  dialog.addEventListener('keydown', (event) => {
    const buttons = Array.from(list.querySelectorAll('button'));
    const at = buttons.findIndex((button) => button === document.activeElement);
    // A search field would only empty itself.
    if (event.key === 'Escape') dialog.close();
    else if (event.key === 'Enter' && at === -1) buttons[0]?.click();
    else if (event.key === 'ArrowDown') (buttons[at + 1] ?? input).focus();
    else if (event.key === 'ArrowUp') (buttons[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  return {
    dialog,
    open: () => {
      input.value = '';
      draw();
      dialog.showModal();
    },
  };
}

function lineOf({ kind, words, run }: Found, dialog: HTMLDialogElement): HTMLElement {
  const click = (): void => {
    dialog.close();
    run();
  };
  return el(
    'li',
    {},
    el('button', { type: 'button', class: 'quiet', click }, el('span', { class: 'dim' }, kind), ` ${words}`),
  );
}

function search(text: string, rows: Rows, commands: readonly (Command | KeyRow)[]): Found[] {
  const found: Found[] = commands
    .filter((each) => keyOf(each) !== 'Ctrl K' && each.words.toLowerCase().includes(text))
    .map((each) => ({ kind: 'command', words: [each.words, keyWords(each)].join(''), run: each.run }));
  if (text === '') return found.slice(0, MOST_FOUND);
  // Commands are few; calls may be any number.
  const others = [...tokensOf(text, rows), ...callsOf(text, rows)];
  return [...others.slice(0, Math.max(0, MOST_FOUND - found.length)), ...found].slice(0, MOST_FOUND);
}

function keyOf(command: Command | KeyRow): string | undefined {
  return 'key' in command ? command.key : undefined;
}

function keyWords(command: Command | KeyRow): string {
  const key = keyOf(command);
  return key === undefined ? '' : ` (${key})`;
}

function callsOf(text: string, rows: Rows): Found[] {
  const wanted = text.replace(/^#/, '');
  const fitting = rows.all().filter(({ id, searched }) => id === wanted || searched.includes(text));
  const exact = fitting.filter(({ id }) => id === wanted);
  return [
    ...exact,
    ...fitting
      .filter((row) => !exact.includes(row))
      .slice(-MOST_FOUND)
      .reverse(),
  ].map((row) => ({
    kind: 'call',
    words: `#${row.id} ${row.what}, ${timeOfDay(row.atMs)}`,
    run: () => {
      location.hash = `#/calls/${row.id}`;
    },
  }));
}

/** Each leads to the call that issued it, or else to the first that showed it. */
function tokensOf(text: string, rows: Rows): Found[] {
  const found = new Map<string, Found>();
  for (const { entry, id: row } of rows.all()) {
    for (const token of entry?.tokens ?? []) {
      const { id } = token;
      if (id === undefined || found.has(id) || !nameOf(token).toLowerCase().includes(text)) continue;
      found.set(id, {
        kind: 'token',
        words: `${nameOf(token)}, ${token.use} in #${row}`,
        run: () => {
          location.hash = `#/calls/${row}`;
        },
      });
      if (found.size >= MOST_FOUND / 2) return [...found.values()];
    }
  }
  return [...found.values()];
}
