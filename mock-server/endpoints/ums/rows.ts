import type { LoadableRow } from '../endpoint.ts';

/** The messaging sockets. */
export const umsRows: readonly LoadableRow[] = [
  {
    id: 'ums.consumer',
    service: 'asyncMessagingEnt',
    method: 'GET',
    paths: ['/ws_api/account/{account}/messaging/consumer', '/ws_api/account/{account}/messaging/consumer/{jwt}'],
    title: "the consumer's socket (WebSocket)",
    query: 'v=3',
    tokens: [{ kind: 'LP_JWT', part: 'Authorization, InitConnection or the path' }],
    isSocket: true,
    load: async () => (await import('./consumer-socket.ts')).consumerSocket,
  },
  {
    id: 'ums.brand',
    service: 'asyncMessagingEnt',
    method: 'GET',
    paths: ['/ws_api/account/{account}/messaging/brand', '/ws_api/account/{account}/messaging/brand/{bearer}'],
    title: "the agents' socket (WebSocket)",
    query: 'v=2.1',
    isSocket: true,
    load: async () => (await import('./brand-socket.ts')).brandSocket,
  },
];
