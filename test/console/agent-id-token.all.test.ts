import { describe, it } from '@jest/globals';
import type { Mock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import type { LoginTokens } from '../support/code-flow.ts';
import { authorizePath, CALLBACK, formOf, WEB_CLIENT_ID, WEB_CLIENT_SECRET } from '../support/code-flow.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { expectNoFindings } from './axe.ts';
import { chromiumPath, openConsole } from './opened-console.ts';
import { expectSoon } from './expect-soon.ts';

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

/** The id token of an agent who has logged in for the web application. */
async function logIn(mock: Mock): Promise<string> {
  mock.clock.freeze(NOON);
  const { headers } = await ask(mock, { target: authorizePath({ auto: 'ada' }) });
  const code = new URL(headers['location'] ?? '').searchParams.get('code') ?? undefined;
  const client = { client_id: WEB_CLIENT_ID, client_secret: WEB_CLIENT_SECRET };
  const form = formOf({ ...client, grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
  const { body } = await post(mock, `/sentinel/api/account/${ACCOUNT}/token?v=2.0`, form);
  return (JSON.parse(body) as LoginTokens).id_token;
}

describeInBrowser('The id token of Sentinel in the console', () => {
  it.each(['light', 'dark'] as const)('has a card that says what it is (%s)', async (colorScheme) => {
    let token = '';
    const before = async (mock: Mock): Promise<void> => {
      token = await logIn(mock);
    };
    const opened = await openConsole({ colorScheme, before });
    const { page, mock } = opened;
    await page.getByText('Tokens for an agent’s login').click();
    const card = page.getByRole('region', { name: /^Sentinel id token [\da-f]{4}$/ });
    await card.getByText('The agent, by the id of the user at LivePerson.').waitFor();
    await expectSoon(() => card.textContent()).toContain('these are those of a public sample');
    await expectSoon(() => card.textContent()).not.toContain('Not a claim that this mock knows');
    await expectNoFindings(opened);
    await page.goto(page.url().replace(/#.*/, '#/controls'));
    const tokens = page.getByRole('region', { name: 'Tokens', exact: true });
    await tokens.getByLabel('Paste a token').fill(token);
    const sentence = tokens.locator('.sentence');
    await sentence.getByText('A Sentinel id token that this mock accepts; it expires in 10 min.').waitFor();
    for (const words of [
      'It is for',
      'account: passed',
      'The app that the agent logged in for: its client_id.',
      'Not at',
    ])
      await tokens.getByText(words).waitFor();
    mock.clock.advance('10m');
    await tokens.getByLabel('Paste a token').fill(` ${token}`);
    await sentence.getByText('A Sentinel id token that this mock refuses: expired 0 s ago').waitFor();
    await expectNoFindings(opened);
  });
});
