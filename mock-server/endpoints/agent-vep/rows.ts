import type { LoadableRow } from '../endpoint.ts';

/** The agents' login. */
export const agentVepRows: readonly LoadableRow[] = [
  {
    id: 'agent-vep.login',
    service: 'agentVep',
    method: 'POST',
    paths: ['/api/account/{account}/login'],
    title: 'agent login',
    query: 'v=1.3',
    load: async () => (await import('./login.ts')).agentLogin,
  },
  {
    id: 'agent-vep.refresh',
    service: 'agentVep',
    method: 'POST',
    paths: ['/api/account/{account}/refresh'],
    title: 'agent login: refresh',
    query: 'v=1.3',
    load: async () => (await import('./refresh.ts')).agentRefresh,
  },
  {
    id: 'agent-vep.logout',
    service: 'agentVep',
    method: 'POST',
    paths: ['/api/account/{account}/logout'],
    title: 'agent login: logout',
    query: 'v=1.3',
    load: async () => (await import('./logout.ts')).agentLogout,
  },
];
