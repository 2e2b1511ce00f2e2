import type { Clock } from '../../clock.ts';
import { durationMs, instantMs, isoSeconds } from '../../instant.ts';
import type { Ids } from '../../ids.ts';
import { generateKey } from '../../tokens/generate-key.ts';
import type { PrivateJwk } from '../../tokens/jwk.ts';
import type { KeyLife } from '../../tokens/key-life.ts';
import { signingLife } from '../../tokens/key-life.ts';
import type { ChangeableKeyRing, KeyUse } from '../../tokens/key-ring.ts';
import { KEY_USES } from '../../tokens/key-ring.ts';
import { createSigningKey } from '../../tokens/signing-keys.ts';
import { freshKid } from './names.ts';
import type { PublishKeyOptions, RetireKeyOptions, RotateKeyOptions } from './options.ts';
import { checkKeyOptions, publishSchema, retireSchema, rotateSchema } from './options.ts';

/** The state of a key, as plain data. Times are ISO 8601; for a beginning, null means always, and for an end, never. */
export interface KeyState {
  readonly use: KeyUse;
  readonly kid: string;
  /** `next`: accepted, but not signing yet. `accepted`: another key signs now. `retired`: its tokens are refused. */
  readonly state: 'next' | 'signing' | 'accepted' | 'retired';
  /** Whether the JWKS lists it. The IDP's keys are not published anywhere. */
  readonly listed: boolean;
  /** When it starts signing; undefined when that is not decided. */
  readonly signsFrom: string | null | undefined;
  /** From when on its tokens are refused. */
  readonly endsAt: string | null;
}

/**
 * The signing keys of a mock, which its accounts share. They follow the mock's clock: a rotation can be scheduled, and
 * takes place when the clock gets there. Wrong options throw a TypeError.
 */
export interface Keys {
  /** The keys, including retired ones. */
  list(): readonly KeyState[];
  /** Adds a key that is published and accepted, but does not sign yet. */
  publish(options: PublishKeyOptions): Promise<KeyState>;
  /** Makes another key sign: the one with that `kid`, else one that was published and not used yet, else a new one. */
  rotate(options: RotateKeyOptions): Promise<KeyState>;
  /** Retires a key: it is no longer published, and its tokens are refused as signed by an unknown key. */
  retire(options: RetireKeyOptions): KeyState;
  /** Goes back to the keys of the options. */
  reset(): void;
}

export interface KeysSetup {
  readonly keys: ChangeableKeyRing;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How many keys of one use are kept; past that, retired ones go. */
const MAX_KEYS = 20;

export function createKeys(setup: KeysSetup): Keys {
  const { keys, clock } = setup;
  const put = (use: KeyUse, life: KeyLife, ...others: readonly KeyLife[]): KeyState => {
    const lives = keys.lives(use);
    const changed = [life, ...others];
    const isThere = lives.some(({ key }) => key === life.key);
    const kept = (isThere ? lives : withRoom(lives, clock.now())).map(
      (each) => changed.find(({ key }) => key === each.key) ?? each,
    );
    keys.replace(use, isThere ? kept : [...kept, life]);
    return stateOf(setup, use, life);
  };
  return {
    list: () => KEY_USES.flatMap((use) => keys.lives(use).map((life) => stateOf(setup, use, life))),
    publish: async (given) => {
      const options = checkKeyOptions(publishSchema(), given);
      const key = options.key ?? (await generateKey());
      return put(options.use, newLife(setup, options, key, clock.now()));
    },
    rotate: async (given) => {
      const options = checkKeyOptions(rotateSchema(), given);
      const { use, at, overlap, staleFor = 0 } = options;
      const signsFromMs = at === undefined ? clock.now() : instantMs(at);
      const staleMs = durationMs(staleFor);
      const next = nextOf(setup, options) ?? newLife(setup, options, options.key ?? (await generateKey()), signsFromMs);
      const old = signingLife(keys.lives(use), signsFromMs);
      const rotated = { ...next, signsFromMs, listedFromMs: staleMs > 0 ? signsFromMs + staleMs : next.listedFromMs };
      if (old === undefined || overlap === undefined || old.key === next.key) return put(use, rotated);
      return put(use, rotated, { ...old, endsAtMs: Math.min(old.endsAtMs, signsFromMs + durationMs(overlap)) });
    },
    retire: (given) => {
      const { use, kid, at } = checkKeyOptions(retireSchema(), given);
      const endsAtMs = at === undefined ? clock.now() : instantMs(at);
      const life = keys.lives(use).find(({ key }) => key.kid === kid);
      if (life === undefined)
        throw new TypeError(`keys: no key ${JSON.stringify(kid)} of ${use}; there are ${listKids(keys, use)}`);
      const others = keys.lives(use).filter((other) => other !== life);
      if (!others.some((other) => other.signsFromMs <= endsAtMs && other.endsAtMs === Infinity)) {
        throw new TypeError(`keys: ${kid} is the only key of ${use} that signs then; rotate first`);
      }
      return put(use, { ...life, endsAtMs });
    },
    reset: () => {
      keys.reset();
    },
  };
}

/** @throws RangeError when there is none. */
function withRoom(lives: readonly KeyLife[], nowMs: number): readonly KeyLife[] {
  if (lives.length < MAX_KEYS) return lives;
  const over = lives.find(({ endsAtMs }) => endsAtMs <= nowMs);
  if (over === undefined) throw new RangeError(`keys: there are ${String(MAX_KEYS)} already; retire some`);
  return lives.filter((life) => life !== over);
}

/** The key that is there already and is to sign. Undefined when a new one is wanted. */
function nextOf({ keys }: KeysSetup, { use, kid, key }: RotateKeyOptions): KeyLife | undefined {
  if (key !== undefined) return undefined;
  const lives = keys.lives(use);
  return kid === undefined
    ? lives.findLast(({ signsFromMs, endsAtMs }) => signsFromMs === Infinity && endsAtMs === Infinity)
    : lives.find((life) => life.key.kid === kid && life.endsAtMs === Infinity);
}

/**
 * A key that is published from now on and does not sign yet. @throws TypeError when there is one of that kid already.
 */
function newLife(
  setup: KeysSetup,
  { use, kid: wanted }: PublishKeyOptions,
  key: Omit<PrivateJwk, 'kid'> & { readonly kid?: string },
  signsFromMs: number,
): KeyLife {
  const kids = setup.keys.lives(use).map((life) => life.key.kid);
  const kid = wanted ?? key.kid ?? freshKid(setup.ids, use, kids, signsFromMs);
  if (kids.includes(kid)) throw new TypeError(`keys: there is a key ${JSON.stringify(kid)} of ${use} already`);
  return {
    key: createSigningKey({ ...key, kid }),
    listedFromMs: setup.clock.now(),
    signsFromMs: Infinity,
    endsAtMs: Infinity,
  };
}

function stateOf({ keys, clock }: KeysSetup, use: KeyUse, life: KeyLife): KeyState {
  const nowMs = clock.now();
  const {
    key: { kid },
    listedFromMs,
    signsFromMs,
    endsAtMs,
  } = life;
  const isOver = endsAtMs <= nowMs;
  const isSigning = signingLife(keys.lives(use), nowMs)?.key === life.key;
  return {
    use,
    kid,
    state: isOver ? 'retired' : isSigning ? 'signing' : signsFromMs > nowMs ? 'next' : 'accepted',
    listed: use !== 'idp' && !isOver && listedFromMs <= nowMs,
    signsFrom: signsFromMs === Infinity ? undefined : signsFromMs === -Infinity ? null : isoSeconds(signsFromMs / 1000),
    endsAt: endsAtMs === Infinity ? null : isoSeconds(endsAtMs / 1000),
  };
}

function listKids(keys: ChangeableKeyRing, use: KeyUse): string {
  return keys
    .lives(use)
    .map(({ key }) => key.kid)
    .join(', ');
}
