import type { Account } from '../../domain/account.ts';
import { isAnonymous, UNAUTH_METHOD_NAME } from '../../domain/connector.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import { isoSeconds } from '../../instant.ts';
import type { ExtJwtClaims, ExtJwtVerdict } from '../../tokens/ext-jwt.ts';
import { issueExtJwt, verifyExtJwt } from '../../tokens/ext-jwt.ts';
import { outOfLifetime } from '../../tokens/lifetime.ts';
import { checkContentType, checkOddTimes } from '../deviations.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { judgement } from '../judgement.ts';
import { misplacedToken } from './misplaced-token.ts';
import { requireProvisioned, requireUnAuthMessaging } from './provisioning.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * Issues an anonymous LP_EXT_JWT, or refreshes one. A first issue comes with no body at all. A refresh takes an expired
 * token as well as a live one, until the refresh window of 730 hours is over.
 *
 * Source: unauthenticated messaging, steps 1 and 4. The codes are LivePerson's, their HTTP statuses this mock's (D13).
 */
export const anonymousAuthorize: EndpointHandler = {
  handle: async (context) => {
    const account = requireProvisioned(context);
    requireUnAuthMessaging(account);
    requireAnonymousConnector(account);
    checkContentType(context, 'application/json', '9012');
    const idToken = readIdToken(context);
    const previous = idToken === undefined ? undefined : await acceptForRefresh(context, account, idToken);
    const nowSeconds = context.clock.nowSeconds();
    const token = await issueExtJwt(context.signer, context.keys.current('idp'), {
      accountId: account.id,
      sub: previous?.sub ?? context.ids.uuid(),
      issuedAtSeconds: nowSeconds,
      firstIssuedAtSeconds: previous?.['lp.unauth'].first_iat ?? nowSeconds,
      lifetimeSeconds: context.settings.idp.extJwtLifetimeSeconds,
    });
    return json(200, { token } satisfies SuccessBody<'idp.anonymous-authorize'>);
  },
};

/**
 * The page makes the connector a condition (decision D77). @throws Refusal 1024 when the account has none that lives.
 */
function requireAnonymousConnector({ connectors }: Account): void {
  if (connectors.some((connector) => isAnonymous(connector) && !connector.deleted)) return;
  refuse(
    '1024',
    'anonymous-connector-missing',
    `the account has no connector for anonymous consumers that is not deleted; one is marked by configuration.jsMethodName ${UNAUTH_METHOD_NAME}`,
  );
}

/** The token to refresh, or undefined for a first issue: no body, `null`, or no `id_token` in it (decision D38). */
function readIdToken(context: EndpointContext): string | undefined {
  const body = readJson(context.call);
  if (!body.ok) return refuse('9012', body.slug, body.sentence);
  if (body.value === undefined || body.value === null) {
    checkMisplaced(context);
    return undefined;
  }
  if (!isObject(body.value))
    return refuse('9012', 'body-wrong-shape', `the body is ${describeJson(body.value)}; send an object or nothing`);
  const idToken = body.value['id_token'];
  if (idToken === undefined || idToken === null) {
    checkMisplaced(context, body.value);
    return undefined;
  }
  return typeof idToken === 'string'
    ? idToken
    : refuse('1008', 'ext-jwt-malformed', `id_token is ${describeJson(idToken)}; it must be a string`);
}

/** Whoever meant to refresh and gets a new visitor instead has to hear of it: the answer looks the same. */
function checkMisplaced(context: EndpointContext, body?: JsonObject): void {
  const found = misplacedToken(context.call, body);
  if (found === undefined) return;
  const sentence = `id_token is absent, but ${found}, so this is a new visitor; a refresh sends {"id_token":"..."} in the body`;
  deviate(context, 'id-token-misplaced', sentence, '9012');
}

const CODES: Readonly<Record<Extract<ExtJwtVerdict, { ok: false }>['fault'], ErrorName>> = {
  malformed: '1008',
  encrypted: '1008',
  foreign: '2002',
  account: '2004',
  revoked: '1049',
};

async function acceptForRefresh(context: EndpointContext, account: Account, idToken: string): Promise<ExtJwtClaims> {
  const { signer, keys } = context;
  const verdict = await verifyExtJwt(signer, idToken, {
    keys: keys.trusted('idp'),
    accountId: account.id,
    isRevoked: (token) => account.revokedTokens.has(token),
  });
  if (!verdict.ok) return refuse(CODES[verdict.fault], verdict.reason.slug, verdict.reason.sentence);
  const times = outOfLifetime(verdict.claims, judgement(context));
  if (times?.failure === 'not-yet-valid') refuse('2002', 'ext-jwt-not-yet-valid', times.sentence);
  checkOddTimes(context, 'LP_EXT_JWT', verdict.claims, '2002');
  requireOpenWindow(context, verdict.claims);
  return verdict.claims;
}

/** The last hour of the window is inside it (decision D14). */
function requireOpenWindow({ settings, clock }: EndpointContext, claims: ExtJwtClaims): void {
  const { refreshWindowAnchor, refreshWindowHours } = settings.idp;
  const anchor = refreshWindowAnchor === 'firstIssue' ? claims['lp.unauth'].first_iat : claims.iat;
  const endsAt = anchor + refreshWindowHours * 3600;
  if (clock.nowSeconds() <= endsAt) return;
  refuse(
    '2001',
    'ext-jwt-refresh-window',
    `the refresh window of ${String(refreshWindowHours)} h ended at ${isoSeconds(endsAt)}`,
  );
}
