import { empty } from '../../http/answer.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { requireSession } from './session.ts';

/**
 * Keeps an agent's session alive: cookie and csrf in, an empty 200 out.
 *
 * Source: Agent login service, "Refresh", with the one error body that is documented.
 */
export const agentRefresh: EndpointHandler = {
  handle: (context) => {
    const { account, session } = requireSession(context);
    account.agentSessions.refresh(session, context.clock.nowSeconds());
    return empty(200);
  },
};
