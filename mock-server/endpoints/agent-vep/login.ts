import type { Account } from '../../domain/account.ts';
import type { AgentSession } from '../../domain/agent.ts';
import { AGENT_SESSION_SECONDS } from '../../domain/agent.ts';
import { isTooLongAName, LONGEST_NAME_CHARS } from '../../domain/name.ts';
import { json } from '../../http/answer.ts';
import type { JsonObject } from '../../http/body.ts';
import { listServices } from '../domain-api/services.ts';
import type { Endpoint, EndpointContext } from '../endpoint.ts';
import { readAgentBody, refuseAgent, requireAgentAccount } from './session.ts';

/**
 * Logs an agent in: a bearer, a csrf for refresh and logout, and a session cookie. `sessionTTl` is spelled that way.
 *
 * Source: Agent login service, "Login". On an open mock every agent may log in; a configured one needs its password.
 */
export const agentLogin: Endpoint = {
  id: 'agent-vep.login',
  service: 'agentVep',
  method: 'POST',
  paths: ['/api/account/{account}/login'],
  title: 'agent login',
  query: 'v=1.3',
  handle: (context) => {
    const account = requireAgentAccount(context);
    const loginName = authenticate(context, account, readAgentBody(context));
    const session = account.agentSessions.open(loginName, context.clock.nowSeconds());
    return json(200, loginAnswer(context, account, session), {
      'set-cookie': `Session_id=${session.id}; Path=/; HttpOnly`,
    });
  },
};

/** Password, OAuth 1 fields or a SAML assertion. @throws Refusal when none is whole, or the password is wrong. */
function authenticate(context: EndpointContext, account: Account, body: JsonObject): string {
  const { username, password, appKey, secret, accessToken, accessTokenSecret, assertion } = body;
  if (typeof assertion === 'string' && assertion !== '') return 'saml-agent';
  const hasOauth1 = [appKey, secret, accessToken, accessTokenSecret].every((part) => typeof part === 'string' && part !== '');
  if (typeof username !== 'string' || username === '' || (typeof password !== 'string' && !hasOauth1)) {
    return refuseAgent(context, 'agent_bad_request', 'agent-credentials-missing',
      'send username and password, or username with appKey, secret, accessToken and accessTokenSecret, or an assertion');
  }
  requireShort(context, username);
  const agent = account.agents.find((each) => each.username === username);
  if (agent === undefined && context.settings.closed) {
    return refuseAgent(context, 'agent_login_failed', 'agent-unknown', 'no agent of that name is configured and this mock is closed');
  }
  if (agent !== undefined && !hasOauth1 && agent.password !== password) {
    return refuseAgent(context, 'agent_login_failed', 'agent-password-wrong', 'the password is not the one configured for this agent');
  }
  return username;
}

/** The name is kept with the session. @throws Refusal when it is too long for that. */
function requireShort(context: EndpointContext, username: string): void {
  if (!isTooLongAName(username)) return;
  refuseAgent(context, 'agent_bad_request', 'name-too-long', `username has ${String(username.length)} characters; this mock keeps up to ${String(LONGEST_NAME_CHARS)}`);
}

/** All numbers that describe the agent are of the documented sample. */
function loginAnswer(context: EndpointContext, account: Account, session: AgentSession): JsonObject {
  return {
    csrf: session.csrf,
    wsuk: session.userId,
    config: {
      loginName: session.loginName,
      userId: session.userId,
      userPid: session.userPid,
      userPrivileges: [100, 101, 1730, 1731, 1732, 1733, 1734, 1735],
      serverCurrentTime: context.clock.now(),
      timeDiff: 0,
      serverTimeZoneName: 'UTC',
      serverTimeGMTDiff: 0,
      isLPA: false,
      isAdmin: true,
      accountTimeZoneId: 'UTC',
    },
    csdsCollectionResponse: {
      baseURIs: listServices(context, account).map(({ account: accountId, baseURI, service }) => ({ account: accountId, baseURI, service })),
    },
    accountData: { agentGroupsData: { items: [{ id: -1, deleted: false, name: 'Main Group' }], revision: 1 } },
    sessionTTl: String(AGENT_SESSION_SECONDS * 1000),
    bearer: session.bearer,
  };
}
