import { el } from '../dom.ts';
import type { SocketState } from './visitor.ts';

/** Who it is, how the socket stands, and what is known of the token. */
export function paneHeader(title: string, socket: SocketState, ...facts: readonly (Node | string)[]): HTMLElement {
  return el(
    'div',
    {},
    el('div', { class: 'who' }, el('h2', {}, title), el('span', { class: 'grow' }), socketWords(socket)),
    el('div', { class: 'facts' }, ...facts),
  );
}

function socketWords(socket: SocketState): HTMLElement {
  if (socket === 'open') return el('span', { class: 'is-open' }, '✓ socket open');
  if (socket === 'opening') return el('span', { class: 'dim' }, 'socket opens…');
  if (socket === 'none') return el('span', { class: 'dim' }, 'no socket');
  return el('span', { class: 'is-closed' }, `✕ socket closed, ${String(socket.code)}`);
}

/** One side of the view. */
export interface Pane<Shown> {
  readonly element: HTMLElement;
  show(shown: Shown): void;
  /** What had the focus goes away. */
  takeFocus(): void;
}

export function button(words: string, run: () => void): HTMLButtonElement {
  const made = el('button', { type: 'button' }, words);
  made.addEventListener('click', run);
  return made;
}

/** The head of a side, which is replaced only when it says something else. */
export function createHead(...below: readonly HTMLElement[]): {
  readonly element: HTMLElement;
  show(next: HTMLElement): void;
} {
  let current: HTMLElement = el('div', {});
  return {
    element: el('header', {}, current, ...below),
    show: (next) => {
      if (next.outerHTML === current.outerHTML) return;
      current.replaceWith(next);
      current = next;
    },
  };
}
