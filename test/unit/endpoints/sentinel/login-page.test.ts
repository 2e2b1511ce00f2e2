import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { Mock } from '../../../../mock-server/index.ts';
import { ask } from '../../../support/calls.ts';
import { authorizePath, CALLBACK } from '../../../support/code-flow.ts';
import { WEB_APP } from '../../../support/code-flow-answers.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';
import { frozenMock } from '../../told.ts';

/** A mock whose account has so many agents: `agent-0` and so on. */
function withAgents(count: number, closed: boolean): Mock {
  const agents = Array.from({ length: count }, (_, index) => ({ username: `agent-${String(index)}`, password: 'p' }));
  return frozenMock({ closed, accounts: [{ accountId: ACCOUNT, apps: [WEB_APP], agents }] });
}

/** The page of a documented call. */
async function pageOf(mock: Mock): Promise<{ readonly body: string; readonly policy: string }> {
  const { status, headers, body } = await ask(mock, { target: authorizePath() });
  expect(status).toBe(200);
  return { body, policy: headers['content-security-policy'] ?? '' };
}

const FIELD =
  '<input id="username" name="username" required maxlength="1024" autocomplete="off"><button>Log in</button></form>';

it.each<[agents: number, closed: boolean, offered: readonly string[], absent: readonly string[]]>([
  [0, true, ['<p>This mock is closed, and the account has no agents.</p>'], ['<h2>', '<ul>', 'id="username"']],
  [0, false, [`<label for="username">Name of the agent</label>${FIELD}`], ['<h2>', '<ul>', 'no agents']],
  [
    2,
    false,
    [
      '<h2>Agents</h2>',
      '<ul><li><button name="username" value="agent-0">agent-0</button></li><li><button name="username" value="agent-1">agent-1</button></li></ul>',
      `<label for="username">Another agent</label>${FIELD}`,
    ],
    ['no agents'],
  ],
  [100, true, ['<h2>Agents</h2>', '>agent-99<'], ['id="username"', 'no agents']],
  [101, true, ['>agent-99<', `<label for="username">Another agent</label>${FIELD}`], ['>agent-100<', 'no agents']],
])('of %i agents, closed: %s, it offers what can be taken', async (agents, closed, offered, absent) => {
  const { body } = await pageOf(withAgents(agents, closed));
  for (const part of offered) expect(body).toContain(part);
  for (const part of absent) expect(body).not.toContain(part);
});

it('has a form to deny it, and asks again for what was asked', async () => {
  const hidden = [
    ['v', '1.0'],
    ['response_type', 'code'],
    ['client_id', WEB_APP.client_id],
    ['redirect_uri', CALLBACK],
    ['state', 'af0ifjsldkj'],
  ].map(([name = '', value = '']) => `<input type="hidden" name="${name}" value="${value}">`);
  expect((await pageOf(withAgents(0, true))).body).toContain(
    `<form method="post" action="login">${hidden.join('')}<button class="quiet" name="denied" value="1">Deny</button></form>`,
  );
});

it('lets its own style in, and no other', async () => {
  const { body, policy } = await pageOf(withAgents(1, false));
  const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? '';
  expect(style).toContain('color-scheme: light dark');
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
});
