import type { Awaitable } from '../awaitable.ts';
import { proceed } from '../awaitable.ts';
import { cut } from '../memory/cut.ts';
import type { Reason } from '../errors/reasons.ts';
import type { Claims } from './jws.ts';
import type { TokenKind } from './kind.ts';
import { aKind, isSentinel, kindOf } from './kind.ts';
import type { Judgement } from './lifetime.ts';
import { outOfLifetime } from './lifetime.ts';
import { otherKind } from './wrong-kind.ts';
import type { FailedSignature, Signer } from './signer.ts';
import type { SigningKey } from './signing-keys.ts';

/** What an AppJWT says, in this order. Source: Send API, authorization and authentication, "Get AppJWT". */
export interface AppJwtClaims extends Claims {
  /** The account. */
  readonly aud: string;
  /** The client: the app's install id. */
  readonly azp: string;
  readonly scope: string;
  /** `Sentinel`, with a capital S in every real token. */
  readonly iss: string;
  readonly exp: number;
  readonly iat: number;
}

export interface AppJwtGrant {
  readonly accountId: string;
  readonly clientId: string;
  readonly scope: string;
  readonly issuedAtSeconds: number;
  readonly lifetimeSeconds: number;
  /** The consumer of Sentinel V2's delegated token; absent for all others. */
  readonly delegatedConsumerId?: string | undefined;
}

/** Issues an AppJWT. */
export function issueAppJwt(signer: Signer, key: SigningKey, grant: AppJwtGrant): Promise<string> {
  return signer.sign(key, appJwtClaims(grant));
}

/** The claims of an AppJWT, in the documented order. */
export function appJwtClaims(grant: AppJwtGrant): Claims {
  const { accountId, clientId, scope, issuedAtSeconds, lifetimeSeconds, delegatedConsumerId } = grant;
  const delegation =
    delegatedConsumerId === undefined
      ? {}
      : { 'https://liveperson.com/consumer_id': delegatedConsumerId, permissions: [] };
  return {
    aud: accountId,
    azp: clientId,
    ...delegation,
    scope,
    iss: 'Sentinel',
    exp: issuedAtSeconds + lifetimeSeconds,
    iat: issuedAtSeconds,
  };
}

export interface AppJwtCheck extends Judgement {
  readonly keys: readonly SigningKey[];
  readonly accountId: string;
  /** What names the account, in words. Default: `the path` */
  readonly accountIn?: string | undefined;
  /** Undefined or null when any scope will do. */
  readonly requiredScope: string | null;
}

/**
 * `invalid`: not a live AppJWT for this account. `incomplete`: a mandatory claim is missing or `iss` is not Sentinel's,
 * which the Send API tells apart (40001 against 40102).
 */
export type AppJwtVerdict =
  | { readonly ok: true; readonly claims: AppJwtClaims }
  | { readonly ok: false; readonly fault: 'invalid' | 'incomplete'; readonly reason: Reason };

/** Checks in the documented order: signature, times, mandatory claims and issuer, audience, scope. */
export function verifyAppJwt(signer: Signer, token: string, check: AppJwtCheck): Awaitable<AppJwtVerdict> {
  return proceed(signer.verify(token, check.keys), (signature) =>
    signature.ok ? judge(signature.claims, check) : refuseForged(token, signature),
  );
}

function refuseForged(token: string, { failure, sentence }: FailedSignature): AppJwtVerdict {
  const other = otherKind(token, 'AppJWT');
  return other === undefined
    ? invalid(`app-jwt-${failure}`, `the AppJWT ${sentence}`)
    : invalid('app-jwt-wrong-kind', wrongKind(other));
}

function judge(claims: Claims, check: AppJwtCheck): AppJwtVerdict {
  const times = outOfLifetime(claims, check);
  if (times !== undefined) return invalid(`app-jwt-${times.failure}`, times.sentence);
  if (!isComplete(claims)) return incomplete(claims);
  if (!isSentinel(claims.iss)) {
    return { ok: false, fault: 'incomplete', reason: { slug: 'app-jwt-issuer', sentence: 'iss is not Sentinel' } };
  }
  if (claims.aud !== check.accountId) {
    return invalid(
      'app-jwt-audience',
      `the AppJWT is for account ${cut(claims.aud)}, ${check.accountIn ?? 'the path'} names ${cut(check.accountId)}`,
    );
  }
  if (check.requiredScope !== null && !claims.scope.split(' ').includes(check.requiredScope)) {
    return invalid(
      'app-jwt-scope',
      `the AppJWT's scope is "${cut(claims.scope)}", ${cut(check.requiredScope)} is needed`,
    );
  }
  return { ok: true, claims };
}

const TEXT_CLAIMS = ['aud', 'azp', 'scope', 'iss'] as const;
const TIME_CLAIMS = ['exp', 'iat'] as const;

function isComplete(claims: Claims): claims is AppJwtClaims {
  return (
    claims['azp'] !== '' &&
    TEXT_CLAIMS.every((name) => typeof claims[name] === 'string') &&
    TIME_CLAIMS.every((name) => typeof claims[name] === 'number')
  );
}

function missingClaims(claims: Claims): string[] {
  return [
    ...TEXT_CLAIMS.filter((name) => typeof claims[name] !== 'string'),
    ...(claims['azp'] === '' ? ['azp, which is empty'] : []),
    ...TIME_CLAIMS.filter((name) => typeof claims[name] !== 'number'),
  ];
}

function incomplete(claims: Claims): AppJwtVerdict {
  const kind = kindOf(claims);
  const reason: Reason =
    kind === undefined || kind === 'AppJWT'
      ? {
          slug: 'app-jwt-claim-missing',
          sentence: `mandatory claims missing or of the wrong type: ${missingClaims(claims).join(', ')}`,
        }
      : { slug: 'app-jwt-wrong-kind', sentence: wrongKind(kind) };
  return { ok: false, fault: 'incomplete', reason };
}

function wrongKind(kind: TokenKind): string {
  return `this is ${aKind(kind)}; Authorization needs an AppJWT`;
}

function invalid(slug: Reason['slug'], sentence: string): AppJwtVerdict {
  return { ok: false, fault: 'invalid', reason: { slug, sentence } };
}
