import type { SigningKey } from './signing-keys.ts';

/** A key and its times, by the mock's clock in epoch milliseconds. `Infinity` is never. */
export interface KeyLife {
  readonly key: SigningKey;
  /** From when on it is published, if keys of its use are. */
  readonly listedFromMs: number;
  /** From when on it signs, until another does. Its signature counts before that already. */
  readonly signsFromMs: number;
  /** From when on its signature counts no longer, and it is not published. */
  readonly endsAtMs: number;
}

/** What the keys of one use are good for, from one time to another. */
export interface KeysAtATime {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly current: SigningKey;
  /** The current one first. */
  readonly trusted: readonly SigningKey[];
  /** The current one first, as far as it is published. */
  readonly listed: readonly SigningKey[];
}

/** @throws Error when there is no key at all. */
export function lifeAt(lives: readonly KeyLife[], nowMs: number): KeysAtATime {
  const alive = lives.filter(({ endsAtMs }) => nowMs < endsAtMs);
  // A clock that was set back may stand where no key signed; there has to be one all the same.
  const current = signingLife(alive, nowMs) ?? alive[0] ?? lives[0];
  if (current === undefined) throw new Error('a key ring without keys');
  const ordered = [current, ...alive.filter((life) => life !== current)];
  const times = lives.flatMap(({ listedFromMs, signsFromMs, endsAtMs }) => [listedFromMs, signsFromMs, endsAtMs]);
  return {
    fromMs: Math.max(-Infinity, ...times.filter((time) => time <= nowMs)),
    untilMs: Math.min(Infinity, ...times.filter((time) => time > nowMs)),
    current: current.key,
    trusted: ordered.map(({ key }) => key),
    listed: ordered.filter(({ listedFromMs }) => listedFromMs <= nowMs).map(({ key }) => key),
  };
}

/** Of the keys that may sign, the one that began last. */
export function signingLife(lives: readonly KeyLife[], nowMs: number): KeyLife | undefined {
  return lives
    .filter(({ signsFromMs, endsAtMs }) => signsFromMs <= nowMs && nowMs < endsAtMs)
    .reduce<KeyLife | undefined>(
      (best, life) => (best === undefined || life.signsFromMs >= best.signsFromMs ? life : best),
      undefined,
    );
}
