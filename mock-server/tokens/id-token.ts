import { cut } from '../memory/cut.ts';
import type { Reason } from '../errors/reasons.ts';
import { isWellFormed } from '../well-formed.ts';
import type { Claims } from './jws.ts';
import { aKind } from './kind.ts';
import type { Judgement } from './lifetime.ts';
import { outOfLifetime } from './lifetime.ts';
import type { Signer } from './signer.ts';
import type { VerificationKey } from './signing-keys.ts';
import { otherKind } from './wrong-kind.ts';

/** A customer's own id token, as far as the IDP reads it. */
export interface IdTokenClaims extends Claims {
  readonly sub?: string;
  readonly iss: string;
  readonly exp: number;
  readonly iat: number;
}

/** Which of the documented refusals applies; the endpoint knows its code. */
export type IdTokenVerdict =
  | { readonly ok: true; readonly claims: IdTokenClaims }
  | {
      readonly ok: false;
      readonly fault: 'encrypted' | 'malformed' | 'not-valid' | 'claims' | 'expired';
      readonly reason: Reason;
    };

/** Checks in the order of the IDP's table: form, signature, account, mandatory claims, times. */
export async function verifyIdToken(
  signer: Signer,
  token: string,
  check: Judgement & { readonly keys: readonly VerificationKey[]; readonly accountId: string },
): Promise<IdTokenVerdict> {
  const signature = await signer.verify(token, check.keys);
  if (!signature.ok) {
    const { failure, sentence } = signature;
    const other = otherKind(token, 'id token');
    if (other !== undefined) {
      return refused(
        'not-valid',
        'id-token-wrong-kind',
        `this is ${aKind(other)}; a customer's own id token is needed`,
      );
    }
    const fault = failure === 'malformed' || failure === 'encrypted' ? failure : 'not-valid';
    return refused(fault, `id-token-${failure}`, `the id token ${sentence}`);
  }
  const { claims } = signature;
  if (claims['aud'] !== undefined && !isForAccount(claims['aud'], check.accountId)) {
    return refused('not-valid', 'id-token-account', `aud is not acc:${cut(check.accountId)}`);
  }
  if (!isComplete(claims)) {
    return refused(
      'claims',
      'id-token-claim-missing',
      `mandatory claims missing or of the wrong type: ${missingClaims(claims).join(', ')}`,
    );
  }
  const times = outOfLifetime(claims, check);
  if (times === undefined) return { ok: true, claims };
  return refused(times.failure === 'expired' ? 'expired' : 'not-valid', `id-token-${times.failure}`, times.sentence);
}

/** `aud` may be a list (RFC 7519 section 4.1.3). */
function isForAccount(aud: unknown, accountId: string): boolean {
  return Array.isArray(aud) ? aud.includes(`acc:${accountId}`) : aud === `acc:${accountId}`;
}

function isComplete(claims: Claims): claims is IdTokenClaims {
  return missingClaims(claims).length === 0;
}

function missingClaims(claims: Claims): string[] {
  return [
    ...(isText(claims['iss']) ? [] : ['iss']),
    ...(['iat', 'exp'] as const).filter((name) => !Number.isFinite(claims[name])),
    ...(claims['sub'] === undefined || isText(claims['sub']) ? [] : ['sub']),
  ];
}

/** The consumer's id is made from the bytes of these two, and half a surrogate pair has none of its own. */
function isText(claim: unknown): boolean {
  return typeof claim === 'string' && isWellFormed(claim);
}

function refused(
  fault: Extract<IdTokenVerdict, { ok: false }>['fault'],
  slug: Reason['slug'],
  sentence: string,
): IdTokenVerdict {
  return { ok: false, fault, reason: { slug, sentence } };
}
