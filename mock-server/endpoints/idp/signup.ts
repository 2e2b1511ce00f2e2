import { refuse } from '../../errors/refusal.ts';
import { isCallbackName, json, jsonp } from '../../http/answer.ts';
import { issueLpJwt } from '../../tokens/lp-jwt.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { requireProvisioned } from './provisioning.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * A new anonymous consumer in one call: an LP_JWT that lives 13 years, as public samples do, with a `jti` (decisions
 * D42, D63).
 *
 * Deprecated by LivePerson in July 2019 and still used.
 */
export const signup: EndpointHandler = {
  handle: async (context) => json(200, { jwt: await issueSignupJwt(context) } satisfies SuccessBody<'idp.signup'>),
};

/** Stands before the bracket when no `callback` is sent (decision D56). */
const DEFAULT_CALLBACK = 'callback';

/** The same as a script, for old browser clients. */
export const signupJsonp: EndpointHandler = {
  handle: async (context) => {
    const callback = context.call.query.get('callback') || DEFAULT_CALLBACK;
    if (!isCallbackName(callback)) refuse('9012', 'callback-invalid', 'callback is not a plain function name');
    return jsonp(callback, { jwt: await issueSignupJwt(context) });
  },
};

function issueSignupJwt(context: EndpointContext): Promise<string> {
  const account = requireProvisioned(context);
  const issuedAtSeconds = context.clock.nowSeconds();
  return issueLpJwt(context.signer, context.keys.current('idp'), {
    accountId: account.id,
    sub: context.ids.uuid(),
    issuedAtSeconds,
    expiresAtSeconds: issuedAtSeconds + context.settings.idp.signupLifetimeSeconds,
    jti: context.ids.uuid(),
  });
}
