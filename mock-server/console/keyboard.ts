import { el } from './dom.ts';
import { glossary } from './glossary.ts';
import { iconButton } from './icons.ts';

/** What can be done, in words. */
export interface Command {
  readonly words: string;
  readonly run: () => void;
}

/** One key and what it does, in words. */
export interface KeyRow extends Command {
  readonly key: string;
  /** The heading in the list of keys. Default: the view that is shown. */
  readonly group?: string;
}

/** The list of keys. */
export interface Keys {
  readonly dialog: HTMLDialogElement;
  readonly open: () => void;
  /** Those that act at this moment. */
  rows(): readonly KeyRow[];
}

const SWITCH = 'lp-auth-mock single keys';
const GROUPS = ['Everywhere', 'Calls', 'One call', 'Clock'];
const NAMES: Readonly<Record<string, string>> = { Escape: 'Esc' };

/**
 * Lets single keys act, but not in fields, and never those that scroll. `?` shows them, and can switch them off.
 *
 * @param rows - those that act at this moment; of two for one key the later counts
 */
export function listenToKeys(rows: () => readonly KeyRow[]): Keys {
  const all = (): readonly KeyRow[] => [{ key: '?', words: 'This list', group: 'Everywhere', run: open }, ...rows()];
  const lists = el('div', { class: 'keys' });
  const isOn = el('input', { type: 'checkbox', id: 'single-keys' });
  isOn.checked = remembered() !== 'off';
  isOn.addEventListener('change', () => {
    remember(isOn.checked ? 'on' : 'off');
  });
  const dialog = el(
    'dialog',
    { 'aria-label': 'Keys' },
    el(
      'header',
      {},
      el('h2', {}, 'Keys and words'),
      iconButton(
        'Close',
        () => {
          dialog.close();
        },
        { icon: 'close', isIconOnly: true, class: 'quiet' },
      ),
    ),
    lists,
    glossary(),
    el(
      'footer',
      { class: 'dim' },
      el(
        'span',
        { class: 'grow' },
        'Single keys rest while you type in a field. Space, arrows and Page keys always scroll.',
      ),
      el('label', {}, isOn, ' Single keys on'),
    ),
  );
  function open(): void {
    lists.replaceChildren(...groupsOf(all()));
    dialog.showModal();
  }
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    const asked = askedKey(event);
    if (asked === undefined || dialog.open) return;
    const isTyping = target instanceof HTMLElement && target.matches(FIELDS);
    const isResting = isTyping || (!isOn.checked && asked !== '?');
    if (asked.length === 1 && isResting) return;
    const row = all().findLast((each) => each.key === asked);
    if (row === undefined) return;
    event.preventDefault();
    if (isTyping) target.blur();
    row.run();
  });
  return { dialog, open, rows: all };
}

const FIELDS = 'input:not([type=checkbox]), select, textarea';

/** As it stands in the list; undefined where keys belong to somebody else, such as an open dialog. */
function askedKey({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): string | undefined {
  const isInDialog = target instanceof HTMLElement && target.closest('dialog, [popover]:popover-open') !== null;
  if (altKey || isInDialog) return undefined;
  return ctrlKey || metaKey ? `Ctrl ${key.toUpperCase()}` : key;
}

function groupsOf(rows: readonly KeyRow[]): HTMLElement[] {
  const titles = [...new Set([...GROUPS, ...rows.map(({ group }) => group ?? 'This view')])];
  return titles.flatMap((title) => {
    const found = rows.filter(({ group = 'This view' }) => group === title);
    if (found.length === 0) return [];
    const items = found.map(({ key, words }) => el('li', {}, el('span', {}, words), el('kbd', {}, NAMES[key] ?? key)));
    return [el('section', {}, el('h3', {}, title), el('ul', {}, ...items))];
  });
}

/** A browser may keep nothing for a page. */
function remembered(): string | null {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null;
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem(SWITCH, value);
  } catch {
    // It holds for as long as the page is open.
  }
}
