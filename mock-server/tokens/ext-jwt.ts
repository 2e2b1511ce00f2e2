import { cut } from '../memory/cut.ts';
import type { Reason } from '../errors/reasons.ts';
import type { Claims } from './jws.ts';
import type { TokenKind } from './kind.ts';
import { aKind, IDP_ISSUER, kindOf, UNAUTH_CLAIM } from './kind.ts';
import type { Signer } from './signer.ts';
import type { SigningKey } from './signing-keys.ts';
import { otherKind } from './wrong-kind.ts';

/** What an anonymous LP_EXT_JWT says. UNDOCUMENTED by LivePerson; decision D15. */
export interface ExtJwtClaims extends Claims {
  /** The anonymous consumer; survives every refresh. */
  readonly sub: string;
  /** `acc:` and the account. */
  readonly aud: string;
  readonly iss: string;
  readonly exp: number;
  readonly iat: number;
  /** Private to this mock: when the first token of this consumer was issued, in epoch seconds. */
  readonly 'lp.unauth': { readonly first_iat: number };
}

export interface ExtJwtGrant {
  readonly accountId: string;
  readonly sub: string;
  readonly issuedAtSeconds: number;
  readonly firstIssuedAtSeconds: number;
  readonly lifetimeSeconds: number;
}

/** The claims of an LP_EXT_JWT, in this mock's order. */
export function extJwtClaims(grant: ExtJwtGrant): ExtJwtClaims {
  return {
    sub: grant.sub,
    aud: `acc:${grant.accountId}`,
    iss: IDP_ISSUER,
    exp: grant.issuedAtSeconds + grant.lifetimeSeconds,
    iat: grant.issuedAtSeconds,
    [UNAUTH_CLAIM]: { first_iat: grant.firstIssuedAtSeconds },
  };
}

export function issueExtJwt(signer: Signer, key: SigningKey, grant: ExtJwtGrant): Promise<string> {
  return signer.sign(key, extJwtClaims(grant));
}

/**
 * Which of the documented refusals applies; the endpoint knows its code. Expiry is judged by the caller: a refresh
 * ignores it.
 */
export type ExtJwtVerdict =
  | { readonly ok: true; readonly claims: ExtJwtClaims }
  | {
      readonly ok: false;
      readonly fault: 'encrypted' | 'malformed' | 'foreign' | 'account' | 'revoked';
      readonly reason: Reason;
    };

export async function verifyExtJwt(
  signer: Signer,
  token: string,
  check: {
    readonly keys: readonly SigningKey[];
    readonly accountId: string;
    readonly isRevoked: (token: string) => boolean;
  },
): Promise<ExtJwtVerdict> {
  const signature = await signer.verify(token, check.keys);
  if (!signature.ok) {
    const { failure, sentence } = signature;
    const other = otherKind(token, 'LP_EXT_JWT');
    if (other !== undefined) return wrongKind(other);
    const fault = failure === 'malformed' || failure === 'encrypted' ? failure : 'foreign';
    return refused(fault, `ext-jwt-${failure}`, `the LP_EXT_JWT ${sentence}`);
  }
  const { claims } = signature;
  if (!isComplete(claims)) return incomplete(claims);
  if (claims.aud !== `acc:${check.accountId}`) {
    return refused(
      'account',
      'ext-jwt-account',
      `the LP_EXT_JWT is for ${cut(claims.aud)}, the path names ${cut(check.accountId)}`,
    );
  }
  if (check.isRevoked(token)) return refused('revoked', 'ext-jwt-revoked', 'the LP_EXT_JWT was revoked');
  return { ok: true, claims };
}

function isComplete(claims: Claims): claims is ExtJwtClaims {
  return missingClaims(claims).length === 0;
}

function missingClaims(claims: Claims): string[] {
  const mark = claims[UNAUTH_CLAIM];
  const isMarked =
    typeof mark === 'object' && mark !== null && 'first_iat' in mark && Number.isSafeInteger(mark.first_iat);
  return [
    ...['sub', 'aud'].filter((name) => typeof claims[name] !== 'string'),
    ...['exp', 'iat'].filter((name) => typeof claims[name] !== 'number'),
    ...(isMarked ? [] : [`${UNAUTH_CLAIM}.first_iat`]),
  ];
}

function incomplete(claims: Claims): ExtJwtVerdict {
  const kind = kindOf(claims);
  return kind === 'LP_EXT_JWT'
    ? refused(
        'foreign',
        'ext-jwt-claim-missing',
        `mandatory claims missing or of the wrong type: ${missingClaims(claims).join(', ')}`,
      )
    : wrongKind(kind);
}

function wrongKind(kind: TokenKind | undefined): ExtJwtVerdict {
  const sentence = `this is ${aKind(kind)}; an LP_EXT_JWT of anonymous/authorize is needed`;
  return refused('foreign', 'ext-jwt-wrong-kind', sentence);
}

function refused(
  fault: Extract<ExtJwtVerdict, { ok: false }>['fault'],
  slug: Reason['slug'],
  sentence: string,
): ExtJwtVerdict {
  return { ok: false, fault, reason: { slug, sentence } };
}
