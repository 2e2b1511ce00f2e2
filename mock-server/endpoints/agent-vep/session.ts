import type { Account } from '../../domain/account.ts';
import type { AgentSession } from '../../domain/agent.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import type { ReasonSlug } from '../../errors/reasons.ts';
import { Refusal } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import { cookieOf } from '../../http/cookies.ts';
import { noteUnsetAccount, strictly } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';
import { UNKNOWN_ACCOUNT } from '../unknown-account.ts';

/** Clients know the cookie by either name, and names of cookies are case-sensitive: both are set, either counts (D64). */
const SESSION_COOKIES = ['Session_id', 'session_id'] as const;

/** The cookies of a session, as the values of `Set-Cookie`. */
export function sessionCookies(value: string, attributes = ''): string[] {
  return SESSION_COOKIES.map((name) => `${name}=${value}; Path=/; HttpOnly${attributes}`);
}

/** Refuses in the words of the agent login service, which carry the time. @throws Refusal always. */
export function refuseAgent(context: EndpointContext, error: ErrorName, slug: ReasonSlug, sentence: string): never {
  throw new Refusal(error, { slug, sentence }, { atMs: context.clock.now() });
}

/** The account of an agent's call. @throws Refusal when the mock does not know it. */
export function requireAgentAccount(context: EndpointContext): Account {
  noteUnsetAccount(context, strictly('agent_login_failed', { atMs: context.clock.now() }));
  return context.account ?? refuseAgent(context, 'agent_login_failed', ...UNKNOWN_ACCOUNT);
}

/** The body of an agent's call, an object. @throws Refusal `agent_bad_request`. */
export function readAgentBody(context: EndpointContext): JsonObject {
  const body = readJson(context.call);
  if (!body.ok) return refuseAgent(context, 'agent_bad_request', body.slug, body.sentence);
  if (isObject(body.value)) return body.value;
  return refuseAgent(context, 'agent_bad_request', 'body-wrong-shape', `the body is ${describeJson(body.value)}; send an object`);
}

/** The session that cookie and csrf name together. @throws Refusal when either is missing, unknown or wrong. */
export function requireSession(context: EndpointContext): { account: Account; session: AgentSession } {
  const account = requireAgentAccount(context);
  const { csrf } = readAgentBody(context);
  const sessions = SESSION_COOKIES.map((name) => account.agentSessions.find(cookieOf(context.call, name), context.clock.nowSeconds()));
  const session = sessions.find((each) => each !== undefined);
  if (session === undefined) {
    const sentence = `neither of the cookies ${SESSION_COOKIES.join(' and ')} names a session that lives; log in again`;
    return refuseAgent(context, 'agent_session_unknown', 'agent-session-unknown', sentence);
  }
  if (csrf !== session.csrf) {
    return refuseAgent(context, 'agent_csrf_invalid', 'agent-csrf-wrong', 'csrf is not the one that the login of this session gave');
  }
  return { account, session };
}
