import type { Account } from '../../domain/account.ts';
import type { AgentSession } from '../../domain/agent.ts';
import { AGENT_SESSION_SECONDS } from '../../domain/agent.ts';
import type { ClientFailure } from '../../domain/app.ts';
import { agentGroupsOf } from '../../domain/configuration.ts';
import { isTooLongAName, LONGEST_NAME_CHARS } from '../../domain/name.ts';
import type { ReasonSlug } from '../../errors/reasons.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { JsonObject } from '../../http/body.ts';
import { requireAccount } from '../account.ts';
import { checkForeignClient, checkUnsetClient } from '../deviations.ts';
import { listServices } from '../domain-api/services.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { readAgentBody, sessionCookies } from './session.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * Logs an agent in: a bearer, a csrf for refresh and logout, and a session cookie. `sessionTTl` is spelled that way.
 *
 * Source: Agent login service, "Login". On an open mock every agent may log in; a configured one needs its
 * password, and a bot that logs in with an app's client_id and client_secret needs those of the app (decision D65).
 */
export const agentLogin: EndpointHandler = {
  handle: (context) => {
    const account = requireAccount(context, 'agent_login_failed');
    const loginName = authenticate(context, account, readAgentBody(context));
    const session = account.agentSessions.open(loginName, context.clock.nowSeconds());
    return { ...json(200, loginAnswer(context, account, session)), cookies: sessionCookies(session.id) };
  },
};

/** How the agent of a login proves who it is. Both may be sent; then both are checked. */
interface Credentials {
  readonly username: string;
  readonly password: string | undefined;
  /** A bot's `appKey` and `secret`: today the client_id and client_secret of an app (decision D65). */
  readonly client: { readonly id: string; readonly secret: string } | undefined;
}

/** @throws Refusal when no credentials are whole, or those that were sent are wrong. */
function authenticate(context: EndpointContext, account: Account, body: JsonObject): string {
  const { assertion } = body;
  if (isText(assertion)) return requireOpen(context, 'saml-agent', 'an assertion names no configured agent');
  const { username, password, client } = readCredentials(body);
  requireShort(username);
  const agent = account.agents.find((each) => each.username === username);
  if (agent === undefined) requireOpen(context, username, 'no agent of that name is configured');
  const isPasswordDue = client === undefined || isText(password);
  if (agent !== undefined && isPasswordDue && agent.password !== password) {
    refuse('agent_login_failed', 'agent-password-wrong', 'the password is not the one configured for this agent');
  }
  if (client !== undefined) requireApp(context, account, client.id, client.secret);
  return username;
}

function readCredentials(body: JsonObject): Credentials {
  const { username, password, appKey, secret, accessToken, accessTokenSecret } = body;
  const client =
    isText(appKey) && isText(secret) && isText(accessToken) && isText(accessTokenSecret)
      ? { id: appKey, secret }
      : undefined;
  const known = typeof password === 'string' ? password : undefined;
  if (isText(username) && (known !== undefined || client !== undefined)) return { username, password: known, client };
  return refuse(
    'agent_bad_request',
    'agent-credentials-missing',
    'send username and password, or username with appKey, secret, accessToken and accessTokenSecret, or an assertion',
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function requireOpen<Name extends string>(context: EndpointContext, name: Name, what: string): Name {
  return context.settings.closed
    ? refuse('agent_login_failed', 'agent-unknown', `${what} and this mock is closed`)
    : name;
}

const CLIENT_REASONS: Readonly<Record<ClientFailure, readonly [ReasonSlug, string]>> = {
  unknown: ['client-unknown', 'no app with the client_id in appKey is configured and this mock is closed'],
  secret: ['client-secret-wrong', 'secret is not the client_secret configured for the client_id in appKey'],
  disabled: ['client-disabled', 'the app in appKey is disabled or deleted'],
  'foreign-account': ['client-foreign-account', 'the client_id in appKey is configured for another account'],
};

/** The bot's app, checked as Sentinel checks it. */
function requireApp(context: EndpointContext, account: Account, clientId: string, clientSecret: string): void {
  checkUnsetClient(context, 'appKey', clientId, 'agent_login_failed');
  const verdict = context.accounts.authenticateClient(account, clientId, clientSecret);
  if (!verdict.ok) refuse('agent_login_failed', ...CLIENT_REASONS[verdict.failure]);
  if (verdict.isForeign) checkForeignClient(context, 'agent_login_failed');
}

/** The name is kept with the session. @throws Refusal when it is too long for that. */
function requireShort(username: string): void {
  if (!isTooLongAName(username)) return;
  refuse(
    'agent_bad_request',
    'name-too-long',
    `username has ${String(username.length)} characters; this mock keeps up to ${String(LONGEST_NAME_CHARS)}`,
  );
}

/** All numbers that describe the agent are of the documented sample. */
function loginAnswer(
  context: EndpointContext,
  account: Account,
  session: AgentSession,
): SuccessBody<'agent-vep.login'> {
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
      baseURIs: listServices(context, account).map(({ account: accountId, baseURI, service }) => ({
        account: accountId,
        baseURI,
        service,
      })),
    },
    accountData: { agentGroupsData: { items: groupItems(account), revision: 1 } },
    // A client of LivePerson's own keeps this and not the cookie (decision D64).
    sessionId: session.id,
    sessionTTl: String(AGENT_SESSION_SECONDS * 1000),
    bearer: session.bearer,
  };
}

type GroupItems = SuccessBody<'agent-vep.login'>['accountData']['agentGroupsData']['items'];

function groupItems(account: Account): GroupItems {
  return agentGroupsOf(account).map(({ id, deleted, name }) => ({ id, deleted: deleted === true, name }));
}
