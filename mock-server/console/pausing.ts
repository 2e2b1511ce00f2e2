import { el } from './dom.ts';
import { icon, iconButton } from './icons.ts';
import type { Row, Rows } from './rows.ts';

/** Holds the list as it is, and counts what comes. */
export interface Pausing {
  readonly button: HTMLElement;
  /** Where it says so. */
  readonly notice: HTMLElement;
  readonly toggle: () => void;
  /** What the list shows. @param read - what it would show now */
  shown(read: () => readonly Row[]): readonly Row[];
}

export function createPausing(rows: Rows, onChange: () => void): Pausing {
  let isPaused = false;
  let known: ReadonlySet<string> = new Set();
  let before = 0;
  const words = el('span', {});
  const notice = el(
    'div',
    { class: 'notice', role: 'status', hidden: true },
    icon('clock'),
    words,
    el('span', { class: 'grow' }),
    iconButton('Go on', toggle),
    el('kbd', { 'aria-hidden': 'true' }, 'p'),
  );
  const button = iconButton('Pause', toggle, { icon: 'pause', class: 'quiet', title: 'Pause (p)' });
  button.setAttribute('aria-pressed', 'false');

  function toggle(): void {
    isPaused = !isPaused;
    known = new Set(rows.all().map(({ id }) => id));
    before = lastId(rows);
    button.setAttribute('aria-pressed', String(isPaused));
    notice.hidden = !isPaused;
    onChange();
  }
  const say = (): void => {
    const come = rows.all().reduce((sum, { entry }) => sum + ((entry?.id ?? 0) > before ? 1 : 0), 0);
    const since =
      come === 0
        ? 'No call has come since.'
        : `${come.toLocaleString('en')} ${come === 1 ? 'call has' : 'calls have'} come since.`;
    words.textContent = `Paused${before > 0 ? ` at call #${String(before)}` : ''}. ${since}`;
  };
  return {
    button,
    notice,
    toggle,
    shown: (read) => {
      if (!isPaused) return read();
      say();
      return read().filter(({ id, entry }) => known.has(id) || (entry?.id ?? Infinity) <= before);
    },
  };
}

function lastId(rows: Rows): number {
  return rows.all().reduce((id, { entry }) => Math.max(id, entry?.id ?? 0), 0);
}
