import type { Endpoint } from '../endpoint.ts';
import { upgradeRequired } from './upgrade-required.ts';

/**
 * The consumer's messaging socket. The LP_JWT comes in `Authorization`, in the path (version 2), or in an
 * `InitConnection` frame.
 *
 * Source: Messaging Window API, "Authentication" and "Methods"; close codes: developer-center issue 22.
 */
export const consumerSocket: Endpoint = {
  id: 'ums.consumer',
  service: 'asyncMessagingEnt',
  method: 'GET',
  paths: ['/ws_api/account/{account}/messaging/consumer', '/ws_api/account/{account}/messaging/consumer/{jwt}'],
  title: "the consumer's socket (WebSocket)",
  query: 'v=3',
  tokens: [{ kind: 'LP_JWT', part: 'Authorization, InitConnection or the path' }],
  handle: upgradeRequired,
  connect: async (context, setup) => {
    // Loaded with the first socket: most mocks never see one.
    const { openConsumerSession } = await import('../../messaging/sessions/consumer-session.ts');
    const { call, parameters, signer } = context;
    const { jwt } = parameters;
    return openConsumerSession(setup, {
      authorization: jwt === undefined ? call.headers['authorization'] : `jwt ${jwt}`,
      isLong: jwt !== undefined || /^2(?:\.\d+)?$/.test(call.query.get('v') ?? ''),
      signer,
    });
  },
};
