import type { Account, Overview } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import { backend } from './backend.ts';
import { el } from './dom.ts';
import { copyIconButton, iconButton } from './icons.ts';
import { areVariablesUseful, lpLines } from './lp-lines.ts';

/** What one sees before the first call: where to point a client, and with what. */
export async function emptyPage(): Promise<HTMLElement> {
  const { accounts } = await askAdmin<{ readonly accounts: readonly Account[] }>('accounts');
  const [account] = accounts;
  return el(
    'section',
    { class: 'empty start' },
    ...(backend().isInPage === true ? inPage() : whereToPoint(backend().address)),
    waysOn(account),
    account !== undefined && readyAccount(account),
  );
}

function whereToPoint(address: string): readonly HTMLElement[] {
  return [
    el('h2', {}, 'No calls yet. Point your client here:'),
    el(
      'p',
      { class: 'address-line' },
      el('span', { class: 'address' }, address),
      copyIconButton('Copy', () => address),
    ),
    el('p', { class: 'dim' }, 'The first call appears on this page by itself.'),
  ];
}

function inPage(): readonly HTMLElement[] {
  return [
    el('h2', {}, 'No calls yet. This mock lives in this page.'),
    el('p', {}, 'No client outside can call it: send an example call, take the tour, or talk in the conversation.'),
    el('p', { class: 'dim' }, 'For a mock that your own code can call, start lp-auth-mock on your machine.'),
  ];
}

function waysOn(account: Account | undefined): HTMLElement {
  const way = (title: string, words: string, action: HTMLElement): HTMLElement =>
    el('section', { class: 'card' }, el('h3', {}, title), el('p', { class: 'dim' }, words), action);
  const link = (words: string, href: string): HTMLElement => el('a', { class: 'button', href }, words);
  return el(
    'div',
    { class: 'ways' },
    ...(account === undefined
      ? []
      : [
          way(
            'See one call',
            'Fetches an AppJWT for the ready account and shows what came back.',
            iconButton('Send an example call', () => void sendExample(account), { class: 'first' }),
          ),
        ]),
    way(
      'New to LivePerson?',
      'Six steps from “which host?” to a message on the agent’s screen. Two minutes.',
      link('Take the tour', '#/tour'),
    ),
    way(
      'Show somebody',
      'A visitor and an agent chat on this page; every click is a real call.',
      link('Open a conversation', '#/conversation'),
    ),
  );
}

async function sendExample({ accountId, clientId = '', clientSecret = '' }: Account): Promise<void> {
  const path = `/sentinel/api/account/${encodeURIComponent(accountId)}/app/token?v=1.0&grant_type=client_credentials`;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
  try {
    await backend().fetch(path, { method: 'POST', body });
    const { last } = await askAdmin<Overview>('overview');
    location.hash = `#/calls/${last.replace(/\..*/, '')}`;
  } catch {
    // The banner says that the mock does not answer.
  }
}

function readyAccount({ accountId, clientId = '', clientSecret = '', connectorId }: Account): HTMLElement {
  const facts = {
    account: accountId,
    client_id: clientId,
    client_secret: clientSecret,
    connector: String(connectorId ?? ''),
  };
  const known = Object.entries(facts).filter(([, value]) => value !== '');
  return el(
    'div',
    { class: 'ready' },
    el('h3', {}, 'Ready account'),
    el(
      'dl',
      { class: 'facts' },
      ...known.flatMap(([name, value]) => [el('dt', { class: 'mono' }, name), el('dd', { class: 'mono' }, value)]),
    ),
    areVariablesUseful() &&
      copyIconButton('Copy as LP_… lines', () => lpLines(accountId), {
        title: 'As variables for a .env file: LP_ACCOUNT and the like, each with its value',
      }),
  );
}
