import idpKey from '../../../keys/00001.json' with { type: 'json' };
import sentinelV2Key from '../../../keys/6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10.json' with { type: 'json' };
import sentinelV1Key from '../../../keys/appjwt-13-05-17.json' with { type: 'json' };
import customerLoginKey from '../../../keys/customer-login.json' with { type: 'json' };
import sentinelIdTokenKey from '../../../keys/idtoken-19-08-19.json' with { type: 'json' };
import type { MockOptions } from '../../config/options.ts';
import type { PrivateJwk } from '../../tokens/jwk.ts';

/** A member of the option `keys`. */
export type KeyName = keyof NonNullable<MockOptions['keys']>;

/** What each key signs, for people. */
export const SIGNED_BY: Readonly<Record<KeyName, string>> = {
  sentinelV1: 'AppJWTs of Sentinel V1, and ConsumerJWSs',
  sentinelV2: 'AppJWTs of Sentinel V2',
  sentinelIdToken: "id tokens of Sentinel's code flow",
  idp: 'LP_EXT_JWTs and LP_JWTs of the IDP',
  customerLogin: "id tokens of a customer's own login, which the default connectors believe",
};

export const KEY_NAMES = Object.keys(SIGNED_BY) as readonly KeyName[];

/** The keys of a mock that everybody has. */
export function developmentKeysAmong(keys: NonNullable<MockOptions['keys']>): readonly KeyName[] {
  return KEY_NAMES.filter((name) => {
    const key = keys[name];
    return key === undefined || isDevelopmentKey(key);
  });
}

/** Whether the key is one of `keys/`, whatever its `kid` says. */
export function isDevelopmentKey({ n }: Pick<PrivateJwk, 'n'>): boolean {
  return [idpKey, sentinelV1Key, sentinelV2Key, sentinelIdTokenKey, customerLoginKey].some((key) => key.n === n);
}
