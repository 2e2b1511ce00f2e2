import { el } from './dom.ts';

/** Tells a screen reader of refusals: a sentence in five seconds at the most, or it would be switched off. */
export interface Announcer {
  readonly element: HTMLElement;
  tell(why: string): void;
}

const EVERY_MS = 5000;

export function createAnnouncer(): Announcer {
  const element = el('div', { class: 'sr', 'aria-live': 'polite' });
  let count = 0;
  let last = '';
  return {
    element,
    tell: (why) => {
      count += 1;
      last = why;
      if (count > 1) return;
      setTimeout(() => {
        element.textContent =
          count === 1 ? `A call was refused: ${last}` : `${String(count)} calls were refused; the last: ${last}`;
        count = 0;
      }, EVERY_MS);
    },
  };
}
