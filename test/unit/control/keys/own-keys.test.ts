import { describe, expect, it } from '@jest/globals';
import {
  developmentKeysAmong,
  isDevelopmentKey,
  KEY_NAMES,
  SIGNED_BY,
} from '../../../../mock-server/control/keys/development-keys.ts';
import type { OwnKeys } from '../../../../mock-server/control/keys/own-keys.ts';
import { faultOf } from '../../../../mock-server/control/keys/own-keys.ts';
import type { PrivateJwk } from '../../../../mock-server/index.ts';
import {
  CUSTOMER_KEY,
  FOREIGN_KEY,
  IDP_KEY,
  SENTINEL_ID_TOKEN_KEY,
  SENTINEL_V1_KEY,
  SENTINEL_V2_KEY,
} from '../../../support/signed-by-hand.ts';

const FOREIGN = FOREIGN_KEY as unknown as PrivateJwk;
const DEVELOPMENT = [SENTINEL_V1_KEY, SENTINEL_V2_KEY, SENTINEL_ID_TOKEN_KEY, IDP_KEY, CUSTOMER_KEY];

/** Keys of five moduli, of which the first alone can sign. */
const keys = (changes: Partial<OwnKeys> = {}): OwnKeys =>
  ({
    ...Object.fromEntries(
      KEY_NAMES.map((name, index) => [
        name,
        { ...FOREIGN, kid: name, n: index === 0 ? FOREIGN.n : `${name}${FOREIGN.n}` },
      ]),
    ),
    ...changes,
  }) as OwnKeys;

describe('the keys that everybody has', () => {
  it.each(DEVELOPMENT)('are known whatever they are called: $kid', (key) => {
    expect(isDevelopmentKey({ n: key.n ?? '' })).toBe(true);
    expect(developmentKeysAmong({ ...keys(), idp: { ...key, kid: 'mine' } as unknown as PrivateJwk })).toEqual(['idp']);
  });

  it('are used where none is given', () => {
    expect(isDevelopmentKey(FOREIGN)).toBe(false);
    expect(developmentKeysAmong({})).toEqual(KEY_NAMES);
    expect(developmentKeysAmong(keys())).toEqual([]);
  });

  it('are told by what they sign', () => {
    expect(SIGNED_BY).toEqual({
      sentinelV1: 'AppJWTs of Sentinel V1, and ConsumerJWSs',
      sentinelV2: 'AppJWTs of Sentinel V2',
      sentinelIdToken: "id tokens of Sentinel's code flow",
      idp: 'LP_EXT_JWTs and LP_JWTs of the IDP',
      customerLogin: "id tokens of a customer's own login, which the default connectors believe",
    });
  });
});

describe("what is wrong with keys of one's own", () => {
  it.each<[Partial<OwnKeys>, string]>([
    [{ sentinelV1: SENTINEL_V1_KEY as unknown as PrivateJwk }, 'sentinelV1 is a development key, which everybody has'],
    [{ sentinelV2: { ...FOREIGN, kid: 'other' } }, 'sentinelV2 is the same key as sentinelV1; each needs its own'],
    [
      { sentinelV2: { ...FOREIGN, n: 'AQAB', kid: 'sentinelV1' } },
      'sentinelV2 has the kid of sentinelV1; each needs its own',
    ],
    [{ sentinelV1: { ...FOREIGN, n: 'AQAB' } }, 'sentinelV1 is no key: its members do not belong together'],
    [{}, 'sentinelV2 is no key: its members do not belong together'],
  ])('is told by its name: %#', async (changes, fault) => {
    expect(await faultOf(keys(changes))).toBe(fault);
  });
});
