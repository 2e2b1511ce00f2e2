import type { LoadableRow } from '../endpoint.ts';

const BASE = '/messaging_history/api/account/{account}';

/** Message history, as far as it is mocked. */
export const historyRows: readonly LoadableRow[] = [
  {
    id: 'history.agent-status',
    service: 'msgHist',
    method: 'POST',
    paths: [`${BASE}/agent-view/status`],
    title: 'message history: how available agents are',
    load: async () => (await import('./agent-status.ts')).agentStatus,
  },
  {
    id: 'history.search',
    service: 'msgHist',
    method: 'POST',
    paths: [`${BASE}/conversations/search`],
    title: 'message history: conversations by time, status, agent, words ...',
    query: 'offset=0&limit=50&sort=start:desc',
    load: async () => (await import('./search.ts')).searchConversations,
  },
  {
    id: 'history.by-conversation',
    service: 'msgHist',
    method: 'POST',
    paths: [`${BASE}/conversations/conversation/search`],
    title: 'message history: conversations by their ids',
    load: async () => (await import('./by-conversation.ts')).searchByConversation,
  },
  {
    id: 'history.by-consumer',
    service: 'msgHist',
    method: 'POST',
    paths: [`${BASE}/conversations/consumer/search`],
    title: 'message history: the conversations of a consumer',
    query: 'offset=0&limit=50&sort=start:desc',
    load: async () => (await import('./by-consumer.ts')).searchByConsumer,
  },
];
