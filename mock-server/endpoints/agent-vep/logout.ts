import { empty } from '../../http/answer.ts';
import type { Endpoint } from '../endpoint.ts';
import { requireSession, sessionCookies } from './session.ts';

/** Ends an agent's session. Source: Agent login service, "Logout". */
export const agentLogout: Endpoint = {
  id: 'agent-vep.logout',
  service: 'agentVep',
  method: 'POST',
  paths: ['/api/account/{account}/logout'],
  title: 'agent login: logout',
  query: 'v=1.3',
  handle: (context) => {
    const { account, session } = requireSession(context);
    account.agentSessions.close(session);
    return { ...empty(200), cookies: sessionCookies('', '; Max-Age=0') };
  },
};
