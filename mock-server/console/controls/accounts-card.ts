import type { Account } from '../admin-api.ts';
import { askAdmin } from '../admin-api.ts';
import { copyButton, el } from '../dom.ts';
import { areVariablesUseful, lpLines } from '../lp-lines.ts';
import type { ConsoleContext } from '../view.ts';
import type { Card } from './card.ts';
import { actionButton, createCardFrame } from './card.ts';
import { ask, labelled, listOfWhatGoes } from './dialogs.ts';
import type { KeyedItem } from './keyed-list.ts';
import { createKeyedList } from './keyed-list.ts';

/** How many are listed until one asks for all. */
const FIRST = 20;

/** The accounts, with what one needs to use them. */
export function createAccountsCard({ rows }: ConsoleContext): Card {
  const count = el('span', { class: 'dim beside' });
  const id = el('input', { type: 'text', placeholder: 'made up', spellcheck: 'false', autocomplete: 'off' });
  const list = el('ul', { class: 'accounts', 'aria-label': 'Accounts' });
  let most = FIRST;
  const more = actionButton('', () => {
    most = Infinity;
    void frame.attempt(() => Promise.resolve(''));
  });
  const show = createKeyedList<ShownAccount>(
    list,
    ({ account }) => account.accountId,
    ({ account }) => accountItem(account, { place: () => frame.element, done: read }),
  );
  const read = async (): Promise<void> => {
    const { accounts } = await askAdmin<{ readonly accounts: readonly Account[] }>('accounts');
    const calls = new Map<string, number>();
    for (const { entry, frames } of rows.all()) {
      const accountId = entry?.accountId;
      if (accountId !== undefined) calls.set(accountId, (calls.get(accountId) ?? 0) + Math.max(1, frames.length));
    }
    count.textContent = String(accounts.length);
    more.hidden = accounts.length <= most;
    more.textContent = `Show all ${String(accounts.length)}`;
    show(accounts.slice(0, most).map((account) => ({ account, calls: calls.get(account.accountId) ?? 0 })));
  };
  const form = el(
    'form',
    { class: 'buttons' },
    labelled('Account id', id),
    el('button', { type: 'submit' }, 'New account'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const accountId = id.value.trim();
    void frame
      .attempt(async () => {
        const created = await askAdmin<Account>('accounts', accountId === '' ? {} : { accountId });
        return `Account ${created.accountId} is there.`;
      })
      .then((isDone) => {
        if (isDone) id.value = '';
      });
  });
  const frame = createCardFrame({
    title: 'Accounts',
    header: [count],
    body: [el('div', {}, list, more), el('div', {}, form)],
    done: read,
  });
  return { element: frame.element, read };
}

interface ShownAccount {
  readonly account: Account;
  readonly calls: number;
}

interface AccountPlace {
  readonly place: () => HTMLElement;
  readonly done: () => Promise<void>;
}

function accountItem(account: Account, { place, done }: AccountPlace): KeyedItem<ShownAccount> {
  const { accountId, clientId } = account;
  const calls = el('span', { class: 'dim' });
  const of = (button: HTMLButtonElement): HTMLButtonElement => {
    button.setAttribute('aria-description', `of account ${accountId}`);
    return button;
  };
  const reset = actionButton('Reset…', () => {
    ask(place(), {
      title: `Reset account ${accountId}`,
      content: listOfWhatGoes(
        [
          'its clock, back to that of the mock',
          'its conversations and open sockets',
          'its faults, revoked tokens and agents’ sessions',
          'its calls in the journal',
        ],
        'The account itself stays, with its app and connectors. Tokens that it got are good until they expire.',
      ),
      action: 'Reset the account',
      isDangerous: true,
      run: async () => {
        await askAdmin('reset', { accountId });
        await done();
      },
    });
  });
  const remove = actionButton('Remove…', () => {
    ask(place(), {
      title: `Remove account ${accountId}`,
      content: listOfWhatGoes(
        ['the account with its app and connectors', 'its conversations and open sockets', 'its faults and calls'],
        'Only an account that was created while the mock ran can be removed; configured ones stay.',
      ),
      action: 'Remove the account',
      isDangerous: true,
      run: async () => {
        await askAdmin(`accounts/${encodeURIComponent(accountId)}`, undefined, 'DELETE');
        await done();
      },
    });
  });
  for (const button of [reset, remove]) button.classList.add('danger');
  const element = el(
    'li',
    {},
    el('strong', { class: 'mono' }, accountId),
    el('span', { class: 'mono dim app-id' }, clientId ?? 'no app'),
    calls,
    el(
      'span',
      { class: 'buttons' },
      areVariablesUseful() && of(copyButton('Copy LP_… lines', () => lpLines(accountId))),
      of(copyButton('Copy credentials', () => JSON.stringify(account, null, 2))),
      of(reset),
      of(remove),
    ),
  );
  return {
    element,
    update: ({ calls: number }) => {
      calls.textContent = `${String(number)} ${number === 1 ? 'call' : 'calls'} on this page`;
    },
  };
}
