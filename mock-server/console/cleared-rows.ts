import { el } from './dom.ts';
import { iconButton } from './icons.ts';
import type { Row, Rows } from './rows.ts';

const UNDO_MS = 10_000;

/** The button that empties the list, and for ten seconds a notice with the one that brings back what was in it. */
export interface Clearing {
  readonly button: HTMLElement;
  readonly notice: HTMLElement;
  readonly clear: () => void;
}

export function createClearing(rows: Rows, onChange: () => void): Clearing {
  let cleared: readonly Row[] = [];
  let timer = 0;
  const words = el('span', {});
  const forget = (): void => {
    cleared = [];
    notice.hidden = true;
  };
  const undo = iconButton(
    'Bring them back',
    () => {
      rows.put(cleared);
      forget();
      onChange();
    },
    { icon: 'replay', class: 'first' },
  );
  const notice = el(
    'div',
    { class: 'notice', role: 'status', hidden: true },
    words,
    el('span', { class: 'grow' }),
    undo,
  );
  const clear = (): void => {
    const taken = rows.take();
    // Twice within ten seconds: all of it comes back.
    cleared = [...cleared, ...taken];
    clearTimeout(timer);
    timer = window.setTimeout(forget, UNDO_MS);
    notice.hidden = cleared.length === 0;
    words.textContent = 'Cleared on this page only: the mock still has its journal, and a reload shows it again.';
    onChange();
  };
  const title = 'Clear this page; the mock keeps its journal (x)';
  return { button: iconButton('Clear', clear, { icon: 'trash', class: 'quiet', title }), notice, clear };
}
