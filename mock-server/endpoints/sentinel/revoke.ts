import type { Account } from '../../domain/account.ts';
import type { KeptLogin } from '../../domain/code-logins.ts';
import { SENTINEL_HEADERS } from '../../errors/envelopes.ts';
import { refuse } from '../../errors/refusal.ts';
import { empty } from '../../http/answer.ts';
import { didYouMean } from '../../http/similar-name.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { readSentinelParameters } from './app-token.ts';
import { authenticateClient } from './client.ts';
import { endLogin } from './grants.ts';
import { checkVersion } from './version.ts';

/**
 * Logs a user out: the refresh token counts no longer, nor does any session of its user. A token that nobody was given
 * is no mistake (RFC 7009 section 2.2).
 *
 * Source: Authorizing Conversational Cloud Applications, "Token revocation request".
 */
export const revoke: EndpointHandler = {
  handle: (context) => {
    const parameters = readSentinelParameters(context, ['v', 'client_id', 'client_secret', 'token']);
    checkVersion(context, parameters.get('v'));
    const { account, app } = authenticateClient(context, parameters, 'taken');
    const hint = didYouMean('token', parameters.sent());
    const token =
      parameters.get('token') ?? refuse('invalid_request', 'token-missing', `token is missing from the form${hint}`);
    const login = findLogin(context, account, token);
    if (login !== undefined && login.clientId !== app.clientId) {
      refuse('invalid_grant', 'refresh-token-foreign', 'the token was given to another client');
    }
    if (login !== undefined) logOut(account, login.loginName);
    // A library that insists on JSON takes no body for null, and an answer without a type for a mistake.
    return empty(200, SENTINEL_HEADERS);
  },
};

/** The page asks for the refresh token; a library may well send the access token (RFC 7009 section 2.1). */
function findLogin({ clock }: EndpointContext, account: Account, token: string): KeptLogin | undefined {
  const session = account.agentSessions.findByBearer(token, clock.nowSeconds());
  return account.codeLogins.findByRefreshToken(token) ?? (session && account.codeLogins.findBySession(session));
}

/** Everywhere: that is what the page says of it. */
function logOut(account: Account, loginName: string): void {
  const { agentSessions, codeLogins } = account;
  for (const login of codeLogins.list()) if (login.loginName === loginName) endLogin(account, login);
  for (const session of agentSessions.all()) if (session.loginName === loginName) agentSessions.close(session);
}
