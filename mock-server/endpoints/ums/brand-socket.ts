import type { Account } from '../../domain/account.ts';
import type { AgentSession } from '../../domain/agent.ts';
import { refuse } from '../../errors/refusal.ts';
import { headerToken } from '../../http/credentials.ts';
import { knownAccount } from '../account.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { inTurn } from '../../lazily.ts';
import { upgradeRequired } from './upgrade-required.ts';

/**
 * The agents' messaging socket, in the long dialect of UMS 2.1. The bearer of the agent's login stands in the path, or
 * in `Authorization`.
 *
 * Source: the client node-agent-sdk; a bad bearer is an HTTP 401 on the handshake.
 */
export const brandSocket: EndpointHandler = {
  handle: upgradeRequired,
  connect: async (context, setup) => {
    const account = knownAccount(context, 'agent_bearer_invalid');
    const login = requireAgent(context, account);
    const { openAgentSession } = await inTurn(() => import('../../messaging/sessions/agent-session.ts'));
    return openAgentSession(setup, account, login);
  },
};

/** Whose login the bearer is of. @throws Refusal 401 when it is nobody's. */
function requireAgent(context: EndpointContext, account: Account): AgentSession {
  const bearer = context.parameters['bearer'] ?? headerToken(context.call.headers['authorization'])?.token;
  if (bearer === undefined)
    return refuse(
      'agent_bearer_invalid',
      'agent-bearer-missing',
      'the bearer of an agent login is missing in the path',
    );
  return (
    account.agentSessions.findByBearer(bearer, context.clock.nowSeconds()) ??
    refuse(
      'agent_bearer_invalid',
      'agent-bearer-unknown',
      'the bearer is of no login that lives: it expired, was logged out, or is of another account; log in again',
    )
  );
}
