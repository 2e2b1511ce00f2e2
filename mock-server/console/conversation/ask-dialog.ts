import { el, visible } from '../dom.ts';

/** What is asked for. */
export interface Asking {
  readonly title: string;
  /** Of the field. */
  readonly label: string;
  readonly value: string;
  readonly isLong?: boolean;
  /** What the button does. */
  readonly submit: string;
  /** Answers what is wrong with it, which is shown; undefined: it is done. */
  readonly take: (text: string) => string | undefined | Promise<string | undefined>;
}

/** Asks for a text, in a dialog that goes when it was taken. */
export function askInDialog({ title, label, value, isLong = false, submit, take }: Asking): void {
  const field = isLong
    ? el('textarea', { 'aria-label': label, rows: '16', spellcheck: 'false', class: 'mono' })
    : el('input', { 'aria-label': label });
  field.value = value;
  const trouble = el('p', { class: 'trouble', role: 'alert' });
  const cancel = el('button', { type: 'button' }, 'Cancel');
  const dialog = el(
    'dialog',
    { class: isLong ? 'asking long' : 'asking', 'aria-label': title },
    el(
      'form',
      {
        submit: (event) => {
          event.preventDefault();
          void (async () => {
            trouble.textContent = '';
            const problem = await take(field.value);
            if (problem === undefined) dialog.close();
            else trouble.textContent = visible(problem);
          })();
        },
      },
      el('h2', {}, title),
      el('p', { class: 'dim' }, label),
      field,
      trouble,
      el('p', { class: 'buttons' }, el('button', { type: 'submit', class: 'first' }, submit), cancel),
    ),
  );
  cancel.addEventListener('click', () => {
    dialog.close();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  // The beginning of a long text is seen first; a short one is typed over.
  field.setSelectionRange(0, isLong ? 0 : value.length);
  field.scrollTop = 0;
}
