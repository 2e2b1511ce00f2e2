import type { EndpointHandler } from '../endpoint.ts';
import { inTurn } from '../../lazily.ts';
import { upgradeRequired } from './upgrade-required.ts';

/**
 * The consumer's messaging socket. The LP_JWT comes in `Authorization`, in the path (version 2), or in an
 * `InitConnection` frame.
 *
 * Source: Messaging Window API, "Authentication" and "Methods"; close codes: developer-center issue 22.
 */
export const consumerSocket: EndpointHandler = {
  handle: upgradeRequired,
  connect: async (context, setup) => {
    // Loaded with the first socket: most mocks never see one.
    const { openConsumerSession } = await inTurn(() => import('../../messaging/sessions/consumer-session.ts'));
    const { call, parameters, signer } = context;
    const { jwt } = parameters;
    return openConsumerSession(setup, {
      authorization: jwt === undefined ? call.headers['authorization'] : `jwt ${jwt}`,
      isLong: jwt !== undefined || /^2(?:\.\d+)?$/.test(call.query.get('v') ?? ''),
      signer,
    });
  },
};
