import { detailOf } from './detail.ts';
import { el } from './dom.ts';
import { emptyPage } from './empty.ts';
import { asHar, asJson, readSaved } from './exported.ts';
import { createFilterBar } from './filter-bar.ts';
import { callKeys } from './call-keys.ts';
import { createList } from './list.ts';
import type { Row } from './rows.ts';
import type { ViewMaker } from './view.ts';

/** What happened, as a list, and everything about one row of it. */
export const createCallsView: ViewMaker = ({ rows, overview, tell }) => {
  const list = createList();
  const detail = el('section', { class: 'detail', id: 'detail', tabindex: '-1', 'aria-label': 'Detail' });
  const main = el('div', { class: 'calls' }, list.element, detail);

  let isPaused = false;
  let chosen: string | undefined;
  let drawn: string | undefined;
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
  const paused = el('span', { class: 'dim', hidden: true }, 'Paused');
  const clear = button('Clear', clearRows);
  const chooser = el('input', { type: 'file', accept: '.json', hidden: true, 'aria-label': 'A file of calls' });
  chooser.addEventListener('change', () => {
    void load();
  });
  const bar = createFilterBar(
    draw,
    paused,
    pause,
    clear,
    button('Load', () => {
      chooser.click();
    }),
    button('Export JSON', () => {
      save('lp-auth-mock-calls.json', asJson(rows.all()));
    }),
    button('Export HAR', () => {
      void asHar(rows.all(), overview()?.version ?? '').then((text) => {
        save('lp-auth-mock-calls.har', text);
      });
    }),
  );

  function draw(): void {
    bar.refresh(rows);
    if (!isPaused) shown = rows.matching(bar.filter());
    list.show(shown, chosen);
    const isEmpty = rows.all().length === 0;
    main.classList.toggle('opened', chosen !== undefined);
    if (isEmpty) drawEmpty();
    else drawDetail(shown);
  }

  function drawEmpty(): void {
    if (drawn === 'empty') return;
    drawn = 'empty';
    void emptyPage().then((page) => {
      if (drawn === 'empty') detail.replaceChildren(page);
    });
  }

  function drawDetail(matching: readonly Row[]): void {
    const row = chosen === undefined ? undefined : rows.find(chosen);
    // A socket's detail grows with its frames.
    const state = `${chosen ?? ''}/${String(row?.frames.length)}/${String(matching.length === 0)}`;
    if (drawn === state) return;
    drawn = state;
    if (row !== undefined)
      detail.replaceChildren(detailOf({ row, rows: rows.all(), isCapturing: overview()?.capture === true }));
    else if (chosen !== undefined)
      detail.replaceChildren(
        note('This call is not on this page', 'It may have been cleared, or it is older than what the mock keeps.'),
      );
    else if (matching.length === 0) detail.replaceChildren(nothingMatches());
    else
      detail.replaceChildren(
        note(
          'Choose a call',
          'Its reason, its tokens and what was said are shown here. The key j goes to an older one.',
        ),
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
    paused.hidden = !isPaused;
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
      tell(`These are the calls of ${file.name}, and not of this mock. Reload the page to see its own.`);
    } catch (error) {
      tell((error as Error).message);
    }
    chooser.value = '';
    draw();
  }

  /** To the next row in the list that fits, from the chosen one on. */
  function go(step: 1 | -1, fits: (row: Row) => boolean = () => true): void {
    const matching = shown;
    const from = matching.findIndex(({ id }) => id === chosen);
    for (let at = from === -1 && step === -1 ? -1 : from + step; at >= 0 && at < matching.length; at += step) {
      const row = matching[at];
      if (row === undefined || !fits(row)) continue;
      location.hash = `#/calls/${row.id}`;
      list.scrollTo(row.id);
      return;
    }
  }

  return {
    path: 'calls',
    name: 'Calls',
    icon: 'M2 4h12M2 8h12M2 12h8',
    element: el('div', { class: 'view' }, bar.element, main, chooser),
    show: (rest) => {
      chosen = /^[sc]?\d+$/.test(rest) ? rest : undefined;
      draw();
      if (chosen !== undefined) list.scrollTo(chosen);
    },
    refresh: draw,
    keys: callKeys({
      go,
      bar,
      detail,
      togglePause,
      clearRows,
      leave: () => {
        if (chosen === undefined) bar.clear();
        else location.hash = '#/calls';
      },
    }),
  };
};
