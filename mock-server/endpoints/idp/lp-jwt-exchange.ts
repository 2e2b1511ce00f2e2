import type { Account } from '../../domain/account.ts';
import type { Connector } from '../../domain/connector.ts';
import { isAnonymous } from '../../domain/connector.ts';
import { loggedInConsumerId, utf8Hex } from '../../domain/consumer.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import { refuse } from '../../errors/refusal.ts';
import { cut } from '../../memory/cut.ts';
import type { ExtJwtVerdict } from '../../tokens/ext-jwt.ts';
import { verifyExtJwt } from '../../tokens/ext-jwt.ts';
import type { IdTokenClaims, IdTokenVerdict } from '../../tokens/id-token.ts';
import { verifyIdToken } from '../../tokens/id-token.ts';
import { decodeJws } from '../../tokens/jws.ts';
import { outOfLifetime } from '../../tokens/lifetime.ts';
import type { LpJwtGrant } from '../../tokens/lp-jwt.ts';
import { issueLpJwt } from '../../tokens/lp-jwt.ts';
import { deviate } from '../../errors/deviate.ts';
import { checkOddTimes } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';
import { judgement } from '../judgement.ts';
import { atConnector } from './right-connector.ts';

/** The longest LP_JWT that a socket takes, in characters; one longer goes without its engagement attributes. */
const MAX_LP_JWT_CHARS = 2048;

/**
 * Exchanges an id token for an LP_JWT: an LP_EXT_JWT at the anonymous connector, the customer's own id token at any
 * other.
 *
 * @throws Refusal named for the IDP's code (decision D36).
 */
export async function exchangeForLpJwt(
  context: EndpointContext,
  account: Account,
  connector: Connector,
  idToken: string,
): Promise<string> {
  const grant = isAnonymous(connector)
    ? await acceptAnonymous(context, account, connector, idToken)
    : await acceptCustomer(context, account, connector, idToken);
  const key = context.keys.current('idp');
  const token = await issueLpJwt(context.signer, key, grant);
  if (token.length < MAX_LP_JWT_CHARS) return token;
  const bare = await issueLpJwt(context.signer, key, withoutSdes(grant));
  if (bare.length < MAX_LP_JWT_CHARS) return bare;
  return refuse(
    '9012',
    'id-token-too-long',
    `sub and iss are so long that the LP_JWT would have ${String(bare.length)} characters; sockets take ${String(MAX_LP_JWT_CHARS)}`,
  );
}

function withoutSdes(grant: LpJwtGrant): LpJwtGrant {
  return grant.ext === undefined ? grant : { ...grant, ext: { sub: grant.ext['sub'], iss: grant.ext['iss'] } };
}

const ANONYMOUS_CODES: Readonly<Record<Extract<ExtJwtVerdict, { ok: false }>['fault'], ErrorName>> = {
  encrypted: '1004',
  malformed: '1008',
  foreign: '2002',
  account: '2004',
  revoked: '1049',
};

async function acceptAnonymous(
  context: EndpointContext,
  account: Account,
  connector: Connector,
  idToken: string,
): Promise<LpJwtGrant> {
  const verdict = await verifyExtJwt(context.signer, idToken, {
    keys: context.keys.trusted('idp'),
    accountId: account.id,
    isRevoked: (token) => account.revokedTokens.has(token),
  });
  if (!verdict.ok) {
    const { slug, sentence } = atConnector(verdict.reason, connector, account, idToken);
    return refuse(ANONYMOUS_CODES[verdict.fault], slug, sentence);
  }
  const { claims } = verdict;
  const times = outOfLifetime(claims, judgement(context));
  if (times !== undefined) {
    const remedy = times.failure === 'expired' ? '; refresh it at anonymous/authorize' : '';
    refuse('1012', `ext-jwt-${times.failure}`, `${times.sentence}${remedy}`);
  }
  checkOddTimes(context, 'LP_EXT_JWT', claims, '2002');
  return { ...lifetime(context, claims.exp), accountId: account.id, sub: claims.sub };
}

const CUSTOMER_CODES: Readonly<Record<Extract<IdTokenVerdict, { ok: false }>['fault'], ErrorName>> = {
  encrypted: '1004',
  malformed: '1008',
  'not-valid': '9007',
  claims: '1011',
  expired: '1012',
};

async function acceptCustomer(
  context: EndpointContext,
  account: Account,
  connector: Connector,
  idToken: string,
): Promise<LpJwtGrant> {
  const keys = await context.connectorKeys.of(connector);
  if (keys.length === 0) refuseWithoutKey(account, connector, idToken);
  const verdict = await verifyIdToken(context.signer, idToken, { keys, accountId: account.id, ...judgement(context) });
  if (!verdict.ok) {
    const { slug, sentence } = atConnector(verdict.reason, connector, account, idToken);
    return refuse(CUSTOMER_CODES[verdict.fault], slug, sentence);
  }
  const { claims } = verdict;
  checkOddTimes(context, 'id token', claims, '9007');
  checkIssuer(context, connector, claims.iss);
  return {
    issuedAtSeconds: context.clock.nowSeconds(),
    expiresAtSeconds: claims.exp,
    accountId: account.id,
    sub: loggedInConsumerId(account.id, claims.iss, claims.sub ?? ''),
    ext: externalIdentity(claims),
  };
}

/** The list says whose tokens a connector is for; whether the IDP compares is not known (decision D78). */
function checkIssuer(context: EndpointContext, { id, configuration }: Connector, iss: string): void {
  const { issuer } = configuration;
  if (typeof issuer !== 'string' || issuer === iss) return;
  deviate(
    context,
    'id-token-issuer',
    `iss is not the issuer of connector ${String(id)}, ${cut(issuer, LONGEST_ISSUER)}`,
    '9007',
  );
}

/** How much of a configured issuer is repeated, in characters. */
const LONGEST_ISSUER = 103;

/** The form of the token is judged before the connector's key, as the IDP's table has it. */
function refuseWithoutKey(account: Account, connector: Connector, idToken: string): never {
  const decoded = decodeJws(idToken);
  if ('failure' in decoded) {
    return refuse(CUSTOMER_CODES[decoded.failure], `id-token-${decoded.failure}`, `the id token ${decoded.sentence}`);
  }
  const sentence = `connector ${String(connector.id)} has neither a usable configuration.jwtPublicKey nor jwks`;
  const reason = atConnector({ slug: 'connector-key-unusable', sentence }, connector, account, idToken);
  return refuse('1028', reason.slug, reason.sentence);
}

/** `lp_sdes` goes in as the hexadecimal digits of its JSON (decision D41). */
function externalIdentity(claims: IdTokenClaims): NonNullable<LpJwtGrant['ext']> {
  const { sub, iss } = claims;
  const sdes = writeSdes(claims['lp_sdes']);
  return { sub: sub ?? '', iss, ...(sdes === undefined ? {} : { lp_sdes: utf8Hex(sdes) }) };
}

/** Undefined for what is nested too deeply to be written: it would be too long for the token anyway. */
function writeSdes(sdes: unknown): string | undefined {
  try {
    return JSON.stringify(sdes);
  } catch {
    return undefined;
  }
}

/**
 * An anonymous LP_JWT ends with the token it was made from, unless an option gives it a life of its own (decision D16).
 */
function lifetime(
  { clock, settings }: EndpointContext,
  externalExp: number,
): Pick<LpJwtGrant, 'issuedAtSeconds' | 'expiresAtSeconds'> {
  const issuedAtSeconds = clock.nowSeconds();
  const ownLife = settings.idp.lpJwtLifetimeSeconds;
  return { issuedAtSeconds, expiresAtSeconds: ownLife === null ? externalExp : issuedAtSeconds + ownLife };
}
