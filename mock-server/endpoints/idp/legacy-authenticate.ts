import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import type { Call } from '../../http/call.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { didYouMean } from '../../http/similar-name.ts';
import { requireConnector } from './authenticate.ts';
import { exchangeForLpJwt } from './lp-jwt-exchange.ts';
import { requireProvisioned } from './provisioning.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * The older exchange: the id token comes as `authCode`, the LP_JWT leaves as `jwt`, at the default connector (D29).
 *
 * Seen in clients that are still in use.
 */
export const legacyAuthenticate: EndpointHandler = {
  handle: async (context) => {
    const account = requireProvisioned(context);
    const connector = requireConnector(context, account, 'default');
    const jwt = await exchangeForLpJwt(context, account, connector, readAuthCode(context.call));
    return json(200, { jwt } satisfies SuccessBody<'idp.legacy-authenticate'>);
  },
};

function readAuthCode(call: Call): string {
  const body = readJson(call);
  if (!body.ok) return refuse('9012', body.slug, body.sentence);
  const sent = isObject(body.value) ? body.value : {};
  const authCode = sent['authCode'];
  if (typeof authCode === 'string') return authCode;
  const instead = authCode === undefined ? didYouMean('authCode', Object.keys(sent)) : '';
  return refuse(
    '9012',
    'id-token-missing',
    `authCode is ${describeJson(authCode)}; send {"authCode":"<the customer's id token>"}${instead}`,
  );
}
