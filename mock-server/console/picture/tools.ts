import { el } from '../dom.ts';
import type { InkName } from './ink.ts';
import type { Format, PictureOptions } from './picture.ts';
import type { Part } from './sheets.ts';
import type { Subject } from './subjects.ts';

/** What the tools choose from. */
export interface Offer {
  readonly subjects: readonly Subject[];
  readonly chosen: string;
  readonly parts: readonly Part[];
  /** Whether somebody types or has read something in it. */
  readonly hasReceipts: boolean;
}

/** What is above the picture. */
export interface Tools {
  readonly element: HTMLElement;
  offer(offer: Offer): void;
  /** @param title - what the picture is called unless one types something else. @param count - how many sheets */
  name(title: string, count: number): void;
  /** The chosen part; it may be gone. */
  part(): string;
  options(): Omit<PictureOptions, 'subject' | 'measure'> & { readonly hasReceipts: boolean };
  /** Whether it is being printed, which is always on paper. */
  print(isPrinting: boolean): void;
}

/** What is done about choices. */
export interface ToolActions {
  readonly onChange: () => void;
  readonly onSave: () => void;
  readonly onSubject: (id: string) => void;
}

export function createTools({ onChange, onSave, onSubject }: ToolActions): Tools {
  const subject = el('select', { 'aria-label': 'What is drawn' });
  const part = el('select', { 'aria-label': 'Part' });
  const title = el('input', { 'aria-label': 'Title', class: 'title', maxlength: '120' });
  const titles = new Map<string, string>();
  let offered: Offer = { subjects: [], chosen: '', parts: [], hasReceipts: false };
  const partsChosen = new Map<string, string>();
  let usualTitle = '';
  subject.addEventListener('change', () => {
    onSubject(subject.value);
  });
  part.addEventListener('change', () => {
    partsChosen.set(offered.chosen, part.value);
    onChange();
  });
  title.addEventListener('input', () => {
    titles.set(offered.chosen, title.value);
    onChange();
  });
  const switches = { answers: flip('Answers'), times: flip('Times'), reasons: flip('Reasons') };
  const receipts = flip('Receipts');
  receipts.title = 'Typing, and what was received or read';
  const isDark = matchMedia('(prefers-color-scheme: dark)');
  const isNarrow = matchMedia('(max-width: 760px)');
  const ink = oneOf<InkName>('Colours', { paper: 'Paper', night: 'Night' }, () => (isDark.matches ? 'night' : 'paper'));
  const format = oneOf<Format>('Format', { '16:9': '16:9', '4:3': '4:3', tall: 'Tall' }, () =>
    isNarrow.matches ? 'tall' : '16:9',
  );
  for (const each of [isDark, isNarrow])
    each.addEventListener('change', () => {
      ink.show();
      format.show();
      onChange();
    });
  let isPrinting = false;

  function flip(words: string): HTMLButtonElement {
    const button = el('button', { type: 'button', class: 'flip', 'aria-pressed': 'true' }, words);
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(!isOn(button)));
      onChange();
    });
    return button;
  }

  function oneOf<Name extends string>(
    label: string,
    words: Readonly<Partial<Record<Name, string>>>,
    usual: () => Name,
  ): { readonly element: HTMLElement; value(): Name; show(): void } {
    let chosen: Name | undefined;
    const value = (): Name => chosen ?? usual();
    const buttons = Object.keys(words).map((name) => {
      const button = el('button', { type: 'button' }, words[name as Name] ?? name);
      button.addEventListener('click', () => {
        chosen = name as Name;
        show();
        onChange();
      });
      return { name, button };
    });
    function show(): void {
      for (const { name, button } of buttons) button.setAttribute('aria-pressed', String(name === value()));
    }
    show();
    const group = { class: 'choice', role: 'group', 'aria-label': label };
    return { element: el('div', group, ...buttons.map(({ button }) => button)), value, show };
  }

  const save = button('Download SVG', onSave, 'first');
  const print = button('Print', () => {
    window.print();
  });
  const more = el('button', { type: 'button', class: 'more', 'aria-expanded': 'false' }, 'Options');
  const options = el(
    'div',
    { class: 'options' },
    part,
    title,
    ...Object.values(switches),
    receipts,
    el('span', { class: 'grow' }),
    ink.element,
    format.element,
    print,
  );
  more.addEventListener('click', () => {
    more.setAttribute('aria-expanded', String(options.classList.toggle('opened')));
  });
  return {
    element: el('div', { class: 'tools' }, subject, more, options, save),
    offer: (offer) => {
      offered = offer;
      const unknown = { id: offer.chosen, name: 'Not on this page' };
      const isKnown = offer.subjects.some(({ id }) => id === offer.chosen);
      fill(subject, isKnown ? offer.subjects : [...offer.subjects, unknown], offer.chosen);
      receipts.hidden = !offer.hasReceipts;
      const wanted = partsChosen.get(offer.chosen);
      const isThere = offer.parts.some(({ id }) => id === wanted);
      fill(part, offer.parts, isThere ? (wanted ?? '') : (offer.parts[0]?.id ?? ''));
      const typed = titles.get(offer.chosen) ?? '';
      if (title.value !== typed) title.value = typed;
    },
    name: (usual, count) => {
      usualTitle = usual;
      title.placeholder = usual;
      save.textContent = count > 1 ? `Download ${String(count)} SVGs` : 'Download SVG';
    },
    part: () => part.value,
    options: () => ({
      title: title.value.trim() === '' ? usualTitle : title.value,
      ink: isPrinting ? 'paper' : ink.value(),
      format: format.value(),
      hasAnswers: isOn(switches.answers),
      hasTimes: isOn(switches.times),
      hasReasons: isOn(switches.reasons),
      hasReceipts: isOn(receipts),
    }),
    print: (isOnPaper) => {
      isPrinting = isOnPaper;
    },
  };
}

function isOn(button: HTMLButtonElement): boolean {
  return button.getAttribute('aria-pressed') === 'true';
}

function button(words: string, run: () => void, kind?: string): HTMLButtonElement {
  const made = el('button', { type: 'button', class: kind }, words);
  made.addEventListener('click', run);
  return made;
}

/** Leaves the list alone while it says the same: it may be open. */
function fill(
  select: HTMLSelectElement,
  choices: readonly { readonly id: string; readonly name: string }[],
  chosen: string,
): void {
  const options = choices.map(({ id, name }) => el('option', { value: id }, name));
  const state = (option: HTMLOptionElement): string => `${option.value}\n${option.text}`;
  if ([...select.options].map(state).join() !== options.map(state).join()) select.replaceChildren(...options);
  if (select.value !== chosen) select.value = chosen;
}
