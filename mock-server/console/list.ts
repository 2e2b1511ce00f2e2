import { tokenChips } from './chips.ts';
import { el, shape } from './dom.ts';
import { timeOfDay } from './instants.ts';
import type { Row } from './rows.ts';

const HEIGHT = 36;
const HEIGHT_WITH_REASON = 53;
/** How much is drawn beyond what is seen, in pixels. */
const OVERSCAN = 400;

const MARKS: Readonly<Record<Row['verdict'], readonly [word: string, path: string]>> = {
  accepted: ['Accepted', 'M2.500 8.500l3.500 3.500 7.500-8'],
  refused: ['Refused', 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.500 5.500l5 5m0-5l-5 5'],
  deviation: ['Accepted, with a deviation', 'M8 2l6.500 12h-13zM8 6v4m0 1.500v.5'],
  faulted: ['Answered by a fault', 'M9 1L3 9h4l-1 6 7-8H8z'],
  'not-mocked': ['Not mocked', 'M8 1.500a6.500 6.500 0 1 0 .01 0zM6 6.500a2 2 0 1 1 2 2.500v.5m0 2v.5'],
  socket: ['Socket', 'M1 5h12l-3-3m5 9H3l3 3'],
  change: ['Changed by you', 'M8 1.500a6.500 6.500 0 1 0 .01 0zM8 4v4l3 2'],
};

/** The mark of a verdict and its word. */
export function markOf(verdict: Row['verdict']): { readonly word: string; readonly mark: HTMLElement } {
  const [word, path] = MARKS[verdict];
  return { word, mark: el('span', { class: 'mark drawn' }, shape(path, word)) };
}

/** The list of rows, of which only those are drawn that are seen. */
export interface List {
  readonly element: HTMLElement;
  /** Newest first. */
  show(rows: readonly Row[], chosen: string | undefined): void;
  scrollTo(id: string): void;
}

export function createList(): List {
  const inner = el('ol', { class: 'rows', 'aria-label': 'Calls, the newest first' });
  const pill = el('button', { class: 'pill', type: 'button', hidden: true });
  const element = el('nav', { class: 'list', 'aria-label': 'Calls' }, pill, inner);
  let rows: readonly Row[] = [];
  let tops: number[] = [0];
  let chosen: string | undefined;
  let unseen = 0;
  let first: string | undefined;

  const heightOf = (row: Row): number => (row.why === undefined ? HEIGHT : HEIGHT_WITH_REASON);
  const indexAt = (top: number): number => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle + 1] ?? 0) <= top) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const draw = (): void => {
    const focused = document.activeElement?.closest('.rows') === inner ? document.activeElement.id : undefined;
    const from = indexAt(element.scrollTop - OVERSCAN);
    const until = Math.min(rows.length, indexAt(element.scrollTop + element.clientHeight + OVERSCAN) + 1);
    const drawn = rows.slice(from, until).map((row, index) => rowElement(row, from + index));
    inner.replaceChildren(...drawn);
    if (focused !== undefined) document.getElementById(focused)?.focus({ preventScroll: true });
  };
  const rowElement = (row: Row, index: number): HTMLElement => {
    const link = el(
      'a',
      {
        id: `row-${row.id}`,
        href: `#/calls/${row.id}`,
        class: `row ${row.verdict}`,
        'aria-current': row.id === chosen ? 'true' : undefined,
      },
      markOf(row.verdict).mark,
      el('time', {}, timeOfDay(row.atMs)),
      el('span', { class: 'what' }, row.what),
      row.entry === undefined ? el('span') : tokenChips(row.entry),
      el('span', { class: 'code' }, codeOf(row)),
      row.why !== undefined && el('span', { class: 'why' }, row.why),
    );
    const item = el('li', { 'aria-setsize': String(rows.length), 'aria-posinset': String(index + 1) }, link);
    link.style.top = `${String(tops[index] ?? 0)}px`;
    link.style.height = `${String(heightOf(row))}px`;
    return item;
  };
  const noteUnseen = (): void => {
    pill.hidden = unseen === 0;
    pill.textContent = `${String(unseen)} new ${unseen === 1 ? 'call' : 'calls'}`;
  };
  element.addEventListener('scroll', () => {
    if (element.scrollTop === 0) unseen = 0;
    noteUnseen();
    draw();
  });
  pill.addEventListener('click', () => {
    element.scrollTop = 0;
  });
  new ResizeObserver(draw).observe(element);
  return {
    element,
    show: (shown, chosenId) => {
      // What comes while one reads does not move the list.
      const added = first === undefined ? -1 : shown.findIndex(({ id }) => id === first);
      [rows, chosen, first] = [shown, chosenId, shown[0]?.id];
      tops = [0];
      for (const row of rows) tops.push((tops.at(-1) ?? 0) + heightOf(row));
      inner.style.height = `${String(tops.at(-1) ?? 0)}px`;
      if (added > 0 && element.scrollTop > 0) {
        unseen += added;
        element.scrollTop += tops[added] ?? 0;
      }
      noteUnseen();
      draw();
    },
    scrollTo: (id) => {
      const index = rows.findIndex((row) => row.id === id);
      const [top, bottom] = [tops[index] ?? 0, tops[index + 1] ?? 0];
      if (index === -1 || element.clientHeight === 0) return;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
      draw();
    },
  };
}

function codeOf({ entry, change, frames }: Row): string {
  if (change !== undefined)
    return change.fromMs === change.atMs ? '' : `${timeOfDay(change.fromMs)} → ${timeOfDay(change.atMs)}`;
  return String((frames.find(({ method }) => method === 'CLOSE') ?? entry)?.outcome ?? '');
}
