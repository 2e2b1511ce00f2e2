import { detailOf } from './detail.ts';
import { el } from './dom.ts';
import { emptyPage } from './empty.ts';
import { asHar, asJson, readSaved } from './exported.ts';
import { follow } from './feed.ts';
import { createFilterBar } from './filter-bar.ts';
import { keyRows } from './key-rows.ts';
import { listenToKeys } from './keyboard.ts';
import { createAnnouncer } from './announcer.ts';
import { createList } from './list.ts';
import { createMockClock } from './mock-clock.ts';
import type { Row } from './rows.ts';
import { createRows } from './rows.ts';

const rows = createRows();
const list = createList();
const banner = el('div', { class: 'banner', role: 'alert' });
const announcer = createAnnouncer();
const live = el('span', { class: 'live dim' }, 'Live');
const detail = el('section', { class: 'detail', id: 'detail', tabindex: '-1', 'aria-label': 'Detail' });
const main = el('main', { id: 'calls' }, list.element, detail);
const clock = createMockClock((words) => {
  banner.textContent = words;
});

let isPaused = false;
let isCapturing = false;
let version = '';
let drawn: string | undefined;
let isDue = false;
let cleared: readonly Row[] = [];
/** What came while paused: counted, and shown when one goes on. */
let shown: readonly Row[] = [];

const button = (words: string, run: () => void): HTMLButtonElement => {
  const made = el('button', { type: 'button' }, words);
  made.addEventListener('click', run);
  return made;
};
const pause = button('Pause', togglePause);
pause.setAttribute('aria-pressed', 'false');
const clear = button('Clear', clearRows);
const chooser = el('input', { type: 'file', accept: '.json', hidden: true, 'aria-label': 'A file of calls' });
chooser.addEventListener('change', () => {
  void load();
});
const bar = createFilterBar(
  draw,
  pause,
  clear,
  button('Load', () => {
    chooser.click();
  }),
  button('Export JSON', () => {
    save('lp-auth-mock-calls.json', asJson(rows.all()));
  }),
  button('Export HAR', () => {
    void asHar(rows.all(), version).then((text) => {
      save('lp-auth-mock-calls.har', text);
    });
  }),
);

function chosenId(): string | undefined {
  return /^#\/calls\/([sc]?\d+)$/.exec(location.hash)?.[1];
}

/** Once a frame at the most, however much comes. */
function schedule(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    draw();
  });
}

function draw(): void {
  bar.refresh(rows);
  const chosen = chosenId();
  if (!isPaused) shown = rows.matching(bar.filter());
  list.show(shown, chosen);
  const isEmpty = rows.all().length === 0;
  main.classList.toggle('opened', chosen !== undefined);
  if (isEmpty) drawEmpty();
  else drawDetail(chosen, shown);
}

function drawEmpty(): void {
  if (drawn === 'empty') return;
  drawn = 'empty';
  void emptyPage().then((page) => {
    if (drawn === 'empty') detail.replaceChildren(page);
  });
}

function drawDetail(chosen: string | undefined, matching: readonly Row[]): void {
  const row = chosen === undefined ? undefined : rows.find(chosen);
  // A socket's detail grows with its frames.
  const state = `${chosen ?? ''}/${String(row?.frames.length)}/${String(matching.length === 0)}`;
  if (drawn === state) return;
  drawn = state;
  if (row !== undefined) detail.replaceChildren(detailOf({ row, rows: rows.all(), isCapturing }));
  else if (chosen !== undefined)
    detail.replaceChildren(
      note('This call is not on this page', 'It may have been cleared, or it is older than what the mock keeps.'),
    );
  else if (matching.length === 0) detail.replaceChildren(nothingMatches());
  else
    detail.replaceChildren(
      note('Choose a call', 'Its reason, its tokens and what was said are shown here. The key j goes to an older one.'),
    );
}

function note(title: string, words: string): HTMLElement {
  return el('div', { class: 'empty' }, el('h2', {}, title), el('p', {}, words));
}

function nothingMatches(): HTMLElement {
  const all = button(`Show all ${String(rows.all().length)}`, () => {
    bar.clear();
  });
  return el('div', { class: 'empty' }, el('h2', {}, 'Nothing matches the filter'), all);
}

function togglePause(): void {
  isPaused = !isPaused;
  pause.setAttribute('aria-pressed', String(isPaused));
  live.textContent = isPaused ? 'Paused' : 'Live';
  draw();
}

function clearRows(): void {
  cleared = rows.take().slice();
  shown = [];
  const undo = button('Bring them back', () => {
    rows.put(cleared);
    forget();
    draw();
  });
  const forget = (): void => {
    cleared = [];
    undo.remove();
  };
  clear.after(undo);
  setTimeout(forget, 10_000);
  location.hash = '#/calls';
  draw();
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

async function load(): Promise<void> {
  const [file] = chooser.files ?? [];
  if (file === undefined) return;
  try {
    const { entries, changes } = readSaved(await file.text());
    rows.take();
    for (const entry of entries) rows.addEntry(entry);
    for (const change of changes) rows.addChange(change);
    banner.textContent = `These are the calls of ${file.name}, and not of this mock. Reload the page to see its own.`;
  } catch (error) {
    banner.textContent = (error as Error).message;
  }
  chooser.value = '';
  draw();
}

/** To the next row in the list that fits, from the chosen one on. */
function go(step: 1 | -1, fits: (row: Row) => boolean = () => true): void {
  const matching = shown;
  const from = matching.findIndex(({ id }) => id === chosenId());
  for (let at = from === -1 && step === -1 ? -1 : from + step; at >= 0 && at < matching.length; at += step) {
    const row = matching[at];
    if (row === undefined || !fits(row)) continue;
    location.hash = `#/calls/${row.id}`;
    list.scrollTo(row.id);
    return;
  }
}

const keys = listenToKeys(
  keyRows({
    go,
    bar,
    clock,
    detail,
    togglePause,
    clearRows,
    leave: () => {
      if (chosenId() === undefined) bar.clear();
      else location.hash = '#/calls';
    },
  }),
);

document.body.append(
  el(
    'button',
    {
      class: 'skip',
      type: 'button',
      click: () => {
        detail.focus();
      },
    },
    'To the detail',
  ),
  el(
    'header',
    { class: 'top' },
    el('h1', {}, 'lp-auth-mock'),
    el('span', { class: 'grow' }),
    live,
    clock.element,
    button('?', () => {
      keys.showModal();
    }),
  ),
  bar.element,
  banner,
  main,
  announcer.element,
  chooser,
  keys,
);
addEventListener('hashchange', () => {
  draw();
  const chosen = chosenId();
  if (chosen !== undefined) list.scrollTo(chosen);
});

void clock.read().then((overview) => {
  ({ capture: isCapturing, version } = overview);
  follow({
    onEntry: (entry) => {
      rows.addEntry(entry);
      if (entry.verdict === 'refused' && entry.reason !== undefined) announcer.tell(entry.reason.sentence);
      schedule();
    },
    onChange: (change) => {
      rows.addChange(change);
      clock.hear(change);
      schedule();
    },
    onState: (trouble) => {
      banner.textContent = trouble ?? '';
      live.textContent = trouble === undefined ? (isPaused ? 'Paused' : 'Live') : 'Not connected';
    },
    onRestart: () => {
      banner.textContent = 'Another mock answers here now; its calls come below those of the one before.';
    },
  });
  draw();
});
