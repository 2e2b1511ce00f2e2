import { describe, expect, it } from '@jest/globals';
import type { ReasonSlug } from '../../../mock-server/errors/reasons.ts';
import { reasonSlugs } from '../../../mock-server/errors/reasons.ts';
import { checksOfAccepted, checksOfRefused } from '../../../mock-server/tokens/checks.ts';
import type { TokenKind } from '../../../mock-server/tokens/kind.ts';

/** They tell of a token that was not there, or that was not looked at. */
const WITHOUT_TOKEN: readonly ReasonSlug[] = [
  'id-token-missing',
  'app-jwt-missing',
  'consumer-jws-missing',
  'lp-jwt-missing',
  'id-token-too-long',
];

describe('The checks of a refused token', () => {
  const told = Object.entries({
    'app-jwt-': ['AppJWT'],
    'consumer-jws-': ['ConsumerJWS'],
    'ext-jwt-': ['LP_EXT_JWT'],
    'lp-jwt-': ['LP_JWT'],
    'id-token-': ['id token', 'Sentinel id token'],
  } satisfies Record<string, TokenKind[]>).flatMap(([prefix, kinds]) =>
    reasonSlugs
      .filter((slug) => slug.startsWith(prefix) && !WITHOUT_TOKEN.includes(slug))
      .flatMap((slug) => kinds.map((kind, index) => [slug, kind, index === 0 ? undefined : kind] as const)),
  );

  it.each(told)('%s tells of one of those of an %s, between what it passed and what was not reached', (...row) => {
    const [slug, kind, known] = row;
    const checks = checksOfRefused(slug, known);
    const { passed = [], failed, notReached = [] } = checks ?? {};
    const onlyRefreshed = failed === 'refresh window' ? [failed] : [];
    expect([checks?.kind, ...passed, failed, ...notReached]).toEqual([
      kind,
      ...checksOfAccepted(kind).passed,
      ...onlyRefreshed,
    ]);
    expect(checksOfRefused(slug, known)).toBe(checks);
    expect([checks, passed, notReached].every((each) => Object.isFrozen(each))).toBe(true);
  });

  it('are none of what is missing, of what is no token, or of a slug that has no check', () => {
    for (const slug of ['app-jwt-missing', 'path-unknown', 'json-malformed'] as ReasonSlug[])
      for (const kind of [undefined, 'AppJWT'] as const) expect(checksOfRefused(slug, kind)).toBeUndefined();
  });

  it('are known for every reason that tells of a token, but for those that found none or one too long', () => {
    const without = reasonSlugs.filter(
      (slug) => /^(?:app-jwt|consumer-jws|ext-jwt|lp-jwt|id-token)-/.test(slug) && checksOfRefused(slug) === undefined,
    );
    expect(without).toEqual(WITHOUT_TOKEN);
  });
});
