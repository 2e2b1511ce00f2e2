import type { ReasonSlug } from '../errors/reasons.ts';
import type { TokenKind } from './kind.ts';

/** One thing that is looked at in a token. */
export type TokenCheck =
  | 'shape'
  | 'kind'
  | 'signature'
  | 'times'
  | 'claims'
  | 'issuer'
  | 'account'
  | 'scope'
  | 'revocation'
  | 'refresh window';

/** How far a token came. The names are in the order in which they were checked. */
export interface TokenChecks {
  /** What it was taken for, which is what the place it was sent to wants. */
  readonly kind: TokenKind;
  readonly passed: readonly TokenCheck[];
  /** Undefined when it passed all of them. */
  readonly failed: TokenCheck | undefined;
  readonly notReached: readonly TokenCheck[];
}

/**
 * What is checked, in this order; `test/unit/tokens/checks.test.ts` compares it with what the verifiers do. The kind is
 * told by the claims, as soon as anything is wrong with a token.
 */
const ORDER: Readonly<Record<TokenKind, readonly TokenCheck[]>> = {
  AppJWT: ['shape', 'kind', 'signature', 'times', 'claims', 'issuer', 'account', 'scope'],
  ConsumerJWS: ['shape', 'kind', 'signature', 'claims', 'account'],
  LP_EXT_JWT: ['shape', 'kind', 'signature', 'claims', 'account', 'revocation', 'times'],
  LP_JWT: ['shape', 'signature', 'kind', 'claims', 'account', 'times'],
  'id token': ['shape', 'kind', 'signature', 'account', 'claims', 'times'],
  'Sentinel id token': ['shape', 'kind', 'signature', 'claims', 'account', 'times'],
};

/** A refresh takes an expired token too, as long as its window is open. */
const REFRESH: readonly TokenCheck[] = [...ORDER.LP_EXT_JWT, 'refresh window'];

/** The check that a slug tells of, by what stands behind the kind in it. */
const FAILED: Readonly<Record<string, TokenCheck>> = {
  malformed: 'shape',
  encrypted: 'shape',
  'wrong-kind': 'kind',
  algorithm: 'signature',
  critical: 'signature',
  'unknown-key': 'signature',
  signature: 'signature',
  expired: 'times',
  'not-yet-valid': 'times',
  'claim-missing': 'claims',
  issuer: 'issuer',
  audience: 'account',
  account: 'account',
  scope: 'scope',
  revoked: 'revocation',
  'refresh-window': 'refresh window',
};

const KIND_OF_PREFIX: Readonly<Record<string, TokenKind>> = {
  'app-jwt': 'AppJWT',
  'consumer-jws': 'ConsumerJWS',
  'ext-jwt': 'LP_EXT_JWT',
  'lp-jwt': 'LP_JWT',
  'id-token': 'id token',
};

const remembered = new Map<string, TokenChecks | undefined>();

/**
 * The checks of the token that a reason tells of; undefined when it tells of something else. Frozen and shared.
 *
 * @param kind - Default: what the slug names. Sentinel's id tokens have the slugs of others
 */
export function checksOfRefused(slug: ReasonSlug, kind?: TokenKind): TokenChecks | undefined {
  const key = `${slug} ${String(kind)}`;
  if (!remembered.has(key)) remembered.set(key, readSlug(slug, kind));
  return remembered.get(key);
}

function readSlug(slug: ReasonSlug, known: TokenKind | undefined): TokenChecks | undefined {
  const named = Object.entries(KIND_OF_PREFIX).find(([prefix]) => slug.startsWith(`${prefix}-`));
  if (named === undefined) return undefined;
  const [prefix, kind] = [named[0], known ?? named[1]];
  const failed = FAILED[slug.slice(prefix.length + 1)];
  if (failed === undefined) return undefined;
  const order = failed === 'refresh window' ? REFRESH : ORDER[kind];
  const at = order.indexOf(failed);
  return Object.freeze({
    kind,
    passed: Object.freeze(order.slice(0, at)),
    failed,
    notReached: Object.freeze(order.slice(at + 1)),
  });
}

/** The checks of a token that passed them all. */
export function checksOfAccepted(kind: TokenKind): TokenChecks {
  return { kind, passed: ORDER[kind], failed: undefined, notReached: [] };
}
