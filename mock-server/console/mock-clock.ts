import type { Change, Overview } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import { el } from './dom.ts';
import { span, timeOfDay } from './instants.ts';

/** The time of the mock, on every view. */
export interface MockClock {
  readonly element: HTMLElement;
  /** The time of the mock as far as the page knows, in epoch milliseconds. */
  nowMs(): number;
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

  const show = (): void => {
    time.textContent = timeOfDay(frozenAtMs ?? Date.now() + offsetMs);
    freezing.setAttribute('aria-pressed', String(frozenAtMs !== undefined));
    freezing.textContent = frozenAtMs === undefined ? 'Freeze' : 'Frozen';
    words.textContent = `mock time, UTC: ${frozenAtMs === undefined ? distance(offsetMs) : 'it stands still'}`;
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
    nowMs: () => frozenAtMs ?? Date.now() + offsetMs,
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
