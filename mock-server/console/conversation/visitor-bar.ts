import type { Account } from '../admin-api.ts';
import { el } from '../dom.ts';
import { button } from './pane.ts';
import { syncChildren } from './sync-children.ts';
import type { Visitor } from './visitor.ts';

/** What the bar above the chats lets one do. */
export interface BarActions {
  choose(visitor: Visitor): void;
  readonly begin: () => void;
  remove(visitor: Visitor): void;
  account(accountId: string): void;
  /** Of the two that a narrow page shows one at a time. */
  side(side: 'visitor' | 'agent'): void;
}

/** What it shows. */
export interface BarState {
  readonly accounts: readonly Account[];
  readonly accountId: string;
  readonly visitors: readonly { readonly visitor: Visitor; readonly unseen: number }[];
  readonly chosen: Visitor | undefined;
  readonly isFull: boolean;
}

/** The visitors, the account, and which side a narrow page shows. */
/** @param script - what governs the scripted agent */
export function createVisitorBar(
  script: HTMLElement,
  actions: BarActions,
): { readonly element: HTMLElement; show(state: BarState): void } {
  const tabs = new Map<Visitor, HTMLButtonElement>();
  const list = el('div', { class: 'visitors', role: 'group', 'aria-label': 'Visitors' });
  const more = button('+ Visitor', actions.begin);
  let chosen: Visitor | undefined;
  const remove = button('Remove', () => {
    if (chosen !== undefined) actions.remove(chosen);
  });
  const account = el('select', { 'aria-label': 'Account' });
  account.addEventListener('change', () => {
    actions.account(account.value);
  });
  const sides = createSides(actions);
  let shownAccounts = '';

  const tabOf = (visitor: Visitor): HTMLButtonElement => {
    const known = tabs.get(visitor);
    if (known !== undefined) return known;
    const made = button('', () => {
      actions.choose(visitor);
    });
    tabs.set(visitor, made);
    return made;
  };
  return {
    element: el(
      'div',
      { class: 'filter visitor-bar' },
      list,
      more,
      remove,
      el('span', { class: 'grow' }),
      sides,
      account,
      script,
    ),
    show: ({ accounts, accountId, visitors, chosen: next, isFull }) => {
      chosen = next;
      for (const { visitor, unseen } of visitors) {
        const tab = tabOf(visitor);
        const words = `Visitor ${String(visitor.number)}`;
        const label = unseen === 0 ? words : `${words} · ${String(unseen)} new`;
        if (tab.textContent !== label) tab.textContent = label;
        tab.setAttribute('aria-pressed', String(visitor === next));
      }
      for (const visitor of tabs.keys()) if (!visitors.some((each) => each.visitor === visitor)) tabs.delete(visitor);
      syncChildren(
        list,
        visitors.map(({ visitor }) => tabOf(visitor)),
      );
      more.hidden = next === undefined;
      more.disabled = isFull;
      more.title = isFull ? 'Eight visitors are the most; remove one first' : '';
      remove.hidden = next === undefined;
      remove.textContent = `Remove visitor ${String(next?.number ?? '')}`;
      sides.hidden = next === undefined;
      const ids = accounts.map((each) => each.accountId);
      if (ids.join() !== shownAccounts) account.replaceChildren(...ids.map((id) => el('option', { value: id }, id)));
      shownAccounts = ids.join();
      account.value = accountId;
    },
  };
}

function createSides(actions: BarActions): HTMLElement {
  const sides = (['visitor', 'agent'] as const).map((side) => {
    const made = button(side === 'visitor' ? 'Visitor' : 'Agent', () => {
      actions.side(side);
      for (const each of sides) each.setAttribute('aria-pressed', String(each === made));
    });
    made.setAttribute('aria-pressed', String(side === 'visitor'));
    return made;
  });
  return el('div', { class: 'sides', role: 'group', 'aria-label': 'Side' }, ...sides);
}
