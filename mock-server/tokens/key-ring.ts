import idpKey from '../../keys/00001.json' with { type: 'json' };
import sentinelV2Key from '../../keys/6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10.json' with { type: 'json' };
import sentinelIdTokenKey from '../../keys/idtoken-19-08-19.json' with { type: 'json' };
import sentinelV1Key from '../../keys/appjwt-13-05-17.json' with { type: 'json' };
import type { TimeSource } from '../clock.ts';
import { once } from '../once.ts';
import type { PrivateJwk, PublicJwk } from './jwk.ts';
import type { KeyLife, KeysAtATime } from './key-life.ts';
import { lifeAt } from './key-life.ts';
import type { SigningKey } from './signing-keys.ts';
import { createSigningKey } from './signing-keys.ts';

/**
 * What a key signs: V1 AppJWTs and ConsumerJWSs, V2 AppJWTs, the id tokens of Sentinel's code flow, or the IDP's
 * LP_EXT_JWTs and LP_JWTs.
 */
export type KeyUse = 'sentinelV1' | 'sentinelV2' | 'sentinelIdToken' | 'idp';

export const KEY_USES: readonly KeyUse[] = ['sentinelV1', 'sentinelV2', 'sentinelIdToken', 'idp'];

/** The signing keys of one mock, as they are at the time of its clock. */
export interface KeyRing {
  /** The key that signs now. */
  current(use: KeyUse): SigningKey;
  /** Every key whose signature counts, the current one first. */
  trusted(use: KeyUse): readonly SigningKey[];
  /** Every key whose signature counts on an AppJWT. */
  appJwtKeys(acceptV2: boolean): readonly SigningKey[];
  /**
   * What Sentinel publishes: V2 first, because verifiers in the field take `keys[0]` whatever the kid (D28); the key of
   * id tokens last (D74).
   */
  published(includeV1: boolean): readonly PublicJwk[];
}

/** A key ring whose keys can be changed. */
export interface ChangeableKeyRing extends KeyRing {
  /** The keys of one use, those that are over too, in the order in which they were added. */
  lives(use: KeyUse): readonly KeyLife[];
  /** Puts others in their place. One of them must sign at any time to come. */
  replace(use: KeyUse, lives: readonly KeyLife[]): void;
  /** Back to the keys that the ring was made with. */
  reset(): void;
}

const DEVELOPMENT_KEYS: Readonly<Record<KeyUse, PrivateJwk>> = {
  sentinelV1: sentinelV1Key as PrivateJwk,
  sentinelV2: sentinelV2Key as PrivateJwk,
  sentinelIdToken: sentinelIdTokenKey as PrivateJwk,
  idp: idpKey as PrivateJwk,
};

/** @param own - keys that replace the development keys. */
export function createKeyRing(
  clock: TimeSource,
  own: Partial<Record<KeyUse, PrivateJwk | undefined>> = {},
): ChangeableKeyRing {
  const first = (use: KeyUse): readonly KeyLife[] => [
    {
      key: createSigningKey(own[use] ?? DEVELOPMENT_KEYS[use]),
      listedFromMs: -Infinity,
      signsFromMs: -Infinity,
      endsAtMs: Infinity,
    },
  ];
  const firsts = once(() => ({
    sentinelV1: first('sentinelV1'),
    sentinelV2: first('sentinelV2'),
    sentinelIdToken: first('sentinelIdToken'),
    idp: first('idp'),
  }));
  /** Those that were changed. */
  const rings: Partial<Record<KeyUse, readonly KeyLife[] | undefined>> = {};
  const livesOf = (use: KeyUse): readonly KeyLife[] => rings[use] ?? firsts()[use];
  const seen: Partial<Record<KeyUse, KeysAtATime | undefined>> = {};
  const now = (use: KeyUse): KeysAtATime => {
    const nowMs = clock.now();
    const known = seen[use];
    // Every call asks several times, and the answer changes only when the clock passes one of the keys' times.
    if (known !== undefined && known.fromMs <= nowMs && nowMs < known.untilMs) return known;
    return (seen[use] = lifeAt(livesOf(use), nowMs));
  };
  const put = (use: KeyUse, lives: readonly KeyLife[] | undefined): void => {
    rings[use] = lives;
    seen[use] = undefined;
  };
  return {
    current: (use) => now(use).current,
    trusted: (use) => now(use).trusted,
    appJwtKeys: (acceptV2) =>
      acceptV2 ? [...now('sentinelV1').trusted, ...now('sentinelV2').trusted] : now('sentinelV1').trusted,
    published: (includeV1) =>
      [
        ...now('sentinelV2').listed,
        ...(includeV1 ? now('sentinelV1').listed : []),
        ...now('sentinelIdToken').listed,
      ].map((key) => key.publicJwk),
    lives: livesOf,
    replace: put,
    reset: () => {
      for (const use of KEY_USES) put(use, undefined);
    },
  };
}
