import * as v from 'valibot';
import { FARTHEST_MS } from '../clock.ts';
import { describeIssue } from '../config.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { checkFault, specSchema } from './fault-spec.ts';
import { MAX_FAULTS } from './fault-store.ts';
import type { Snapshot } from './snapshot.ts';

const upTo = (most: number) => v.pipe(v.number(), v.minValue(-most), v.maxValue(most));
/** From one end of the calendar to the other. */
const clock = v.strictObject({ offsetMs: upTo(2 * FARTHEST_MS), frozenAtMs: v.nullable(upTo(FARTHEST_MS)) });
const faults = v.pipe(
  v.array(v.strictObject({ id: v.string(), spec: specSchema, seen: v.number(), fired: v.number() })),
  v.maxLength(MAX_FAULTS, `Expected at most ${String(MAX_FAULTS)} faults`),
);
const conversation = v.looseObject({ id: v.string(), consumerId: v.string(), state: v.picklist(['OPEN', 'CLOSE']), nextSequence: v.number() });

/** What a snapshot may be that comes over the wire. */
export const snapshotSchema = v.strictObject({
  version: v.literal(1),
  mock: v.optional(v.strictObject({ clock, faults })),
  accounts: v.record(v.string(), v.strictObject({
    clock, faults, conversations: v.array(conversation), revokedTokens: v.array(v.string()), ids: v.nullable(v.number()),
  })),
});

/** @throws TypeError naming what is wrong with it, a fault that could not be armed included. */
export function checkSnapshot(snapshot: unknown, endpoints: readonly Endpoint[]): Snapshot {
  const result = v.safeParse(snapshotSchema, snapshot);
  if (result.success) {
    const checked = result.output as Snapshot;
    for (const place of [checked.mock, ...Object.values(checked.accounts)]) {
      for (const { spec } of place?.faults ?? []) checkFault(spec, endpoints);
    }
    return checked;
  }
  throw new TypeError(result.issues.map((issue) => `snapshot: ${describeIssue(issue).replace(/^the options: /, '')}`).join('\n'));
}
