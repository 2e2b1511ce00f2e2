import type { Change, Overview } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import { el } from './dom.ts';
import { span, timeOfDay } from './instants.ts';

/** How the clock stands, as far as the page knows. */
export interface ClockStanding {
  readonly nowMs: number;
  readonly isFrozen: boolean;
  /** `1 h ahead of real`, or that it stands still. */
  readonly words: string;
}

/** The time of the mock, on every view. */
export interface MockClock {
  readonly element: HTMLElement;
  standing(): ClockStanding;
  read(): Promise<Overview>;
  hear(change: Change): void;
  freeze(): void;
  advance(by: string): void;
}

export function createMockClock(onTrouble: (words: string) => void): MockClock {
  const time = el('time', {}, '--:--:--');
  const words = el('small', {}, 'mock time, UTC');
  const freezing = el('button', { type: 'button', 'aria-pressed': 'false' }, 'Freeze');
  const ahead = el('button', { type: 'button' }, '+10 min');
  let offsetMs = 0;
  let frozenAtMs: number | undefined;

  const standing = (): ClockStanding => {
    const isFrozen = frozenAtMs !== undefined;
    return {
      nowMs: frozenAtMs ?? Date.now() + offsetMs,
      isFrozen,
      words: isFrozen ? 'it stands still' : distance(offsetMs),
    };
  };
  const show = (): void => {
    const { nowMs, isFrozen, words: how } = standing();
    time.textContent = timeOfDay(nowMs);
    freezing.setAttribute('aria-pressed', String(isFrozen));
    freezing.textContent = isFrozen ? 'Frozen' : 'Freeze';
    words.textContent = `mock time, UTC: ${how}`;
  };
  const take = (atMs: number, isFrozen: boolean, realMs: number): void => {
    offsetMs = atMs - realMs;
    frozenAtMs = isFrozen ? atMs : undefined;
    show();
  };
  const read = async (): Promise<Overview> => {
    const overview = await askAdmin<Overview>('overview');
    take(overview.nowMs, overview.isFrozen, overview.realMs);
    return overview;
  };
  const change = (path: string, body: object): void => {
    askAdmin(path, body).then(read, (error: unknown) => {
      onTrouble((error as Error).message);
    });
  };
  const clock: MockClock = {
    element: el(
      'div',
      { class: 'clock', role: 'group', 'aria-label': 'Clock of the mock' },
      time,
      words,
      freezing,
      ahead,
    ),
    standing,
    read,
    hear: (heard) => {
      if (heard.accountId === undefined) void read().catch(() => undefined);
    },
    freeze: () => {
      const overviewMs = frozenAtMs;
      if (overviewMs === undefined) change('clock/freeze', {});
      // A clock that goes on from where it stands: set back to real time first, then to that instant.
      else
        askAdmin('clock/reset', {})
          .then(() => askAdmin('clock/set', { at: new Date(overviewMs).toISOString() }))
          .then(read, (error: unknown) => {
            onTrouble((error as Error).message);
          });
    },
    advance: (by) => {
      change('clock/advance', { by });
    },
  };
  freezing.addEventListener('click', () => {
    clock.freeze();
  });
  ahead.addEventListener('click', () => {
    clock.advance('10m');
  });
  setInterval(show, 500);
  return clock;
}

function distance(offsetMs: number): string {
  if (Math.abs(offsetMs) < 2000) return 'same as real';
  return `${span(offsetMs)} ${offsetMs > 0 ? 'ahead of' : 'behind'} real`;
}
