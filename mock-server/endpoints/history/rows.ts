import type { LoadableRow } from '../endpoint.ts';

/** Message history, as far as it is mocked. */
export const historyRows: readonly LoadableRow[] = [
  {
    id: 'history.agent-status',
    service: 'msgHist',
    method: 'POST',
    paths: ['/messaging_history/api/account/{account}/agent-view/status'],
    title: 'message history: how available agents are',
    load: async () => (await import('./agent-status.ts')).agentStatus,
  },
];
