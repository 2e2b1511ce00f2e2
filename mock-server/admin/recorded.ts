import type { Awaitable } from '../awaitable.ts';
import type { RestorableClock } from '../clock.ts';
import type { OriginOf } from '../config/origins.ts';
import type { Capture } from '../control/capture/capture.ts';
import type { ChangeLog } from '../control/changes/change-log.ts';
import { createChangeLog } from '../control/changes/change-log.ts';
import type { AttemptSource } from '../control/webhooks/hub.ts';

/** What a mock keeps for whoever looks at it, beside its verbs. */
export interface Recorded {
  readonly changes: ChangeLog;
  readonly attempts: AttemptSource;
  readonly clock: Pick<RestorableClock, 'now' | 'state'>;
  /** What was said in calls; undefined when nothing of it is kept. */
  readonly capture?: (() => Awaitable<Capture>) | undefined;
  /** Where its options were set. */
  readonly originOf: OriginOf;
}

/** Of a mock that is handed in by its verbs alone. */
export function nothingRecorded(clock: { now(): number }): Recorded {
  return {
    changes: createChangeLog(() => 0),
    attempts: NO_ATTEMPTS,
    clock: { now: () => clock.now(), state: () => ({ offsetMs: 0, frozenAtMs: null }) },
    originOf: () => undefined,
  };
}

/** Of a mock that sends no webhooks. */
export const NO_ATTEMPTS: AttemptSource = { after: () => [], lastId: () => 0, watch: () => () => undefined };
