import { svg } from './drawing.ts';
import { el } from './dom.ts';

/** Things as lines, 16 by 16. The word stands beside them, or is the name of their button. */
const ICONS = {
  clock: 'M8 1.7a6.3 6.3 0 1 0 .01 0zM8 4.2V8l2.6 1.7',
  freeze: 'M8 1.5v13M2.4 4.8l11.2 6.4M13.6 4.8 2.4 11.2',
  search: 'M7 2.4a4.6 4.6 0 1 0 .01 0zM10.5 10.5l3.5 3.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  trash: 'M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4',
  out: 'M8 10V2M5 5l3-3 3 3M2.5 10v3.5h11V10',
  in: 'M8 2v8M5 7l3 3 3-3M2.5 10v3.5h11V10',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  replay: 'M13.5 8A5.5 5.5 0 1 1 11.5 3.8M13.5 1.5v3.2h-3.2',
  back: 'M10 3 5 8l5 5',
  next: 'M6 3l5 5-5 5',
  link: 'M6.5 9.5a3 3 0 0 0 4.3 0l2.3-2.3A3 3 0 0 0 8.8 3l-.8.8M9.5 6.5a3 3 0 0 0-4.3 0L2.9 8.8A3 3 0 0 0 7.2 13l.8-.8',
  close: 'M4 4l8 8m0-8-8 8',
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): HTMLElement {
  const drawn = svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] }));
  return el('span', { class: 'drawn icon' }, drawn);
}

/** How a button looks. */
export interface ButtonLook {
  readonly icon?: IconName;
  readonly class?: string;
  /** The words of the button are its name alone, and are not shown. */
  readonly isIconOnly?: boolean;
  /** What the pointer is told, such as its key. */
  readonly title?: string;
  /** Words that stay where those of the button find no room. */
  readonly last?: string;
}

export function iconButton(words: string, run: () => void, look: ButtonLook = {}): HTMLButtonElement {
  const { isIconOnly = false, title } = look;
  const classes = [look.class, isIconOnly && 'icon-only'].filter(Boolean).join(' ');
  return el(
    'button',
    {
      type: 'button',
      class: classes === '' ? undefined : classes,
      'aria-label': isIconOnly ? words : undefined,
      title: title ?? (isIconOnly ? words : undefined),
      click: run,
    },
    look.icon !== undefined && icon(look.icon),
    !isIconOnly && el('span', { class: 'words' }, words),
    look.last !== undefined && ` ${look.last}`,
  );
}

/** A button that copies a text, and says for a moment whether it could. */
export function copyIconButton(
  words: string,
  text: () => string | Promise<string>,
  look: ButtonLook = {},
): HTMLButtonElement {
  const button = iconButton(words, () => void copy(), { icon: 'copy', ...look });
  const shown = button.querySelector('.words');
  const say = (said: string): void => {
    if (shown === null) button.setAttribute('aria-label', said);
    else shown.textContent = said;
    button.classList.toggle('done', said !== words);
  };
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(await text());
      say('Copied');
    } catch {
      say('The browser did not let it be copied');
    }
    setTimeout(() => {
      say(words);
    }, 1500);
  }
  return button;
}
