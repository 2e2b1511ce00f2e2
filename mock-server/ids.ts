import { toHex } from './hex.ts';

/** The only source of randomness. With a seed the same calls give the same ids in every process. */
export interface Ids {
  /** A version 4 UUID (RFC 9562), lower case. */
  uuid(): string;
  /** So many lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A source of its own for one account, so that what one account draws never moves another's ids. */
  fork(name: string): Ids;
  /** Where a seeded source stands; null without a seed. */
  state(): number | null;
  /** Draws on from a state of the same seed. Does nothing without a seed. */
  resume(state: number | null): void;
  /** The next UUIDs are these, which were drawn before, instead of those that it was told to repeat so far. */
  repeat(uuids: readonly string[]): void;
}

/** @param seed - any text; without it ids come from the platform's secure randomness. */
export function createIds(seed?: string): Ids {
  const source = seed === undefined ? SECURE_SOURCE : seededSource(seed);
  let repeated: readonly string[] = NONE;
  const next = (): string | undefined => {
    const [first, ...rest] = repeated;
    repeated = rest;
    return first;
  };
  return {
    hex: (digits) => toHex(source.bytes(Math.ceil(digits / 2))).slice(0, digits),
    uuid: () => (repeated.length === 0 ? undefined : next()) ?? toUuid(source.bytes(16)),
    fork: (name) => createIds(seed === undefined ? undefined : `${seed}/${name}`),
    state: source.state,
    resume: source.resume,
    repeat: (uuids) => {
      repeated = uuids;
    },
  };
}

const NONE: readonly string[] = [];

interface ByteSource {
  bytes(count: number): Uint8Array;
  readonly state: Ids['state'];
  readonly resume: Ids['resume'];
}

const SECURE_SOURCE: ByteSource = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  state: () => null,
  resume: () => undefined,
};

function toUuid(bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  // Joined it is one piece: by any other way engines keep the parts, which take twice as much.
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * A seeded byte stream: FNV-1a turns the seed into the state of a mulberry32 generator. Good enough to look random and
 * never to repeat soon; it guards nothing.
 */
function seededSource(seed: string): ByteSource {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  }
  const nextByte = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 24) & 0xff;
  };
  return {
    bytes: (count) => Uint8Array.from({ length: count }, nextByte),
    state: () => state,
    resume: (earlier) => {
      state = earlier ?? state;
    },
  };
}
