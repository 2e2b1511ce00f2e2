import { el } from '../dom.ts';
import type { Speaker } from './speaker.ts';

/** Where a side writes. */
export interface Composer {
  readonly element: HTMLElement;
  /** @param placeholder - why nothing can be written, or who writes */
  show(speaker: Speaker | undefined, placeholder: string): void;
  /** What had the focus goes away: it waits in the chat until one can write. */
  takeFocus(chat: HTMLElement): void;
}

/** @param side - `the visitor` or `the agent` */
export function createComposer(side: string): Composer {
  let shown: Speaker | undefined;
  let waiting: HTMLElement | undefined;
  const field = el('input', { 'aria-label': `Message as ${side}`, autocomplete: 'off', enterkeyhint: 'send' });
  const send = el('button', { type: 'submit', class: 'first', 'aria-label': `Send as ${side}` }, 'Send');
  const element = el('form', { class: 'compose' }, field, send);
  field.addEventListener('input', () => {
    shown?.typing(field.value !== '');
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    if (shown?.canSpeak() !== true || field.value.trim() === '') return;
    shown.say(field.value);
    field.value = '';
  });
  return {
    element,
    show: (speaker, placeholder) => {
      // What is typed is for the one it was typed for.
      if (speaker !== shown) field.value = '';
      shown = speaker;
      const canSpeak = speaker?.canSpeak() === true;
      field.disabled = !canSpeak;
      send.disabled = !canSpeak;
      field.placeholder = placeholder;
      if (!canSpeak || waiting === undefined) return;
      if (document.activeElement === waiting) field.focus();
      waiting = undefined;
    },
    takeFocus: (chat) => {
      chat.focus();
      waiting = chat;
    },
  };
}
