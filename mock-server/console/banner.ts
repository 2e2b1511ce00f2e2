import { el } from './dom.ts';
import { iconButton } from './icons.ts';
import { markOf } from './marks.ts';
import type { Verdict } from './rows.ts';

/** A sentence above every view. */
export interface Banner {
  readonly element: HTMLElement;
  /** The empty text takes it away. @param kind - `refused` is red, `deviation` yellow */
  show(words: string, kind?: Verdict, offer?: Offer): void;
  /** What goes on behind the sentence; a screen reader is not told of each second. */
  note(words: string): void;
}

/** What can be done about it. */
export interface Offer {
  readonly words: string;
  run(): void;
}

export function createBanner(): Banner {
  const sentence = el('span', { role: 'alert' });
  const aside = el('span', { 'aria-hidden': 'true' });
  const mark = el('span');
  const actions = el('span', { class: 'buttons' });
  const element = el(
    'div',
    { class: 'banner', hidden: true },
    mark,
    sentence,
    aside,
    el('span', { class: 'grow' }),
    actions,
  );
  let shown = '';
  return {
    element,
    show: (words, kind = 'refused', offer) => {
      if (words === shown) return;
      shown = words;
      element.hidden = words === '';
      element.className = `banner ${kind}`;
      aside.textContent = '';
      sentence.textContent = words;
      const icon = markOf(kind).mark;
      icon.setAttribute('aria-hidden', 'true');
      mark.replaceChildren(icon);
      const act =
        offer === undefined
          ? []
          : [
              iconButton(offer.words, () => {
                offer.run();
              }),
            ];
      const close = iconButton(
        'Close this notice',
        () => {
          shown = '';
          element.hidden = true;
        },
        { icon: 'close', isIconOnly: true, class: 'quiet' },
      );
      actions.replaceChildren(...act, ...(kind === 'refused' && offer !== undefined ? [] : [close]));
    },
    note: (words) => {
      aside.textContent = words;
    },
  };
}
