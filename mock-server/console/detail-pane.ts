import { backend } from './backend.ts';
import { detailOf } from './detail.ts';
import { el } from './dom.ts';
import { emptyPage } from './empty.ts';
import type { FilterBar } from './filter-bar.ts';
import { nothingMatches } from './nothing-matches.ts';
import { shownFile } from './shown-file.ts';
import type { ConsoleContext } from './view.ts';

/** The place beside the list; it is never blank. */
export interface DetailPane {
  readonly element: HTMLElement;
  /** @param matching - how many rows the list has */
  draw(chosen: string | undefined, matching: number): void;
}

/** What the pane needs beside the context. */
export interface PaneSetup {
  readonly bar: FilterBar;
  readonly go: (step: 1 | -1) => void;
}

/** How long one waits before it is said for what. */
const PATIENCE_MS = 300;

export function createDetailPane({ rows, overview, clock }: ConsoleContext, { bar, go }: PaneSetup): DetailPane {
  const element = el('section', { class: 'detail', id: 'detail', tabindex: '-1', 'aria-label': 'Detail' });
  let drawn: string | undefined;
  const put = (state: string, make: () => HTMLElement): void => {
    if (drawn === state) return;
    drawn = state;
    element.replaceChildren(make());
    element.scrollTop = 0;
  };

  function drawEmpty(): void {
    if (shownFile() !== undefined) {
      put('file', () => note('Nothing is left of the file', 'Reload the page to see the calls of this mock.'));
      return;
    }
    const state = `empty/${String(expected())}`;
    if (drawn === state) return;
    drawn = state;
    if (expected() > 0) {
      // Most are read before one could read this.
      setTimeout(() => {
        if (drawn === state) element.replaceChildren(reading(expected()));
      }, PATIENCE_MS);
      return;
    }
    emptyPage().then(
      (page) => {
        if (drawn === state) element.replaceChildren(page);
      },
      (error: unknown) => {
        if (drawn === state) element.replaceChildren(note('No calls yet', (error as Error).message));
        drawn = undefined;
      },
    );
  }
  const expected = (): number => (wasRead ? 0 : Number(overview()?.last.split('.')[0] ?? 0));
  let wasRead = false;

  function drawChosen(chosen: string): void {
    const row = rows.find(chosen);
    if (row === undefined) {
      put(`${chosen}/gone`, () =>
        note(
          'This call is not on this page',
          backend().isInPage === true
            ? 'It may have been cleared, or the page was loaded again since: calls are gone then.'
            : 'It may have been cleared, or it is older than what the mock keeps.',
          el('a', { href: '#/calls' }, 'All calls'),
        ),
      );
      return;
    }
    const scrollTop = drawn?.startsWith(`${chosen}/`) === true ? element.scrollTop : 0;
    // A socket's detail grows with its frames.
    put(`${chosen}/${String(row.frameCount)}`, () =>
      detailOf({
        row,
        rows: rows.all(),
        isCapturing: overview()?.capture === true && shownFile() === undefined,
        nowMs: clock.nowMs(),
        go,
      }),
    );
    if (scrollTop > 0) element.scrollTop = scrollTop;
    // The attempts at a webhook become more, and what one has begun there goes on.
    element.querySelector('.grows')?.dispatchEvent(new CustomEvent('grown', { detail: rows.all() }));
  }
  return {
    element,
    draw: (chosen, matching) => {
      const count = rows.all().length;
      if (count > 0) wasRead = true;
      if (count === 0 && chosen === undefined) drawEmpty();
      else if (chosen !== undefined && (matching > 0 || bar.conditions().length === 0)) drawChosen(chosen);
      else if (matching > 0)
        put('none', () =>
          note(
            'Choose a call',
            'Its reason, its tokens and what was said are shown here. The key j goes to an older one.',
            el('a', { href: '#/controls' }, 'Ready account and its credentials'),
          ),
        );
      else if (bar.conditions().length > 0)
        put(
          `nothing/${String(count)}/${bar
            .conditions()
            .map(({ words }) => words)
            .join('/')}`,
          () => nothingMatches(bar, rows),
        );
      else put('paused', () => note('Paused', 'Go on to see what has come since.'));
    },
  };
}

function note(title: string, words: string, link?: HTMLElement): HTMLElement {
  return el(
    'div',
    { class: 'empty' },
    el('h2', {}, title),
    el('p', {}, words),
    link !== undefined && el('p', {}, link),
  );
}

function reading(count: number): HTMLElement {
  return el('div', { class: 'empty' }, el('p', { role: 'status' }, `Reading ${count.toLocaleString('en')} calls…`));
}
