import { el } from './dom.ts';
import type { Filter, Row, Rows, Verdict } from './rows.ts';

const TOGGLES: readonly (readonly [verdict: Verdict, word: string])[] = [
  ['refused', 'Refused'],
  ['deviation', 'Deviations'],
  ['not-mocked', 'Not mocked'],
];
const SERVICES = ['sentinel', 'idp', 'send-api', 'csds', 'account-config', 'agent-vep', 'ums'];

/** The bar that says which rows are shown. */
export interface FilterBar {
  readonly element: HTMLElement;
  filter(): Filter;
  /** New counts, and new accounts to choose from. */
  refresh(rows: Rows): void;
  toggle(verdict: Verdict): void;
  clear(): void;
  focus(): void;
}

export function createFilterBar(onChange: () => void, ...buttons: readonly HTMLElement[]): FilterBar {
  const search = el('input', { type: 'search', placeholder: 'Filter by word, token, reason', 'aria-label': 'Filter' });
  const account = el('select', { 'aria-label': 'Account' }, new Option('All accounts', ''));
  const service = el('select', { 'aria-label': 'Service' }, new Option('All services', ''));
  for (const name of SERVICES) service.append(new Option(name, name));
  let only: Verdict | undefined;
  const accounts = new Set<string>();
  const toggles = TOGGLES.map(([verdict, word]) => {
    const count = el('span', { class: 'mono' }, '0');
    const button = el('button', { type: 'button', 'aria-pressed': 'false' }, `${word} `, count);
    button.addEventListener('click', () => {
      bar.toggle(verdict);
    });
    return { verdict, button, count };
  });
  const press = (): void => {
    for (const { verdict, button } of toggles) button.setAttribute('aria-pressed', String(only === verdict));
    onChange();
  };
  for (const [input, event] of [
    [search, 'input'],
    [account, 'change'],
    [service, 'change'],
  ] as const)
    input.addEventListener(event, onChange);
  const bar: FilterBar = {
    element: el(
      'div',
      { class: 'filter', role: 'search' },
      search,
      ...toggles.map(({ button }) => button),
      account,
      service,
      el('span', { class: 'grow' }),
      ...buttons,
    ),
    filter: () => ({ text: search.value.trim(), only, accountId: account.value, service: service.value }),
    refresh: (rows) => {
      for (const { verdict, count } of toggles) count.textContent = String(rows.count(verdict));
      for (const id of accountsOf(rows.all())) {
        if (accounts.has(id) || accounts.size >= MOST_ACCOUNTS) continue;
        accounts.add(id);
        account.append(new Option(id, id));
      }
    },
    toggle: (verdict) => {
      only = only === verdict ? undefined : verdict;
      press();
    },
    clear: () => {
      search.value = account.value = service.value = '';
      only = undefined;
      press();
    },
    focus: () => {
      search.focus();
    },
  };
  return bar;
}

const MOST_ACCOUNTS = 200;

function accountsOf(rows: readonly Row[]): Set<string> {
  return new Set(rows.slice(-500).flatMap(({ entry }) => (entry?.accountId === undefined ? [] : [entry.accountId])));
}
