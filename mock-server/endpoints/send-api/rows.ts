import type { LoadableRow, TokenPlace } from '../endpoint.ts';

/** What a call on behalf of a consumer brings. */
const ON_BEHALF_TOKENS: readonly TokenPlace[] = [
  { kind: 'AppJWT', part: 'Authorization' },
  { kind: 'ConsumerJWS', part: 'X-LP-ON-BEHALF' },
];

/** The Send API. */
export const sendApiRows: readonly LoadableRow[] = [
  {
    id: 'send-api.create',
    service: 'asyncMessagingEnt',
    method: 'POST',
    paths: ['/api/account/{account}/messaging/consumer/conversation'],
    title: 'Send API: open a conversation',
    query: 'v=3',
    tokens: ON_BEHALF_TOKENS,
    load: async () => (await import('./create-conversation.ts')).createConversation,
  },
  {
    id: 'send-api.send',
    service: 'asyncMessagingEnt',
    method: 'POST',
    paths: ['/api/account/{account}/messaging/consumer/conversation/send'],
    title: 'Send API: one command',
    query: 'v=3',
    tokens: ON_BEHALF_TOKENS,
    load: async () => (await import('./send.ts')).send,
  },
];
