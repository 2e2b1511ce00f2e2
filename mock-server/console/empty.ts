import type { Account } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import { backend } from './backend.ts';
import { copyButton, el } from './dom.ts';

/** What one sees before the first call: where to point a client, and with what. */
export async function emptyPage(): Promise<HTMLElement> {
  const { accounts } = await askAdmin<{ readonly accounts: readonly Account[] }>('accounts');
  const [account] = accounts;
  return el(
    'section',
    { class: 'empty' },
    ...(backend().isInPage === true ? inPage() : whereToPoint(backend().address)),
    account !== undefined && readyAccount(account),
  );
}

function whereToPoint(address: string): readonly HTMLElement[] {
  return [
    el('h2', {}, 'No calls yet. Point your client here:'),
    el('p', { class: 'address' }, address),
    copyButton('Copy', () => address),
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

function readyAccount(account: Account): HTMLElement {
  const { accountId, clientId = '', clientSecret = '', connectorId } = account;
  const facts = {
    account: accountId,
    client_id: clientId,
    client_secret: clientSecret,
    connector: String(connectorId ?? ''),
  };
  const send = el('button', { type: 'button', class: 'first' }, 'Send an example call');
  send.addEventListener('click', () => {
    void backend().fetch(
      `/sentinel/api/account/${encodeURIComponent(accountId)}/app/token?v=1.0&grant_type=client_credentials`,
      { method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }) },
    );
  });
  const lines = [`LP_ACCOUNT=${accountId}`, `LP_CLIENT_ID=${clientId}`, `LP_CLIENT_SECRET=${clientSecret}`].join('\n');
  return el(
    'div',
    {},
    el(
      'p',
      { class: 'buttons' },
      send,
      copyButton('Copy as LP_… lines', () => lines),
    ),
    el('h3', {}, 'Ready account'),
    el(
      'table',
      {},
      el(
        'tbody',
        {},
        ...Object.entries(facts).map(([name, value]) =>
          el('tr', {}, el('th', { scope: 'row' }, name), el('td', { class: 'mono' }, value)),
        ),
      ),
    ),
  );
}
