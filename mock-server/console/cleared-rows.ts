import { iconButton } from './icons.ts';
import type { Row, Rows } from './rows.ts';

const UNDO_MS = 10_000;

/** The button that empties the list, and for ten seconds the one that brings back what was in it. */
export function createClearing(
  rows: Rows,
  onChange: () => void,
): { readonly button: HTMLElement; readonly clear: () => void } {
  let cleared: readonly Row[] = [];
  let timer = 0;
  const forget = (): void => {
    cleared = [];
    undo.remove();
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
  const clear = (): void => {
    const taken = rows.take();
    // Twice within ten seconds: all of it comes back.
    cleared = [...cleared, ...taken];
    clearTimeout(timer);
    timer = window.setTimeout(forget, UNDO_MS);
    if (cleared.length > 0) button.after(undo);
    onChange();
  };
  const button = iconButton('Clear', clear, { icon: 'trash', class: 'quiet', title: 'Clear (x)' });
  return { button, clear };
}
