import { el } from './dom.ts';

/** One key and what it does, in words. */
export interface KeyRow {
  readonly key: string;
  readonly words: string;
  run(): void;
}

/** The list of keys. */
export interface Keys {
  readonly dialog: HTMLDialogElement;
  open(): void;
}

/**
 * Lets single keys act, but not in fields, and never those that scroll. `?` shows them.
 *
 * @param rows - those that act at this moment; of two for one key the later counts
 */
export function listenToKeys(rows: () => readonly KeyRow[]): Keys {
  const all = (): readonly KeyRow[] => [{ key: '?', words: 'show these keys', run: open }, ...rows()];
  const table = el('tbody');
  const close = el('button', { type: 'button', class: 'first' }, 'Close');
  const dialog = el('dialog', { 'aria-label': 'Keys' }, el('h2', {}, 'Keys'), el('table', {}, table), close);
  function open(): void {
    table.replaceChildren(
      ...all().map(({ key, words }) => el('tr', {}, el('th', { scope: 'row' }, key), el('td', {}, words))),
    );
    dialog.showModal();
  }
  close.addEventListener('click', () => {
    dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const isTyping = target instanceof HTMLElement && target.matches('input, select, textarea');
    if (ctrlKey || metaKey || altKey || dialog.open || (isTyping && key !== 'Escape')) return;
    const row = all().findLast((each) => each.key === key);
    if (row === undefined) return;
    event.preventDefault();
    row.run();
  });
  return { dialog, open };
}
