import { empty } from '../../http/answer.ts';
import type { Endpoint } from '../endpoint.ts';
import { requireSession } from './session.ts';

/**
 * Keeps an agent's session alive: cookie and csrf in, an empty 200 out.
 *
 * Source: Agent login service, "Refresh", with the one error body that is documented.
 */
export const agentRefresh: Endpoint = {
  id: 'agent-vep.refresh',
  service: 'agentVep',
  method: 'POST',
  paths: ['/api/account/{account}/refresh'],
  title: 'agent login: refresh',
  query: 'v=1.3',
  handle: (context) => {
    const { account, session } = requireSession(context);
    account.agentSessions.refresh(session, context.clock.nowSeconds());
    return empty(200);
  },
};
