import type { Overview } from './admin-api.ts';
import type { Announcer } from './announcer.ts';
import { createAnnouncer } from './announcer.ts';
import type { Backend } from './backend.ts';
import { chooseBackend } from './backend.ts';
import { createCallsView } from './calls-view.ts';
import { createControlsView } from './controls/view.ts';
import { createConversationView } from './conversation/view.ts';
import { el, shape } from './dom.ts';
import type { KeyRow } from './keyboard.ts';
import { listenToKeys } from './keyboard.ts';
import { createMockClock } from './mock-clock.ts';
import { createPictureView } from './picture/view.ts';
import { createRows } from './rows.ts';
import { createTourView } from './tour/view.ts';
import type { ConsoleContext, View } from './view.ts';

/** Opens the console in the page. @param backend - the mock that it shows */
export function startConsole(backend: Backend): void {
  chooseBackend(backend);
  let overview: Overview | undefined;
  const banner = el('div', { class: 'banner', role: 'alert' });
  const tell = (words: string): void => {
    banner.textContent = words;
  };
  const rows = createRows();
  const clock = createMockClock(tell);
  const context: ConsoleContext = { rows, clock, tell, overview: () => overview };
  const views: readonly [View, ...View[]] = [
    createCallsView(context),
    createPictureView(context),
    createConversationView(context),
    createControlsView(context),
    createTourView(context),
  ];
  const live = el('span', { class: 'live dim' }, 'Live');
  const announcer = createAnnouncer();
  const frame = createFrame(views);
  const keys = listenToKeys(() => [...clockKeys(context), ...viewKeys(views), ...frame.shown().keys]);
  document.body.append(
    skipLink(frame.element),
    el(
      'header',
      { class: 'top' },
      el('h1', {}, 'lp-auth-mock'),
      frame.tabs,
      el('span', { class: 'grow' }),
      live,
      clock.element,
      el(
        'button',
        {
          type: 'button',
          'aria-label': 'Keys',
          click: () => {
            keys.open();
          },
        },
        '?',
      ),
    ),
    banner,
    frame.element,
    announcer.element,
    keys.dialog,
  );
  void clock.read().then((told) => {
    overview = told;
    follow(backend, { rows, clock, tell, live, frame, announcer });
    frame.route();
  });
}

/** What hears of events. */
interface Hearing extends Pick<ConsoleContext, 'rows' | 'clock' | 'tell'> {
  readonly live: HTMLElement;
  readonly frame: Frame;
  readonly announcer: Announcer;
}

function follow(backend: Backend, { rows, clock, tell, live, frame, announcer }: Hearing): void {
  backend.follow({
    onEntry: (entry) => {
      rows.addEntry(entry);
      if (entry.verdict === 'refused' && entry.reason !== undefined) announcer.tell(entry.reason.sentence);
      frame.schedule();
    },
    onChange: (change) => {
      rows.addChange(change);
      clock.hear(change);
      frame.schedule();
    },
    onState: (trouble) => {
      tell(trouble ?? '');
      live.textContent = trouble === undefined ? 'Live' : 'Not connected';
    },
    onRestart: () => {
      tell('Another mock answers here now; its calls come below those of the one before.');
    },
  });
}

/** The place of the view that is shown, and the tabs that lead to the others. */
interface Frame {
  readonly element: HTMLElement;
  readonly tabs: HTMLElement;
  shown(): View;
  /** Goes by the address. */
  route(): void;
  /** Has the shown view drawn, once a frame at the most, however much comes. */
  schedule(): void;
}

function createFrame(views: readonly [View, ...View[]]): Frame {
  const element = el('main', {});
  const links = views.map(({ path, name, icon }) =>
    el('a', { href: `#/${path}` }, el('span', { class: 'drawn' }, shape(icon)), name),
  );
  let shown: View = views[0];
  let isDue = false;
  const route = (): void => {
    const [, path = '', rest = ''] = /^#\/([a-z]+)\/?(.*)$/.exec(location.hash) ?? [];
    shown = views.find((view) => view.path === path) ?? views[0];
    for (const [index, link] of links.entries()) {
      if (views[index] === shown) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    if (shown.element.parentElement !== element) element.replaceChildren(shown.element);
    shown.show(rest);
  };
  addEventListener('hashchange', route);
  return {
    element,
    tabs: el('nav', { class: 'tabs', 'aria-label': 'Views' }, ...links),
    shown: () => shown,
    route,
    schedule: () => {
      if (isDue) return;
      isDue = true;
      requestAnimationFrame(() => {
        isDue = false;
        shown.refresh();
      });
    },
  };
}

function skipLink(main: HTMLElement): HTMLElement {
  const click = (): void => {
    (main.querySelector<HTMLElement>('#detail') ?? main.querySelector<HTMLElement>('a, button, input'))?.focus();
  };
  return el('button', { class: 'skip', type: 'button', click }, 'Past the tabs');
}

function clockKeys({ clock }: ConsoleContext): readonly KeyRow[] {
  return [
    {
      key: 'f',
      words: 'freeze the clock, or let it run',
      run: () => {
        clock.freeze();
      },
    },
    {
      key: '+',
      words: 'ten minutes ahead',
      run: () => {
        clock.advance('10m');
      },
    },
  ];
}

function viewKeys(views: readonly View[]): readonly KeyRow[] {
  return views.map(({ path, name }, index) => ({
    key: String(index + 1),
    words: name,
    run: () => {
      location.hash = `#/${path}`;
    },
  }));
}
