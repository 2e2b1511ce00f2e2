import type { Awaitable } from '../awaitable.ts';
import { proceed } from '../awaitable.ts';
import { cut } from '../memory/cut.ts';
import type { Reason } from '../errors/reasons.ts';
import type { Claims } from './jws.ts';
import type { TokenKind } from './kind.ts';
import { aKind, kindOf } from './kind.ts';
import type { FailedSignature, Signer } from './signer.ts';
import type { SigningKey } from './signing-keys.ts';
import { otherKind } from './wrong-kind.ts';

/** All that a ConsumerJWS says: no `iss`, no `aud`, no `iat`, no `exp`. It never expires. */
export interface ConsumerJwsClaims extends Claims {
  readonly account_id: string;
  readonly ext_consumer_id: string;
  readonly lp_consumer_id: string;
}

/** Issues a ConsumerJWS. Signed with the AppJWT's V1 key, as the real ones are. */
export function issueConsumerJws(signer: Signer, key: SigningKey, claims: ConsumerJwsClaims): Promise<string> {
  const { account_id, ext_consumer_id, lp_consumer_id } = claims;
  return signer.sign(key, { account_id, ext_consumer_id, lp_consumer_id });
}

export type ConsumerJwsVerdict =
  { readonly ok: true; readonly claims: ConsumerJwsClaims } | { readonly ok: false; readonly reason: Reason };

export interface ConsumerJwsCheck {
  readonly keys: readonly SigningKey[];
  readonly accountId: string;
  /** What names the account, in words. Default: `the path` */
  readonly accountIn?: string | undefined;
}

/** Checks signature, mandatory claims and account, in that order. */
export function verifyConsumerJws(
  signer: Signer,
  token: string,
  check: ConsumerJwsCheck,
): Awaitable<ConsumerJwsVerdict> {
  return proceed(signer.verify(token, check.keys), (signature) =>
    signature.ok ? judge(signature.claims, check) : refuseForged(token, signature),
  );
}

function refuseForged(token: string, { failure, sentence }: FailedSignature): ConsumerJwsVerdict {
  const other = otherKind(token, 'ConsumerJWS');
  return other === undefined ? refused(`consumer-jws-${failure}`, `the ConsumerJWS ${sentence}`) : wrongKind(other);
}

function judge(claims: Claims, check: ConsumerJwsCheck): ConsumerJwsVerdict {
  if (!isComplete(claims)) return incomplete(claims);
  if (claims.account_id !== check.accountId) {
    return refused(
      'consumer-jws-account',
      `the ConsumerJWS is for account ${cut(claims.account_id)}, ${check.accountIn ?? 'the path'} names ${cut(check.accountId)}`,
    );
  }
  return { ok: true, claims };
}

const MANDATORY = ['account_id', 'ext_consumer_id', 'lp_consumer_id'] as const;

function isComplete(claims: Claims): claims is ConsumerJwsClaims {
  return MANDATORY.every((name) => typeof claims[name] === 'string');
}

function incomplete(claims: Claims): ConsumerJwsVerdict {
  const kind = kindOf(claims);
  if (kind !== undefined && kind !== 'ConsumerJWS') return wrongKind(kind);
  const missing = MANDATORY.filter((name) => typeof claims[name] !== 'string');
  return refused('consumer-jws-claim-missing', `mandatory claims missing or of the wrong type: ${missing.join(', ')}`);
}

function wrongKind(kind: TokenKind): ConsumerJwsVerdict {
  return refused('consumer-jws-wrong-kind', `this is ${aKind(kind)}; X-LP-ON-BEHALF needs a ConsumerJWS`);
}

function refused(slug: Reason['slug'], sentence: string): ConsumerJwsVerdict {
  return { ok: false, reason: { slug, sentence } };
}
