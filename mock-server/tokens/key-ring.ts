import idpKey from '../../keys/00001.json' with { type: 'json' };
import sentinelV2Key from '../../keys/6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10.json' with { type: 'json' };
import sentinelV1Key from '../../keys/appjwt-13-05-17.json' with { type: 'json' };
import type { PrivateJwk, PublicJwk } from './jwk.ts';
import type { SigningKey } from './signing-keys.ts';
import { createSigningKey } from './signing-keys.ts';

/** What a key signs: V1 AppJWTs and ConsumerJWSs, V2 AppJWTs, or the IDP's LP_EXT_JWTs and LP_JWTs. */
export type KeyUse = 'sentinelV1' | 'sentinelV2' | 'idp';

/** The signing keys of one mock. */
export interface KeyRing {
  /** The key that signs now. */
  current(use: KeyUse): SigningKey;
  /** Every key whose signature counts, the current one first. */
  trusted(use: KeyUse): readonly SigningKey[];
  /** Every key whose signature counts on an AppJWT. */
  appJwtKeys(acceptV2: boolean): readonly SigningKey[];
  /** What Sentinel publishes: V2 first, because verifiers in the field take `keys[0]` whatever the kid (D28). */
  published(includeV1: boolean): readonly PublicJwk[];
}

const DEVELOPMENT_KEYS: Readonly<Record<KeyUse, PrivateJwk>> = {
  sentinelV1: sentinelV1Key as PrivateJwk,
  sentinelV2: sentinelV2Key as PrivateJwk,
  idp: idpKey as PrivateJwk,
};

/** @param own - keys that replace the development keys. */
export function createKeyRing(own: Partial<Record<KeyUse, PrivateJwk | undefined>> = {}): KeyRing {
  const ringOf = (use: KeyUse): readonly [SigningKey] => [createSigningKey(own[use] ?? DEVELOPMENT_KEYS[use])];
  const rings = { sentinelV1: ringOf('sentinelV1'), sentinelV2: ringOf('sentinelV2'), idp: ringOf('idp') };
  const bothSentinels = [...rings.sentinelV1, ...rings.sentinelV2];
  return {
    current: (use) => rings[use][0],
    trusted: (use) => rings[use],
    appJwtKeys: (acceptV2) => (acceptV2 ? bothSentinels : rings.sentinelV1),
    published: (includeV1) => [...rings.sentinelV2, ...(includeV1 ? rings.sentinelV1 : [])].map((key) => key.publicJwk),
  };
}
