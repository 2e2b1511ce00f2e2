import { empty } from '../../http/answer.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { requireSession, sessionCookies } from './session.ts';

/** Ends an agent's session. Source: Agent login service, "Logout". */
export const agentLogout: EndpointHandler = {
  handle: (context) => {
    const { account, session } = requireSession(context);
    account.agentSessions.close(session);
    return { ...empty(200), cookies: sessionCookies('', '; Max-Age=0') };
  },
};
