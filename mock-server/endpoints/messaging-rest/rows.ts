import type { LoadableRow, TokenPlace } from '../endpoint.ts';

/** What a consumer brings, or an app that acts for one. An agent brings the bearer of his login, which is no token. */
const TOKENS: readonly TokenPlace[] = [
  { kind: 'LP_JWT', part: 'Authorization' },
  { kind: 'AppJWT', part: 'Authorization' },
  { kind: 'ConsumerJWS', part: 'LP-On-Behalf' },
];
const COMMON = { service: 'messagingRestApiDomain', accountHeader: 'brand-id', tokens: TOKENS } as const;
const CONVERSATION = '/messaging/v1/conversations/{conversation}';
const MESSAGES = `${CONVERSATION}/dialogs/{dialog}/messages`;

/** The Messaging REST API, as far as known clients use it. The account is in the header `Brand-ID`. */
export const messagingRestRows: readonly LoadableRow[] = [
  {
    id: 'messaging-rest.put-consumer',
    ...COMMON,
    method: 'PUT',
    paths: ['/messaging/v1/consumers/{consumer}'],
    title: 'Messaging REST: create or update a consumer',
    load: async () => (await import('./consumer.ts')).putConsumer,
  },
  {
    id: 'messaging-rest.open-conversation',
    ...COMMON,
    method: 'POST',
    paths: ['/messaging/v1/consumers/{consumer}/conversations'],
    title: 'Messaging REST: open a conversation',
    load: async () => (await import('./consumer.ts')).openConversation,
  },
  {
    id: 'messaging-rest.conversation',
    ...COMMON,
    method: 'GET',
    paths: [CONVERSATION],
    title: 'Messaging REST: a conversation, with its ETag',
    load: async () => (await import('./conversation-calls.ts')).getConversation,
  },
  {
    id: 'messaging-rest.update-conversation',
    ...COMMON,
    method: 'PATCH',
    paths: [CONVERSATION],
    title: 'Messaging REST: close a conversation, by If-Match',
    load: async () => (await import('./conversation-calls.ts')).updateConversation,
  },
  {
    id: 'messaging-rest.send-message',
    ...COMMON,
    method: 'POST',
    paths: [MESSAGES],
    title: 'Messaging REST: say something',
    load: async () => (await import('./send-message.ts')).sendMessage,
  },
  {
    id: 'messaging-rest.messages',
    ...COMMON,
    method: 'GET',
    paths: [MESSAGES],
    title: 'Messaging REST: what was said',
    query: 'newerThanSequence=0&sortBy=sequence&sortOrder=ASC&limit=100',
    load: async () => (await import('./messages.ts')).listMessages,
  },
];
