import type { Change, Overview } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import { el } from './dom.ts';
import { iconButton } from './icons.ts';
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
  const title = el('b', {}, 'mock time, UTC');
  const words = el('span', {}, '');
  const freezing = iconButton(
    'Freeze the clock',
    () => {
      clock.freeze();
    },
    { icon: 'freeze', isIconOnly: true, title: 'Freeze (f)' },
  );
  const ahead = iconButton(
    '+10 min',
    () => {
      clock.advance('10m');
    },
    { title: 'Move on 10 minutes (+)', class: 'ahead' },
  );
  const element = el(
    'div',
    { class: 'clock', role: 'group', 'aria-label': 'Clock of the mock' },
    time,
    el('small', {}, title, words),
    freezing,
    ahead,
  );
  let offsetMs = 0;
  let frozenAtMs: number | undefined;

  const nowMs = (): number => frozenAtMs ?? Date.now() + offsetMs;
  const show = (): void => {
    const isFrozen = frozenAtMs !== undefined;
    const shown = timeOfDay(nowMs());
    if (time.textContent !== shown) time.textContent = shown;
    freezing.setAttribute('aria-pressed', String(isFrozen));
    element.classList.toggle('frozen', isFrozen);
    title.textContent = isFrozen ? 'frozen' : 'mock time, UTC';
    const distant = distance(nowMs() - Date.now());
    if (words.textContent !== distant) words.textContent = distant;
  };
  const take = ({ nowMs: atMs, isFrozen, realMs }: Overview): void => {
    offsetMs = atMs - realMs;
    frozenAtMs = isFrozen ? atMs : undefined;
    show();
  };
  const read = async (): Promise<Overview> => {
    const overview = await askAdmin<Overview>('overview');
    take(overview);
    return overview;
  };
  const trouble = (error: unknown): void => {
    onTrouble((error as Error).message);
  };
  const change = (path: string, body: object): void => {
    askAdmin(path, body).then(read).catch(trouble);
  };
  const clock: MockClock = {
    element,
    nowMs,
    read,
    hear: (heard) => {
      if (heard.accountId === undefined) void read().catch(() => undefined);
    },
    freeze: () => {
      const at = frozenAtMs;
      if (at === undefined) change('clock/freeze', {});
      // A clock that goes on from where it stands: set back to real time first, then to that instant.
      else
        askAdmin('clock/reset', {})
          .then(() => askAdmin('clock/set', { at: new Date(at).toISOString() }))
          .then(read)
          .catch(trouble);
    },
    advance: (by) => {
      change('clock/advance', { by });
    },
  };
  setInterval(show, 500);
  return clock;
}

function distance(offsetMs: number): string {
  if (Math.abs(offsetMs) < 2000) return 'same as real';
  return `${span(offsetMs)} ${offsetMs > 0 ? 'ahead of' : 'behind'} real`;
}
