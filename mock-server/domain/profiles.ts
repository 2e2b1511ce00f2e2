import { jsonHeapBytes, textBytes } from '../memory/heap-bytes.ts';
import type { Tally } from '../memory/budget.ts';
import { makeRoom } from '../memory/make-room.ts';

/** What consumers have said of themselves. */
export type Profile = Readonly<Record<string, unknown>>;

/** A profile as it stands in a snapshot. */
export interface EarlierProfile {
  readonly consumerId: string;
  readonly profile: Profile;
}

/** The profiles of an account's consumers. */
export interface Profiles {
  set(consumerId: string, profile: Profile): void;
  find(consumerId: string): Profile | undefined;
  /** All, the one that was set longest ago first. */
  list(): readonly EarlierProfile[];
}

/** How many profiles an account keeps; past that the one that was set longest ago is forgotten. */
export const MAX_PROFILES = 1000;

/** A profile that takes more of the heap is not kept, in bytes. */
const LARGEST_PROFILE_BYTES = 32_768;

const PLACE_BYTES = 100;

/**
 * @param tally - counts what is kept
 * @param earlier - those of a snapshot
 */
export function createProfiles(tally: Tally, earlier: readonly EarlierProfile[] = []): Profiles {
  const byConsumer = new Map<string, { readonly profile: Profile; readonly bytes: number }>();
  const forget = (consumerId: string): void => {
    const known = byConsumer.get(consumerId);
    if (known === undefined) return;
    byConsumer.delete(consumerId);
    tally.count(-known.bytes);
  };
  const set: Profiles['set'] = (consumerId, profile) => {
    forget(consumerId);
    // Most say nothing of themselves.
    if (Object.keys(profile).length === 0) return;
    const bytes = PLACE_BYTES + textBytes(consumerId) + jsonHeapBytes(profile);
    if (bytes > LARGEST_PROFILE_BYTES) return;
    makeRoom(byConsumer, MAX_PROFILES, forget);
    byConsumer.set(consumerId, { profile, bytes });
    tally.count(bytes);
  };
  for (const { consumerId, profile } of earlier) set(consumerId, profile);
  return {
    set,
    find: (consumerId) => byConsumer.get(consumerId)?.profile,
    list: () => [...byConsumer].map(([consumerId, { profile }]) => ({ consumerId, profile })),
  };
}
