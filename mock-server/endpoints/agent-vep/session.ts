import type { Account } from '../../domain/account.ts';
import type { AgentSession } from '../../domain/agent.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import { cookieOf } from '../../http/cookies.ts';
import { requireAccount, sinceForgotten } from '../account.ts';
import type { EndpointContext } from '../endpoint.ts';

/**
 * Clients know the cookie by either name, and names of cookies are case-sensitive: both are set, either counts (D64).
 */
const SESSION_COOKIES = ['Session_id', 'session_id'] as const;

/** The cookies of a session, as the values of `Set-Cookie`. */
export function sessionCookies(value: string, attributes = ''): string[] {
  return SESSION_COOKIES.map((name) => `${name}=${value}; Path=/; HttpOnly${attributes}`);
}

/** The body of an agent's call, an object. @throws Refusal `agent_bad_request`. */
export function readAgentBody(context: EndpointContext): JsonObject {
  const body = readJson(context.call);
  if (!body.ok) return refuse('agent_bad_request', body.slug, body.sentence);
  if (isObject(body.value)) return body.value;
  return refuse('agent_bad_request', 'body-wrong-shape', `the body is ${describeJson(body.value)}; send an object`);
}

/** The session that cookie and csrf name together. @throws Refusal when either is missing, unknown or wrong. */
export function requireSession(context: EndpointContext): { account: Account; session: AgentSession } {
  const account = requireAccount(context, 'agent_login_failed');
  const { csrf } = readAgentBody(context);
  const sessions = SESSION_COOKIES.map((name) =>
    account.agentSessions.find(cookieOf(context.call, name), context.clock.nowSeconds()),
  );
  const session = sessions.find((each) => each !== undefined);
  if (session === undefined) {
    const sentence = `neither of the cookies ${SESSION_COOKIES.join(' and ')} names a live session; log in again${sinceForgotten(context, account)}`;
    return refuse('agent_session_unknown', 'agent-session-unknown', sentence);
  }
  if (csrf !== session.csrf) {
    return refuse('agent_csrf_invalid', 'agent-csrf-wrong', 'csrf is not the one that the login of this session gave');
  }
  return { account, session };
}
