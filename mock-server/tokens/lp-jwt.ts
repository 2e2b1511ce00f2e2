import { cut } from '../memory/cut.ts';
import type { Reason, ReasonSlug } from '../errors/reasons.ts';
import type { Claims } from './jws.ts';
import { aKind, IDP_ISSUER, kindOf } from './kind.ts';
import type { Judgement } from './lifetime.ts';
import { outOfLifetime } from './lifetime.ts';
import type { Signer } from './signer.ts';
import type { VerificationKey, SigningKey } from './signing-keys.ts';

export interface LpJwtGrant {
  readonly accountId: string;
  readonly sub: string;
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
  /** A UUID that tells one token of `/signup` from the next (decision D63); no other LP_JWT has one. */
  readonly jti?: string | undefined;
  /** The `lp.ext` claim of consumers who logged in at the customer's own IDP; absent for anonymous ones. */
  readonly ext?: Claims | undefined;
}

/**
 * The claims of an LP_JWT: `sub aud iss exp iat`, then `jti` for `/signup` and `lp.ext` for customer connectors
 * (decisions D16, D41, D63).
 */
export function lpJwtClaims(grant: LpJwtGrant): Claims {
  return {
    sub: grant.sub,
    aud: `acc:${grant.accountId}`,
    iss: IDP_ISSUER,
    exp: grant.expiresAtSeconds,
    iat: grant.issuedAtSeconds,
    ...(grant.jti === undefined ? {} : { jti: grant.jti }),
    ...(grant.ext === undefined ? {} : { 'lp.ext': grant.ext }),
  };
}

export function issueLpJwt(signer: Signer, key: SigningKey, grant: LpJwtGrant): Promise<string> {
  return signer.sign(key, lpJwtClaims(grant));
}

/** What an LP_JWT says. */
export interface LpJwtClaims extends Claims {
  readonly sub: string;
  readonly aud: string;
  readonly exp: number;
  readonly iat: number;
}

export type LpJwtVerdict =
  { readonly ok: true; readonly claims: LpJwtClaims } | { readonly ok: false; readonly reason: Reason };

export interface LpJwtCheck extends Judgement {
  readonly keys: readonly VerificationKey[];
  readonly accountId: string;
  /** What names the account, in words. Default: `the path` */
  readonly accountIn?: string | undefined;
}

/** Whether a token is an LP_JWT that an account takes now. */
export async function verifyLpJwt(signer: Signer, token: string, check: LpJwtCheck): Promise<LpJwtVerdict> {
  const signature = await signer.verify(token, check.keys);
  if (!signature.ok) return refused(`lp-jwt-${signature.failure}`, `the LP_JWT ${signature.sentence}`);
  const { claims } = signature;
  const kind = kindOf(claims);
  if (kind !== 'LP_JWT') return wrongKind(kind);
  const missing = missingClaims(claims);
  if (missing.length > 0)
    return refused('lp-jwt-claim-missing', `mandatory claims missing or of the wrong type: ${missing.join(', ')}`);
  const whole = claims as LpJwtClaims;
  if (whole.aud !== `acc:${check.accountId}`) {
    const place = check.accountIn ?? 'the path';
    return refused('lp-jwt-account', `the LP_JWT is for ${cut(whole.aud)}, ${place} names ${cut(check.accountId)}`);
  }
  const times = outOfLifetime(claims, check);
  if (times !== undefined) return refused(`lp-jwt-${times.failure}`, `the LP_JWT ${times.sentence}`);
  return { ok: true, claims: whole };
}

function missingClaims(claims: Claims): string[] {
  return [
    ...['sub', 'aud'].filter((name) => typeof claims[name] !== 'string'),
    ...['exp', 'iat'].filter((name) => typeof claims[name] !== 'number'),
  ];
}

function wrongKind(kind: ReturnType<typeof kindOf>): LpJwtVerdict {
  const remedy = kind === 'LP_EXT_JWT' ? '; take it to app/{connector}/authenticate first' : '';
  return refused('lp-jwt-wrong-kind', `this is ${aKind(kind)}, an LP_JWT belongs here${remedy}`);
}

function refused(slug: ReasonSlug, sentence: string): LpJwtVerdict {
  return { ok: false, reason: { slug, sentence } };
}
