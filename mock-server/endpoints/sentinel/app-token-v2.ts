import { SENTINEL_HEADERS } from '../../errors/envelopes.ts';
import { json } from '../../http/answer.ts';
import { issueAppJwt } from '../../tokens/app-jwt.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { grantClientCredentials, readTokenParameters } from './app-token.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/** What a delegated token is good for; in the decoded sample it is the whole scope. */
const DELEGATED_SCOPE = 'delegated.token.read.external';

/**
 * Issues an AppJWT of Sentinel V2: another key, and `expires_in` in the answer. With `state={consumer id}` it is a
 * delegated token for that consumer.
 *
 * Source: Sentinel, "Get an app token, V2".
 */
export const appTokenV2: EndpointHandler = {
  handle: async (context) => {
    const parameters = readTokenParameters(context, 'state');
    const { account, app, scope } = grantClientCredentials(context, parameters);
    const { appJwtLifetimeSeconds: lifetimeSeconds } = context.settings.sentinel;
    const consumerId = parameters.get('state');
    const accessToken = await issueAppJwt(context.signer, context.keys.current('sentinelV2'), {
      accountId: account.id,
      clientId: app.clientId,
      scope: consumerId === undefined ? scope : DELEGATED_SCOPE,
      issuedAtSeconds: context.clock.nowSeconds(),
      lifetimeSeconds,
      delegatedConsumerId: consumerId,
    });
    return json(
      200,
      {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: lifetimeSeconds,
      } satisfies SuccessBody<'sentinel.app-token-v2'>,
      SENTINEL_HEADERS,
    );
  },
};
