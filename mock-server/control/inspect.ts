import type { Clock } from '../clock.ts';
import { isoSeconds } from '../instant.ts';
import type { Account } from '../domain/account.ts';
import { isAnonymous } from '../domain/connector.ts';
import type { EndpointRow, Engine } from '../endpoints/endpoint.ts';
import { describeSpan } from '../span.ts';
import type { Reason } from '../errors/reasons.ts';
import { verifyAgentIdToken } from '../tokens/agent-id-token.ts';
import { verifyAppJwt } from '../tokens/app-jwt.ts';
import { CLAIM_MEANINGS, CLAIM_MEANINGS_OF_KIND } from '../tokens/claim-meanings.ts';
import { verifyConsumerJws } from '../tokens/consumer-jws.ts';
import { verifyExtJwt } from '../tokens/ext-jwt.ts';
import { verifyIdToken } from '../tokens/id-token.ts';
import type { TokenChecks } from '../tokens/checks.ts';
import { checksOfAccepted, checksOfRefused } from '../tokens/checks.ts';
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
  /** The account that the token names; of Sentinel's id token, the one whose app it names. */
  readonly accountId: string | undefined;
  /** Each time claim, explained in words. */
  readonly times: readonly { readonly claim: string; readonly at: string; readonly words: string }[];
  /** What its claims mean, by their names; those that this mock does not know are left out. */
  readonly meanings: Readonly<Record<string, string>>;
  readonly accepted: boolean;
  /** Where a token of this kind is sent. */
  readonly where: readonly string[];
  /** Where a token of this kind is often sent by mistake, and which is right there. */
  readonly notFor: readonly string[];
  /** Why it is not accepted; undefined when it is. */
  readonly reason: Reason | undefined;
  /** What was checked, in this order, and where it failed; undefined when the token is of no known kind. */
  readonly checks: TokenChecks | undefined;
}

const AUTHENTICATE = 'POST /api/account/{account}/app/{connector}/authenticate';
const SOCKET = "the consumer's socket, which takes an LP_JWT and closes with 4407 for this token";

/** What is mistaken for an LP_JWT, in words: all of them are JWTs that say who a consumer is. */
const NOT_FOR: Readonly<Partial<Record<TokenKind, readonly string[]>>> = {
  LP_EXT_JWT: [`${SOCKET}; send it as id_token to ${AUTHENTICATE}, which gives the LP_JWT`],
  'id token': [`${SOCKET}; send it as id_token to ${AUTHENTICATE}, which gives the LP_JWT`],
  ConsumerJWS: [`${SOCKET}; this one goes with an AppJWT to the Send API`],
  'Sentinel id token': [
    `${AUTHENTICATE}, which takes an id token of the customer's own login`,
    'calls that ask for a bearer; send them the access_token that came with it',
  ],
};

/** Where a token goes that no call takes. */
const TAKEN_BY_NO_CALL: Readonly<Partial<Record<TokenKind, readonly string[]>>> = {
  'Sentinel id token': ['the application that got it, which reads in it which agent has logged in; no call takes it'],
};

export function createInspector(
  engine: Engine,
  endpoints: readonly EndpointRow[],
  mockClock: Clock,
): (token: string) => Promise<Inspection> {
  return async (token) => {
    const decoded = decodeJws(token);
    if ('failure' in decoded) return unreadable(decoded.failure, decoded.sentence);
    const { header, claims } = decoded;
    const kind = kindOf(claims);
    const accountId = kind === 'Sentinel id token' ? accountOfApp(claims, engine) : accountOf(claims);
    const account = accountId === undefined ? undefined : engine.accounts.preview(accountId);
    const nowSeconds = (account?.clock ?? mockClock).nowSeconds();
    const reason = await judge({ engine, token, claims, kind, accountId: accountId ?? '', account, nowSeconds });
    return {
      kind,
      header,
      claims,
      accountId,
      times: describeTimes(claims, nowSeconds),
      meanings: meaningsOf(claims, kind),
      accepted: reason === undefined,
      where: kind === undefined ? [] : (TAKEN_BY_NO_CALL[kind] ?? placesOf(kind, endpoints)),
      notFor: kind === undefined ? [] : (NOT_FOR[kind] ?? []),
      reason,
      checks: checksOf(kind, reason),
    };
  };
}

/** Where a token of the kind is sent, in words: what the rows of the endpoint table say. */
function placesOf(wanted: TokenKind, endpoints: readonly EndpointRow[]): readonly string[] {
  return endpoints.flatMap(({ method, paths: [path = ''], tokens = [] }) =>
    tokens
      .filter(({ kind }) => kind === wanted)
      .map(({ part, note }) => `${part} of ${method} ${path}${note === undefined ? '' : ` (${note})`}`),
  );
}

function unreadable(failure: 'malformed' | 'encrypted', sentence: string): Inspection {
  return {
    kind: undefined,
    header: undefined,
    claims: undefined,
    accountId: undefined,
    times: [],
    meanings: {},
    accepted: false,
    where: [],
    notFor: [],
    reason: { slug: `app-jwt-${failure}`, sentence: `the text ${sentence}` },
    checks: checksOfRefused(`app-jwt-${failure}`),
  };
}

function checksOf(kind: TokenKind | undefined, reason: Reason | undefined): TokenChecks | undefined {
  const refused =
    reason === undefined ? undefined : checksOfRefused(reason.slug, kind === 'Sentinel id token' ? kind : undefined);
  return refused ?? (kind === undefined ? undefined : checksOfAccepted(kind));
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
    case 'Sentinel id token':
      return refusalOf(
        await verifyAgentIdToken(signer, token, {
          keys: keys.trusted('sentinelIdToken'),
          isClient: () => account !== undefined,
          ...judgement,
        }),
      );
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

/** The first account that has the app for which it was issued. */
function accountOfApp({ aud }: Claims, { accounts }: Engine): string | undefined {
  if (typeof aud !== 'string') return undefined;
  return accounts.all().find(({ installations }) => installations.find(aud) !== undefined)?.id;
}

function accountOf(claims: Claims): string | undefined {
  const { account_id: accountId, aud } = claims;
  if (typeof accountId === 'string') return accountId;
  return typeof aud === 'string' ? aud.replace(/^acc:/, '') : undefined;
}

function meaningsOf(claims: Claims, kind: TokenKind | undefined): Inspection['meanings'] {
  const own = CLAIM_MEANINGS_OF_KIND[kind ?? ''] ?? {};
  return Object.fromEntries(
    Object.keys(claims).flatMap((name) => {
      const meaning = own[name] ?? CLAIM_MEANINGS[name];
      return meaning === undefined ? [] : [[name, meaning]];
    }),
  );
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
