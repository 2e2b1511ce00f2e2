import { askAdmin } from '../admin-api.ts';
import { copyButton, el } from '../dom.ts';
import type { ConsoleContext } from '../view.ts';
import { actionButton } from './card.ts';
import { labelled, suggesting } from './dialogs.ts';
import type { MintKind } from './tampers.ts';
import { MINT_KINDS, TAMPER_WORDS, TAMPERS_OF } from './tampers.ts';
import { jsonField, troubleOf } from './trouble.ts';

/** Where one has a token made, sound or with something wrong. @param look - shows it to the inspection */
export function createMintPanel({ rows }: ConsoleContext, look: (token: string) => void): HTMLElement {
  const kind = el('select', {}, ...Object.entries(MINT_KINDS).map(([value, words]) => el('option', { value }, words)));
  const [account, accounts] = suggesting([], 'the first one');
  const claims = el('textarea', { rows: '2', placeholder: '{"ext_consumer_id": "jane"}', spellcheck: 'false' });
  const expired = checkbox('expired a second ago');
  const notYetValid = checkbox('not valid for another minute');
  const times = el('div', { class: 'choices' }, expired.label, notYetValid.label);
  const wrong = el('div', { class: 'choices' });
  const refused = el('p', { role: 'alert', class: 'trouble' });
  const minted = el('div', {});
  const said = el('p', { role: 'status', class: 'sr' });
  const showTampers = (): void => {
    const chosen = kind.value as MintKind;
    wrong.replaceChildren(
      radio('', 'nothing', true),
      ...TAMPERS_OF[chosen].map((name) => radio(name, TAMPER_WORDS[name])),
    );
    times.hidden = chosen === 'consumerJws';
  };
  kind.addEventListener('change', showTampers);
  account.addEventListener('focus', () => {
    const known = new Set(rows.all().flatMap(({ entry }) => entry?.accountId ?? []));
    accounts.textContent = '';
    for (const value of known) accounts.appendChild(el('option', { value }));
  });
  showTampers();
  const mint = async (): Promise<string> => {
    const tamper = wrong.querySelector<HTMLInputElement>('input:checked')?.value ?? '';
    const changed = jsonField('“Claims”', claims.value);
    const { token } = await askAdmin<{ readonly token: string }>('tokens', {
      kind: kind.value,
      ...(account.value.trim() === '' ? {} : { accountId: account.value.trim() }),
      ...(changed === undefined ? {} : { claims: changed }),
      ...(tamper === '' ? {} : { tamper }),
      ...(!times.hidden && expired.box.checked ? { expired: true } : {}),
      ...(!times.hidden && notYetValid.box.checked ? { notYetValid: true } : {}),
    });
    return token;
  };
  const form = el(
    'form',
    {},
    el('div', { class: 'fields' }, labelled('Kind', kind), labelled('Account', account), accounts),
    el('fieldset', {}, el('legend', {}, 'What is wrong with it'), wrong),
    times,
    labelled('Claims', claims, 'JSON; they are added, or replace those of the same name'),
    el('p', { class: 'buttons' }, el('button', { type: 'submit', class: 'first' }, 'Mint')),
    refused,
    minted,
    said,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    refused.textContent = '';
    mint().then(
      (token) => {
        minted.replaceChildren(...mintedParts(token, look));
        said.textContent = 'The token is below the button.';
      },
      (error: unknown) => {
        minted.replaceChildren();
        said.textContent = '';
        refused.textContent = troubleOf(error);
      },
    );
  });
  return form;
}

function mintedParts(token: string, look: (token: string) => void): readonly Node[] {
  return [
    el('pre', { class: 'minted', tabindex: '0', 'aria-label': 'The token' }, token),
    el(
      'p',
      { class: 'buttons' },
      copyButton('Copy the token', () => token),
      copyButton('Copy as a header', () => `Authorization: Bearer ${token}`),
      actionButton('Inspect it', () => {
        look(token);
      }),
    ),
  ];
}

function checkbox(words: string): { readonly label: HTMLElement; readonly box: HTMLInputElement } {
  const box = el('input', { type: 'checkbox' });
  return { label: el('label', {}, box, words), box };
}

function radio(value: string, words: string, isChosen = false): HTMLElement {
  return el('label', {}, el('input', { type: 'radio', name: 'tamper', value, checked: isChosen }), words);
}
