import { el } from './dom.ts';
import { meaningOf } from './glossary.ts';
import { icon } from './icons.ts';
import type { Filter, Row, Rows, Verdict } from './rows.ts';
import { accountOf } from './row.ts';
import { SERVICE_NAMES } from './words.ts';

const TOGGLES: readonly (readonly [verdict: Verdict, word: string, meaning: string | undefined])[] = [
  ['refused', 'Refused', undefined],
  ['deviation', 'Deviations', meaningOf('Deviation')],
  ['not-mocked', 'Not mocked', meaningOf('Not mocked')],
  ['not-taken', 'Not taken', 'Webhooks that the receiver did not take'],
];

/** One of the conditions of a filter, and the filter without it. */
export interface Condition {
  /** `“4711”`, `Refused`. */
  readonly words: string;
  readonly without: Filter;
}

/** The bar that says which rows are shown. */
export interface FilterBar {
  readonly element: HTMLElement;
  filter(): Filter;
  /** Each of its conditions; none: all rows fit. */
  conditions(): readonly Condition[];
  set(filter: Filter): void;
  /** New counts, and new accounts to choose from. */
  refresh(rows: Rows): void;
  toggle(verdict: Verdict): void;
  clear(): void;
  focus(): void;
}

const NO_FILTER: Filter = { text: '', only: new Set(), accountId: '', service: '' };

export function createFilterBar(onChange: () => void, ...buttons: readonly HTMLElement[]): FilterBar {
  const search = el('input', { type: 'search', placeholder: 'Filter by word, token, reason', 'aria-label': 'Filter' });
  const account = el('select', { 'aria-label': 'Account' }, new Option('All accounts', ''));
  const service = el('select', { 'aria-label': 'Service' }, new Option('All services', ''));
  for (const [prefix, name] of Object.entries(SERVICE_NAMES)) service.append(new Option(name, prefix));
  let only: ReadonlySet<Verdict> = new Set();
  const accounts = new Set<string>();
  const toggles = TOGGLES.map(([verdict, word, title]) => {
    const count = el('span', { class: 'count' }, '0');
    const button = el('button', { type: 'button', 'aria-pressed': 'false', title }, `${word} `, count);
    button.addEventListener('click', () => {
      bar.toggle(verdict);
    });
    return { verdict, button, count };
  });
  const press = (): void => {
    for (const { verdict, button } of toggles) button.setAttribute('aria-pressed', String(only.has(verdict)));
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
      el('span', { class: 'search' }, icon('search'), search, el('kbd', { 'aria-hidden': 'true' }, '/')),
      ...toggles.map(({ button }) => button),
      account,
      service,
      el('span', { class: 'grow' }),
      ...buttons,
    ),
    filter: () => ({ text: search.value.trim(), only, accountId: account.value, service: service.value }),
    conditions: () => conditionsOf(bar.filter()),
    set: (filter) => {
      search.value = filter.text;
      account.value = filter.accountId;
      service.value = filter.service;
      only = filter.only;
      press();
    },
    refresh: (rows) => {
      for (const { verdict, button, count } of toggles) {
        const found = rows.count(verdict);
        count.textContent = found.toLocaleString('en');
        // Few mocks have webhooks, and few bars have room.
        if (verdict === 'not-taken') button.hidden = found === 0 && !only.has(verdict);
      }
      for (const id of accountsOf(rows.all())) {
        if (accounts.has(id) || accounts.size >= MOST_ACCOUNTS) continue;
        accounts.add(id);
        account.append(new Option(id, id));
      }
    },
    toggle: (verdict) => {
      only = only.has(verdict) ? new Set([...only].filter((each) => each !== verdict)) : new Set([...only, verdict]);
      press();
    },
    clear: () => {
      bar.set(NO_FILTER);
    },
    focus: () => {
      search.focus();
    },
  };
  return bar;
}

function conditionsOf(filter: Filter): Condition[] {
  const { text, only, accountId, service } = filter;
  const verdicts = TOGGLES.filter(([verdict]) => only.has(verdict)).map(([, word]) => word);
  return [
    ...(text === '' ? [] : [{ words: `“${text}”`, without: { ...filter, text: '' } }]),
    ...(verdicts.length === 0
      ? []
      : [{ words: verdicts.join(' or '), without: { ...filter, only: new Set<Verdict>() } }]),
    ...(accountId === '' ? [] : [{ words: `account ${accountId}`, without: { ...filter, accountId: '' } }]),
    ...(service === '' ? [] : [{ words: SERVICE_NAMES[service] ?? service, without: { ...filter, service: '' } }]),
  ];
}

const MOST_ACCOUNTS = 200;

function accountsOf(rows: readonly Row[]): Set<string> {
  return new Set(rows.slice(-500).flatMap((row) => accountOf(row) ?? []));
}
