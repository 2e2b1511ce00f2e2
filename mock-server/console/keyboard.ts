import { el } from './dom.ts';

/** One key and what it does, in words. */
export interface KeyRow {
  readonly key: string;
  readonly words: string;
  run(): void;
}

/** Lets single keys act, but not in fields, and never those that scroll. `?` shows them. */
export function listenToKeys(rows: readonly KeyRow[]): HTMLDialogElement {
  const all = [{ key: '?', words: 'show these keys', run: open }, ...rows];
  const close = el('button', { type: 'button', class: 'first' }, 'Close');
  const dialog = el(
    'dialog',
    { 'aria-label': 'Keys' },
    el('h2', {}, 'Keys'),
    el(
      'table',
      {},
      el(
        'tbody',
        {},
        ...all.map(({ key, words }) => el('tr', {}, el('th', { scope: 'row' }, key), el('td', {}, words))),
      ),
    ),
    close,
  );
  function open(): void {
    dialog.showModal();
  }
  close.addEventListener('click', () => {
    dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const isTyping = target instanceof HTMLElement && target.matches('input, select, textarea');
    if (ctrlKey || metaKey || altKey || dialog.open || (isTyping && key !== 'Escape')) return;
    const row = all.find((each) => each.key === key);
    if (row === undefined) return;
    event.preventDefault();
    row.run();
  });
  return dialog;
}
