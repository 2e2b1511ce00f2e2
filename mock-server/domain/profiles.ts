import { jsonHeapBytes, textBytes } from '../memory/heap-bytes.ts';
import type { Tally } from '../memory/budget.ts';

/** What consumers have said of themselves. */
export type Profile = Readonly<Record<string, unknown>>;

/** The profiles of an account's consumers. */
export interface Profiles {
  set(consumerId: string, profile: Profile): void;
  find(consumerId: string): Profile | undefined;
  /** All, by consumer. */
  all(): Iterable<readonly [consumerId: string, profile: Profile]>;
}

/** How many profiles an account keeps; past that the one that was set longest ago is forgotten. */
const MAX_PROFILES = 1000;

/** A profile that takes more of the heap is not kept, in bytes. */
const LARGEST_PROFILE_BYTES = 32_768;

const PLACE_BYTES = 100;

/** @param tally - counts what is kept */
export function createProfiles(tally: Tally): Profiles {
  const byConsumer = new Map<string, { readonly profile: Profile; readonly bytes: number }>();
  const forget = (consumerId: string): void => {
    const known = byConsumer.get(consumerId);
    if (known === undefined) return;
    byConsumer.delete(consumerId);
    tally.count(-known.bytes);
  };
  return {
    set: (consumerId, profile) => {
      forget(consumerId);
      // Most say nothing of themselves.
      if (Object.keys(profile).length === 0) return;
      const bytes = PLACE_BYTES + textBytes(consumerId) + jsonHeapBytes(profile);
      if (bytes > LARGEST_PROFILE_BYTES) return;
      const [longestAgo] = byConsumer.keys();
      if (byConsumer.size >= MAX_PROFILES && longestAgo !== undefined) forget(longestAgo);
      byConsumer.set(consumerId, { profile, bytes });
      tally.count(bytes);
    },
    find: (consumerId) => byConsumer.get(consumerId)?.profile,
    all: () => [...byConsumer].map(([consumerId, { profile }]) => [consumerId, profile] as const),
  };
}
