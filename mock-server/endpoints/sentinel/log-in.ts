import type { Account } from '../../domain/account.ts';
import { refuse } from '../../errors/refusal.ts';
import type { Answer } from '../../http/call.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointContext } from '../endpoint.ts';
import type { Authorization } from './authorization.ts';
import { sendBack } from './authorization.ts';
import { requireShort } from './client.ts';

/** How many hexadecimal digits a code has. Nothing public shows one. */
const CODE_DIGITS = 64;

/**
 * Logs a user in by name alone, as this is a mock, and sends the browser back with a code.
 *
 * @throws Refusal `access_denied` when a closed mock has no such agent.
 */
export function logIn(context: EndpointContext, authorization: Authorization, loginName: string): Answer {
  const { account, app, parameters, scope, challenge } = authorization;
  requireShort('the name of the agent', loginName);
  requireAgent(context, account, loginName);
  const code = context.ids.hex(CODE_DIGITS);
  const redirectUri = parameters.get('redirect_uri');
  const login = { clientId: app.clientId, redirectUri, loginName, scope, challenge };
  account.codeLogins.add(code, login, context.clock.nowSeconds());
  return sendBack(authorization, { code });
}

function requireAgent({ settings }: EndpointContext, { agents }: Account, loginName: string): void {
  if (!settings.closed || agents.some(({ username }) => username === loginName)) return;
  const known = cut(agents.map(({ username }) => username).join(', ')) || 'none';
  const sentence = `no agent of that name is configured and this mock is closed; the account has ${known}`;
  refuse('access_denied', 'agent-unknown', sentence);
}
