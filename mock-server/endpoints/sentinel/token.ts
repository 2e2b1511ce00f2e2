import type { AgentSession } from '../../domain/agent.ts';
import { AGENT_SESSION_SECONDS } from '../../domain/agent.ts';
import type { KeptLogin } from '../../domain/code-logins.ts';
import { SENTINEL_HEADERS } from '../../errors/envelopes.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { Parameters } from '../../http/parameters.ts';
import { issueAgentIdToken } from '../../tokens/agent-id-token.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import { readTokenParameters, requireGrantType } from './app-token.ts';
import type { Client } from './client.ts';
import { authenticateClient } from './client.ts';
import { redeemCode, redeemRefreshToken } from './grants.ts';
import { checkVersion } from './version.ts';

/** As in the page's sample. */
const REFRESH_TOKEN_DIGITS = 144;

/** How each grant is redeemed: who has logged in. */
const GRANTS: Readonly<
  Record<string, (context: EndpointContext, client: Client, parameters: Parameters) => KeptLogin>
> = { authorization_code: redeemCode, refresh_token: redeemRefreshToken };

/**
 * Gives out tokens for a code, or for a refresh token: an access token that is the bearer of an agent's session, a
 * refresh token that counts once, and an id token.
 *
 * Source: Authorizing Conversational Cloud Applications, "Token request" and "Refresh request".
 */
export const token: EndpointHandler = {
  handle: async (context) => {
    const parameters = readTokenParameters(context, 'v', 'code', 'redirect_uri', 'code_verifier', 'refresh_token');
    checkVersion(context, parameters.get('v'));
    const grantType = requireGrantType(parameters, 'authorization_code');
    const redeem = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
    if (redeem === undefined) return refuse('unsupported_grant_type', 'grant-type-unsupported', otherGrant(grantType));
    const client = authenticateClient(context, parameters, 'taken');
    if (!client.app.grantTypes.includes(grantType)) {
      refuse('unauthorized_client', 'grant-type-not-held', `the app's grant_types do not include ${grantType}`);
    }
    const login = redeem(context, client, parameters);
    // Before anything is waited for: of two that bring one code at a time, one comes too late.
    const { session, refreshToken } = giveOut(context, client, login);
    return json(200, await tokensOf(context, login, session, refreshToken), SENTINEL_HEADERS);
  },
};

function otherGrant(grantType: string): string {
  const elsewhere = grantType === 'client_credentials' ? '; that one is for app/token' : '';
  return `grant_type must be authorization_code or refresh_token${elsewhere}`;
}

function giveOut(
  { ids, clock }: EndpointContext,
  { account }: Client,
  login: KeptLogin,
): { readonly session: AgentSession; readonly refreshToken: string } {
  const session = account.agentSessions.open(login.loginName, clock.nowSeconds());
  const refreshToken = ids.hex(REFRESH_TOKEN_DIGITS);
  account.codeLogins.give(login, refreshToken, session);
  return { session, refreshToken };
}

async function tokensOf(
  { signer, keys, clock }: EndpointContext,
  { clientId }: KeptLogin,
  session: AgentSession,
  refreshToken: string,
): Promise<SuccessBody<'sentinel.token'>> {
  const idToken = await issueAgentIdToken(signer, keys.current('sentinelIdToken'), {
    userPid: session.userPid,
    clientId,
    issuedAtSeconds: clock.nowSeconds(),
  });
  return {
    access_token: session.bearer,
    token_type: 'Bearer',
    refresh_token: refreshToken,
    id_token: idToken,
    expires_in: AGENT_SESSION_SECONDS,
  };
}
