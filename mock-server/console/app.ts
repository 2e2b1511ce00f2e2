import type { Change, Overview } from './admin-api.ts';
import type { Announcer } from './announcer.ts';
import { createAnnouncer } from './announcer.ts';
import type { Backend } from './backend.ts';
import { chooseBackend } from './backend.ts';
import type { Banner } from './banner.ts';
import { createBanner } from './banner.ts';
import { clockKeys } from './clock-keys.ts';
import { el } from './dom.ts';
import { createFinder } from './finder.ts';
import type { Frame } from './frame.ts';
import { createFrame, logo } from './frame.ts';
import { timeOfDay } from './instants.ts';
import { listenToKeys } from './keyboard.ts';
import { createMockClock } from './mock-clock.ts';
import { orderOf } from './row.ts';
import { createRows } from './rows.ts';
import { shownFile } from './shown-file.ts';
import { createTabs } from './tabs.ts';
import type { ConsoleContext, TabbedView } from './view.ts';
import { whyOf } from './words.ts';

/**
 * Opens the console in the page.
 *
 * @param backend - the mock that it shows
 * @param notice - what stays above every view. Default: nothing
 */
export function startConsole(backend: Backend, notice?: HTMLElement): void {
  chooseBackend(backend);
  let overview: Overview | undefined;
  const banner = createBanner();
  const tell: ConsoleContext['tell'] = (words, kind, offer) => {
    banner.show(words, kind, offer);
  };
  const rows = createRows();
  const clock = createMockClock(tell);
  const context: ConsoleContext = {
    rows,
    clock,
    tell,
    overview: () => overview,
    redraw: () => {
      frame.schedule();
    },
  };
  const views = createTabs(context, (view) => {
    if (frame.shown() === view) frame.route();
  });
  const frame = createFrame(views, rows);
  const finder = createFinder(rows, () => [...keys.rows(), ...views.flatMap(({ commands = [] }) => commands)]);
  const keys = createKeys(context, views, frame, finder.open);
  const live = el(
    'span',
    { class: 'live dim', title: 'Calls appear as they are answered' },
    el('i'),
    el('span', {}, 'Live'),
  );
  const announcer = createAnnouncer();
  const readAgain = async (): Promise<void> => {
    overview = await clock.read();
  };
  document.body.append(
    skipLink(frame.element),
    topBar(frame, live, clock.element, keys.open),
    el('div', { class: 'middle' }, el('div', {}, notice, banner.element), frame.element),
    announcer.element,
    keys.dialog,
    finder.dialog,
  );
  const hearing = { ...context, banner, live, frame, announcer, readAgain };
  readAgain().then(
    () => {
      follow(backend, hearing);
      frame.route();
    },
    // It is tried again, and said so, by who follows.
    () => {
      frame.route();
      follow(backend, hearing);
    },
  );
}

function topBar(frame: Frame, live: HTMLElement, clock: HTMLElement, openKeys: () => void): HTMLElement {
  return el(
    'header',
    { class: 'top' },
    el('h1', { class: 'brand' }, logo(), el('span', {}, 'lp-auth-mock')),
    frame.tabs,
    el('span', { class: 'grow' }),
    live,
    clock,
    el(
      'button',
      { type: 'button', class: 'help quiet', 'aria-label': 'Keys', title: 'Keys and words (?)', click: openKeys },
      el('kbd', {}, '?'),
    ),
  );
}

/** What hears of events. */
interface Hearing extends ConsoleContext {
  readonly banner: Banner;
  readonly live: HTMLElement;
  readonly frame: Frame;
  readonly announcer: Announcer;
  readonly readAgain: () => Promise<void>;
}

function follow(backend: Backend, hearing: Hearing): void {
  const { rows, clock, banner, live, frame, announcer, readAgain } = hearing;
  let isTroubled = false;
  backend.follow({
    onEntry: (entry) => {
      if (shownFile() !== undefined) return;
      rows.addEntry(entry);
      if (entry.verdict === 'refused' && entry.reason !== undefined) announcer.tell(whyOf(entry) ?? '');
      frame.schedule();
    },
    onChange: (change) => {
      clock.hear(change);
      if (shownFile() !== undefined) return;
      rows.addChange(change);
      noticeReset(change, hearing);
      frame.schedule();
    },
    onAttempt: (attempt) => {
      if (shownFile() !== undefined) return;
      rows.addAttempt(attempt);
      frame.schedule();
    },
    onState: (trouble, retry) => {
      live.classList.toggle('off', trouble !== undefined);
      const words = trouble === undefined ? 'Live' : 'Not connected';
      if (live.lastChild !== null && live.textContent !== words) live.lastChild.textContent = words;
      if (trouble !== undefined) {
        isTroubled = true;
        const offer = retry === undefined ? undefined : { words: 'Try now', run: retry.now };
        banner.show(trouble, 'refused', offer);
        banner.note(retry === undefined ? '' : `Next try in ${String(retry.inSeconds)} s.`);
      } else if (isTroubled) {
        isTroubled = false;
        banner.show('');
        void readAgain().catch(() => undefined);
      }
    },
    onRestart: () => {
      if (shownFile() !== undefined) return;
      rows.restart();
      isTroubled = false;
      banner.show('Another mock answers here now; its calls come above those of the one before.', 'deviation');
      void readAgain().catch(() => undefined);
      frame.schedule();
    },
  });
}

/** A reset leaves the calls on the page, which are then of a mock that is no more. */
function noticeReset({ verb, accountId, atMs, afterEntry }: Change, { rows, banner, frame, overview }: Hearing): void {
  const isBefore = afterEntry < Number(overview()?.last.split('.')[0] ?? 0);
  const hasOlder = rows.all().some(({ entry }) => entry !== undefined);
  if (!hasOlder || isBefore || (verb !== 'reset' && verb !== 'restore')) return;
  const what = accountId === undefined ? 'The mock' : `Account ${accountId}`;
  const how = verb === 'reset' ? 'was reset' : 'went back to a snapshot';
  banner.show(`${what} ${how} at ${timeOfDay(atMs)}. The calls below that line are from before.`, 'deviation', {
    words: 'Clear them',
    run: () => {
      clearUntil(rows, afterEntry);
      banner.show('');
      frame.schedule();
    },
  });
}

function clearUntil(rows: ConsoleContext['rows'], entryId: number): void {
  const kept = rows.take().filter((row) => orderOf(row) > entryId);
  rows.put(kept);
}

function createKeys(
  context: ConsoleContext,
  views: readonly TabbedView[],
  frame: Frame,
  find: () => void,
): ReturnType<typeof listenToKeys> {
  return listenToKeys(() => [
    { key: 'Ctrl K', words: 'Find a call, a token, a command', group: 'Everywhere', run: find },
    ...clockKeys(context),
    ...views.map(({ path, name }, index) => ({
      key: String(index + 1),
      words: name,
      group: 'Everywhere',
      run: () => {
        location.hash = `#/${path}`;
      },
    })),
    ...frame.shown().keys,
  ]);
}

function skipLink(main: HTMLElement): HTMLElement {
  const click = (): void => {
    (main.querySelector<HTMLElement>('#detail') ?? main.querySelector<HTMLElement>('a, button, input'))?.focus();
  };
  return el('button', { class: 'skip', type: 'button', click }, 'Past the tabs');
}
