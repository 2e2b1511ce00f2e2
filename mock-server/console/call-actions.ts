import type { Account, CapturedExchange, JournalEntry } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import { backend } from './backend.ts';
import type { WholeRequest } from './copied-request.ts';
import { asCurl, asFetch, asTest, copyRemarks, isMalformed, lacksToken, wholeRequest } from './copied-request.ts';
import { el } from './dom.ts';
import { copyIconButton, iconButton } from './icons.ts';

/** What one can do with a call of which is kept what was said. */
export function callActions(exchange: CapturedExchange, entry: JournalEntry): HTMLElement[] {
  const { endpointId = '', accountId, reason } = entry;
  const whole = (): Promise<WholeRequest> => wholeRequest(exchange, reason?.slug);
  // A handshake is no call that can be sent again by fetch.
  const isSocket = endpointId.startsWith('ums.');
  return [
    ...(entry.verdict === 'refused'
      ? [
          copyIconButton('Copy as Jest test', () => asTest(entry, exchange), {
            class: 'first as-test',
            title: 'A test that provokes this refusal (t)',
          }),
        ]
      : []),
    copyIconButton('Copy as curl', async () => asCurl(await whole()), { class: 'as-curl', title: 'Copy as curl (c)' }),
    copyIconButton('Copy as fetch', async () => asFetch(await whole())),
    ...(isSocket ? [] : [replayButton(whole, lacksToken(exchange) && !isMalformed(reason?.slug))]),
    ...(isSocket || accountId === undefined || !wantsAppJwt(entry)
      ? []
      : [sendButton('Replay with a fresh AppJWT', async () => withFreshAppJwt(await whole(), accountId))]),
    ...copyRemarks(exchange, reason?.slug).map((words) => el('p', { class: 'dim small' }, words)),
  ];
}

function replayButton(whole: () => Promise<WholeRequest>, lacks: boolean): HTMLButtonElement {
  const title = lacks ? 'The token that was sent is not kept, so the same cannot be sent' : 'Send the same again (r)';
  const button = sendButton('Replay', whole, 'replay', title);
  button.disabled = lacks;
  return button;
}

function wantsAppJwt({ reason, checks }: JournalEntry): boolean {
  return reason !== undefined && (checks?.kind === 'AppJWT' || reason.slug.startsWith('app-jwt-'));
}

/** Sends it to the mock, where it becomes a row like any other. */
function sendButton(
  words: string,
  request: () => Promise<WholeRequest>,
  kind?: string,
  title?: string,
): HTMLButtonElement {
  const button = iconButton(words, () => void run(), {
    icon: 'replay',
    class: kind ?? '',
    ...(title === undefined ? {} : { title }),
  });
  const say = (said: string): void => {
    const shown = button.querySelector('.words');
    if (shown !== null) shown.textContent = said;
  };
  async function run(): Promise<void> {
    try {
      say(`Sent again: ${String((await send(await request())).status)}`);
    } catch (error) {
      say(error instanceof TypeError ? 'Sent again; no answer came' : (error as Error).message);
    }
    setTimeout(() => {
      say(words);
    }, 4000);
  }
  return button;
}

function send({ method, url, headers, body }: WholeRequest): Promise<Response> {
  const { pathname, search } = new URL(url);
  return backend().fetch(`${pathname}${search}`, {
    method,
    headers: headers as [string, string][],
    body: body === '' ? null : body,
  });
}

/** @throws Error in words when the account has no app whose secret is known, or the app gets no token */
async function withFreshAppJwt(request: WholeRequest, accountId: string): Promise<WholeRequest> {
  const { accounts } = await askAdmin<{ readonly accounts: readonly Account[] }>('accounts');
  const account = accounts.find((each) => each.accountId === accountId);
  if (account?.clientId === undefined || account.clientSecret === undefined)
    throw new Error(`Account ${accountId} has no app that could ask for one`);
  const { clientId, clientSecret } = account;
  const path = `/sentinel/api/account/${encodeURIComponent(accountId)}/app/token?v=1.0&grant_type=client_credentials`;
  const answer = await backend().fetch(path, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`Sentinel answered ${String(answer.status)}`);
  const others = request.headers.filter(([name]) => name !== 'authorization');
  return { ...request, headers: [...others, ['authorization', token]] };
}
