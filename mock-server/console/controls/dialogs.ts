import { el } from '../dom.ts';
import { actionButton } from './card.ts';
import { troubleOf } from './trouble.ts';

/** A question that is asked before something is done. */
export interface Question {
  readonly title: string;
  /** Sentences and fields. */
  readonly content: readonly Node[];
  /** On the button that does it. */
  readonly action: string;
  /** Whether something is lost by it: it is red then, and Cancel has the focus. */
  readonly isDangerous?: boolean;
  /** Does it. What it throws is shown, and the dialog stays as it is. */
  readonly run: () => Promise<void>;
}

/** Asks in a dialog over the page. Esc and Cancel leave everything as it is. */
export function ask(place: HTMLElement, { title, content, action, isDangerous = false, run }: Question): void {
  const refused = el('p', { role: 'alert', class: 'trouble' });
  const cancel = actionButton('Cancel', () => {
    dialog.close();
  });
  const act = el('button', { type: 'submit', class: isDangerous ? 'danger' : 'first' }, action);
  const form = el(
    'form',
    { method: 'dialog', novalidate: true },
    el('h3', {}, title),
    ...content,
    refused,
    el('p', { class: 'buttons' }, act, cancel),
  );
  const dialog = el('dialog', { class: 'question', 'aria-label': title }, form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (act.disabled) return;
    act.disabled = true;
    refused.textContent = '';
    run()
      .then(
        () => {
          dialog.close();
        },
        (error: unknown) => {
          refused.textContent = troubleOf(error);
        },
      )
      .finally(() => {
        act.disabled = false;
      });
  });
  // The single keys of the page rest; Esc is the dialog's own.
  dialog.addEventListener('keydown', (event) => {
    event.stopPropagation();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
  });
  place.append(dialog);
  dialog.showModal();
  if (isDangerous) cancel.focus();
}

/** What goes and what stays, as the dangerous dialogs name it. */
export function listOfWhatGoes(goes: readonly string[], stays: string): readonly Node[] {
  return [el('p', {}, 'This goes:'), el('ul', {}, ...goes.map((what) => el('li', {}, what))), el('p', {}, stays)];
}

let fields = 0;

/** A field with its label above it, and what helps beside. */
export function labelled(label: string, field: HTMLElement, help?: string): HTMLElement {
  fields += 1;
  field.id = `field-${String(fields)}`;
  if (help !== undefined) field.setAttribute('aria-describedby', `${field.id}-help`);
  return el(
    'div',
    { class: 'field' },
    el('label', { for: field.id }, label),
    field,
    help !== undefined && el('small', { id: `${field.id}-help`, class: 'dim' }, help),
  );
}

/** A text field that suggests values. The list goes beside it. */
export function suggesting(suggestions: readonly string[], placeholder: string): readonly [HTMLInputElement, Node] {
  fields += 1;
  const id = `suggestions-${String(fields)}`;
  const list = el('datalist', { id }, ...suggestions.map((value) => el('option', { value })));
  return [el('input', { type: 'text', list: id, placeholder, spellcheck: 'false', autocomplete: 'off' }), list];
}
