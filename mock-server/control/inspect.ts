import type { Clock } from '../clock.ts';
import { isoSeconds } from '../instant.ts';
import type { Account } from '../domain/account.ts';
import { isAnonymous } from '../domain/connector.ts';
import type { Engine } from '../endpoints/endpoint.ts';
import type { Reason } from '../errors/reasons.ts';
import { verifyAppJwt } from '../tokens/app-jwt.ts';
import { verifyConsumerJws } from '../tokens/consumer-jws.ts';
import { verifyExtJwt } from '../tokens/ext-jwt.ts';
import { verifyIdToken } from '../tokens/id-token.ts';
import type { Claims } from '../tokens/jws.ts';
import { decodeJws } from '../tokens/jws.ts';
import type { TokenKind } from '../tokens/kind.ts';
import { kindOf } from '../tokens/kind.ts';
import { verifyLpJwt } from '../tokens/lp-jwt.ts';
import { outOfLifetime } from '../tokens/lifetime.ts';

/** What a token says and what this mock thinks of it. */
export interface Inspection {
  readonly kind: TokenKind | undefined;
  /** Undefined when the text is not a JWT. */
  readonly header: Claims | undefined;
  readonly claims: Claims | undefined;
  /** The account that the token names. */
  readonly accountId: string | undefined;
  /** Each time claim, explained in words. */
  readonly times: readonly { readonly claim: string; readonly at: string; readonly words: string }[];
  readonly accepted: boolean;
  /** Where a token of this kind is sent. */
  readonly where: readonly string[];
  /** Why it is not accepted; undefined when it is. */
  readonly reason: Reason | undefined;
}

/** Where each kind of token is taken, in words. */
const PLACES: Readonly<Record<TokenKind, readonly string[]>> = {
  AppJWT: ['Authorization of the Send API', 'Authorization of POST /api/account/{account}/consumer'],
  ConsumerJWS: ['X-LP-ON-BEHALF of the Send API'],
  LP_EXT_JWT: [
    'id_token of anonymous/authorize (refresh, expired too)',
    'id_token of app/{connector}/authenticate at the anonymous connector, which gives the LP_JWT for the socket',
  ],
  LP_JWT: [
    'Authorization or InitConnection of the socket /ws_api/account/{account}/messaging/consumer',
    'the Messaging REST API of LivePerson (not part of this mock)',
  ],
  'id token': ['id_token of app/{connector}/authenticate at a customer connector'],
};

export function createInspector(engine: Engine, mockClock: Clock): (token: string) => Promise<Inspection> {
  return async (token) => {
    const decoded = decodeJws(token);
    if ('failure' in decoded) return unreadable(decoded.failure, decoded.sentence);
    const { header, claims } = decoded;
    const kind = kindOf(claims);
    const accountId = accountOf(claims);
    const account = accountId === undefined ? undefined : engine.accounts.preview(accountId);
    const nowSeconds = (account?.clock ?? mockClock).nowSeconds();
    const reason = await judge({ engine, token, claims, kind, accountId: accountId ?? '', account, nowSeconds });
    return {
      kind,
      header,
      claims,
      accountId,
      times: describeTimes(claims, nowSeconds),
      accepted: reason === undefined,
      where: kind === undefined ? [] : PLACES[kind],
      reason,
    };
  };
}

function unreadable(failure: 'malformed' | 'encrypted', sentence: string): Inspection {
  return {
    kind: undefined,
    header: undefined,
    claims: undefined,
    accountId: undefined,
    times: [],
    accepted: false,
    where: [],
    reason: { slug: `app-jwt-${failure}`, sentence: `the text ${sentence}` },
  };
}

interface Trial {
  readonly engine: Engine;
  readonly token: string;
  readonly claims: Claims;
  readonly kind: TokenKind | undefined;
  readonly accountId: string;
  readonly account: Account | undefined;
  readonly nowSeconds: number;
}

/** Why the token would be refused, or undefined. */
async function judge(trial: Trial): Promise<Reason | undefined> {
  const {
    engine: { settings, signer, keys },
    token,
    kind,
    accountId,
    account,
    nowSeconds,
  } = trial;
  const judgement = { nowSeconds, toleranceSeconds: settings.tokens.clockToleranceSeconds };
  const refusalOf = (verdict: { ok: true } | { ok: false; reason: Reason }): Reason | undefined =>
    verdict.ok ? undefined : verdict.reason;
  switch (kind) {
    case 'ConsumerJWS':
      return refusalOf(await verifyConsumerJws(signer, token, { keys: keys.trusted('sentinelV1'), accountId }));
    case 'LP_EXT_JWT':
      return judgeExtJwt(trial);
    case 'LP_JWT':
      return judgeLpJwt(trial);
    case 'id token':
      return judgeIdToken(trial);
    case 'AppJWT':
    case undefined: {
      const check = {
        keys: keys.appJwtKeys(settings.sendApi.acceptV2AppJwt),
        accountId,
        requiredScope: settings.sendApi.requiredScope,
        ...judgement,
      };
      const reason = refusalOf(await verifyAppJwt(signer, token, check));
      return (
        reason ??
        (account === undefined
          ? { slug: 'account-unknown', sentence: 'this mock does not know the account' }
          : undefined)
      );
    }
  }
}

async function judgeExtJwt({
  engine: { settings, signer, keys },
  token,
  accountId,
  account,
  nowSeconds,
}: Trial): Promise<Reason | undefined> {
  const verdict = await verifyExtJwt(signer, token, {
    keys: keys.trusted('idp'),
    accountId,
    isRevoked: (text) => account?.revokedTokens.has(text) ?? false,
  });
  if (!verdict.ok) return verdict.reason;
  const times = outOfLifetime(verdict.claims, { nowSeconds, toleranceSeconds: settings.tokens.clockToleranceSeconds });
  if (times === undefined) return undefined;
  const remedy = times.failure === 'expired' ? '; within the refresh window anonymous/authorize still takes it' : '';
  return { slug: `ext-jwt-${times.failure}`, sentence: `${times.sentence}${remedy}` };
}

/** As the consumer's socket does. */
async function judgeLpJwt({
  engine: { settings, signer, keys },
  token,
  accountId,
  nowSeconds,
}: Trial): Promise<Reason | undefined> {
  const verdict = await verifyLpJwt(signer, token, {
    keys: keys.trusted('idp'),
    accountId,
    nowSeconds,
    toleranceSeconds: settings.tokens.clockToleranceSeconds,
  });
  return verdict.ok ? undefined : verdict.reason;
}

async function judgeIdToken({
  engine: { settings, signer, connectorKeys },
  token,
  accountId,
  account,
  nowSeconds,
}: Trial): Promise<Reason | undefined> {
  const connectors = (account?.connectors ?? []).filter((connector) => !isAnonymous(connector));
  const keys = (await Promise.all(connectors.map((connector) => connectorKeys.of(connector)))).flat();
  if (keys.length === 0)
    return { slug: 'connector-key-unusable', sentence: 'no customer connector of the account has a usable key' };
  const verdict = await verifyIdToken(signer, token, {
    keys,
    accountId,
    nowSeconds,
    toleranceSeconds: settings.tokens.clockToleranceSeconds,
  });
  return verdict.ok ? undefined : verdict.reason;
}

function accountOf(claims: Claims): string | undefined {
  const { account_id: accountId, aud } = claims;
  if (typeof accountId === 'string') return accountId;
  return typeof aud === 'string' ? aud.replace(/^acc:/, '') : undefined;
}

function describeTimes(claims: Claims, nowSeconds: number): Inspection['times'] {
  return ['iat', 'nbf', 'exp'].flatMap((claim) => {
    const at = claims[claim];
    return typeof at === 'number' ? [{ claim, at: isoSeconds(at), words: relative(at - nowSeconds) }] : [];
  });
}

function relative(seconds: number): string {
  if (Math.abs(seconds) < 1) return 'now';
  const span = describeSpan(Math.abs(seconds));
  return seconds < 0 ? `${span} ago` : `in ${span}`;
}

/** The two largest units of a span: `59 min 30 s`, `12 d 4 h`. */
function describeSpan(seconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ];
  let rest = Math.floor(seconds);
  const parts = units.map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { name, count };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${String(count)} ${name}`)
    .join(' ');
}
