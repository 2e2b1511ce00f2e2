import type { Awaitable } from '../awaitable.ts';
import type { RestorableClock } from '../clock.ts';
import type { OriginOf } from '../config/origins.ts';
import type { Capture } from '../control/capture/capture.ts';
import type { ChangeLog } from '../control/changes/change-log.ts';
import { createChangeLog } from '../control/changes/change-log.ts';

/** What a mock keeps for whoever looks at it, beside its verbs. */
export interface Recorded {
  readonly changes: ChangeLog;
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
    clock: { now: () => clock.now(), state: () => ({ offsetMs: 0, frozenAtMs: null }) },
    originOf: () => undefined,
  };
}
