import { SENTINEL_HEADERS } from '../../errors/envelopes.ts';
import { json } from '../../http/answer.ts';
import { issueAppJwt } from '../../tokens/app-jwt.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { grantClientCredentials, readTokenParameters } from './app-token.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import { checkVersion } from './version.ts';

/**
 * Issues an AppJWT. The answer has exactly two members: `expires_in` would break LivePerson's own Java client, and the
 * real service does not send it (decision D11).
 *
 * Source: Send API, authorization and authentication, "Get AppJWT". `v=2.0` on this path is what
 * liveperson-functions-client sends; same answer, same key (D32).
 */
export const appTokenV1: EndpointHandler = {
  handle: async (context) => {
    const parameters = readTokenParameters(context, 'v');
    checkVersion(context, parameters.get('v'));
    const { account, app, scope } = grantClientCredentials(context, parameters);
    const { appJwtLifetimeSeconds, includeExpiresIn } = context.settings.sentinel;
    const accessToken = await issueAppJwt(context.signer, context.keys.current('sentinelV1'), {
      accountId: account.id,
      clientId: app.clientId,
      scope,
      issuedAtSeconds: context.clock.nowSeconds(),
      lifetimeSeconds: appJwtLifetimeSeconds,
    });
    const expiry = includeExpiresIn ? { expires_in: appJwtLifetimeSeconds } : {};
    const body: SuccessBody<'sentinel.app-token'> = { access_token: accessToken, token_type: 'Bearer', ...expiry };
    return json(200, body, SENTINEL_HEADERS);
  },
};
