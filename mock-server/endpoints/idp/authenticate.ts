import { cut } from '../../memory/cut.ts';
import type { Account } from '../../domain/account.ts';
import type { Connector } from '../../domain/connector.ts';
import { defaultConnector, findConnector, isAnonymous } from '../../domain/connector.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import type { Call } from '../../http/call.ts';
import { checkContentType, checkNumericVersion } from '../deviations.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { exchangeForLpJwt } from './lp-jwt-exchange.ts';
import { misplacedToken } from './misplaced-token.ts';
import { requireProvisioned, requireUnAuthMessaging } from './provisioning.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * Exchanges an external token for an LP_JWT, at one connector or at `default`.
 *
 * Source: unauthenticated messaging, step 2. `v` is 3.0 there; 2.0, 1.0 and none are sent by older clients and answered
 * alike. Which code stands for which refusal is this mock's choice among LivePerson's codes (decision D36).
 */
export const authenticate: EndpointHandler = {
  handle: async (context) => {
    const account = requireProvisioned(context);
    checkNumericVersion(context, 'v', '3.0', '9012');
    checkContentType(context, 'application/json', '9012');
    const connector = requireConnector(context, account, context.parameters['connector'] ?? '');
    const token = await exchangeForLpJwt(context, account, connector, readIdToken(context.call));
    return json(200, { token } satisfies SuccessBody<'idp.authenticate'>);
  },
};

/**
 * @throws Refusal 1024 when there is no such connector, 2005 when it is the anonymous one and the feature is off (D76).
 */
export function requireConnector(context: EndpointContext, account: Account, id: string): Connector {
  const connector = findByPath(context, account, id);
  if (isAnonymous(connector)) requireUnAuthMessaging(account);
  return connector;
}

function findByPath({ settings }: EndpointContext, account: Account, id: string): Connector {
  const { defaultConnectorId } = settings.idp;
  const wanted = id === 'default' && defaultConnectorId !== null ? String(defaultConnectorId) : id;
  const connector =
    wanted === 'default' ? defaultConnector(account.connectors) : findConnector(account.connectors, wanted);
  if (connector !== undefined) return connector;
  const known = account.connectors.filter(({ deleted }) => !deleted).map((each) => String(each.id));
  return refuse(
    '1024',
    'connector-unknown',
    `the account has no connector of that id; it has ${cut(known.join(', ')) || 'none'}`,
  );
}

function readIdToken(call: Call): string {
  const body = readJson(call);
  if (!body.ok) return refuse('9012', body.slug, body.sentence);
  if (!isObject(body.value))
    return refuse('9012', 'body-wrong-shape', `the body is ${describeJson(body.value)}; send {"id_token":"..."}`);
  const { id_token: idToken, code, ssoKey } = body.value;
  if (typeof idToken === 'string') return idToken;
  if (idToken === undefined && (code !== undefined || ssoKey !== undefined)) {
    return refuse('9015', 'auth-type-unsupported', 'the code flow (code, ssoKey) is not mocked; send an id_token');
  }
  const found = idToken === undefined ? misplacedToken(call, body.value) : undefined;
  const instead = found === undefined ? '' : `, but ${found}`;
  return refuse('9012', 'id-token-missing', `id_token is ${describeJson(idToken)}${instead}; it must be a string`);
}
