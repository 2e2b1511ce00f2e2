import { el } from './dom.ts';
import { legend } from './legend.ts';
import type { Heights, ListItem } from './list-items.ts';
import { createHeights, itemsOf } from './list-items.ts';
import { lineOf } from './list-row.ts';
import type { Row } from './rows.ts';

export { markOf } from './marks.ts';

/** How much is drawn beyond what is seen, in pixels. */
const OVERSCAN = 400;
const NARROW = '(max-width: 760px)';

/** What the list shows. */
export interface Shown {
  /** Newest first. */
  readonly rows: readonly Row[];
  /** In the address. */
  readonly chosen: string | undefined;
  /** Ids of the tokens of the chosen call. */
  readonly same: ReadonlySet<string>;
  /** The account that needs no word. */
  readonly usualAccount: string | undefined;
}

/** The list of rows, of which only those are drawn that are seen. */
export interface List {
  readonly element: HTMLElement;
  show(shown: Shown): void;
  scrollTo(id: string): void;
  /** Shows the frames of a socket, as its button does. */
  open(id: string): void;
  /** Every line, newest first, the frames of open sockets in their own order. */
  items(): readonly ListItem[];
}

export function createList(): List {
  const inner = el('ol', { class: 'rows', 'aria-label': 'Calls, the newest first' });
  const pill = el('button', { class: 'pill', type: 'button', hidden: true });
  const scroller = el('nav', { class: 'list', 'aria-label': 'Calls' }, pill, inner);
  const opened = new Set<string>();
  const heights = createHeights();
  const places = createPlaces(heights);
  let shown: Shown = { rows: [], chosen: undefined, same: new Set(), usualAccount: undefined };
  let first: Row | undefined;
  let unseen = 0;
  let fresh: ReadonlySet<string> = new Set();

  const elementOf = (item: ListItem, index: number): HTMLElement =>
    el(
      'li',
      { 'aria-setsize': String(places.items().length), 'aria-posinset': String(index + 1) },
      lineOf(item, {
        ...shown,
        isChosen: item.id === shown.chosen,
        isOpen: opened.has(item.row.id),
        isNew: fresh.has(item.id),
        onToggle: toggle,
      }),
    );
  const draw = (): void => {
    const restoreFocus = focusIn(inner);
    const items = places.items();
    const [from, until] = places.between(
      scroller.scrollTop - OVERSCAN,
      scroller.scrollTop + scroller.clientHeight + OVERSCAN,
    );
    inner.style.paddingTop = `${String(places.topOf(from))}px`;
    inner.style.height = `${String(places.topOf(items.length))}px`;
    inner.replaceChildren(...items.slice(from, until).map((item, index) => elementOf(item, from + index)));
    restoreFocus();
    measure(from);
  };
  /** Reasons wrap, and what is above what one reads must not push it. */
  const measure = (from: number): void => {
    if (scroller.clientHeight === 0) return;
    const items = places.items();
    let above = 0;
    let isOther = false;
    for (const [index, child] of Array.from(inner.children).entries()) {
      const item = items[from + index];
      if (item === undefined) continue;
      const [before, height] = [heights.of(item), (child as HTMLElement).offsetHeight];
      if (!heights.measured(item, height)) continue;
      isOther = true;
      if (places.topOf(from + index) < scroller.scrollTop) above += height - before;
    }
    if (!isOther) return;
    places.place(items);
    inner.style.height = `${String(places.topOf(items.length))}px`;
    if (above !== 0 && scroller.scrollTop > 0) scroller.scrollTop += above;
  };
  const place = (): void => {
    places.place(itemsOf(shown.rows, opened));
  };
  function toggle(id: string): void {
    if (!opened.delete(id)) opened.add(id);
    place();
    draw();
  }
  const noteUnseen = (): void => {
    pill.hidden = unseen === 0;
    pill.textContent = `${String(unseen)} new ${unseen === 1 ? 'call' : 'calls'}`;
  };
  scroller.addEventListener('scroll', () => {
    if (scroller.scrollTop === 0) unseen = 0;
    noteUnseen();
    draw();
  });
  pill.addEventListener('click', () => {
    scroller.scrollTop = 0;
  });
  let width = 0;
  new ResizeObserver(() => {
    if (scroller.clientWidth !== width) heights.forget(matchMedia(NARROW).matches);
    width = scroller.clientWidth;
    place();
    draw();
  }).observe(scroller);
  return {
    element: el('div', { class: 'list-pane' }, scroller, legend()),
    show: (next) => {
      // What comes while one reads does not move the list.
      const added = first === undefined ? -1 : next.rows.indexOf(first);
      fresh = new Set(added > 0 && added <= MOST_FRESH ? next.rows.slice(0, added).map(({ id }) => id) : []);
      [shown, first] = [next, next.rows[0]];
      place();
      if (added > 0 && scroller.scrollTop > 0) {
        unseen += added;
        const index = places.indexOf(next.rows[added]?.id ?? '');
        scroller.scrollTop += places.topOf(index);
      }
      noteUnseen();
      draw();
    },
    scrollTo: (id) => {
      const index = places.indexOf(id);
      const [top, bottom] = [places.topOf(index), places.topOf(index + 1)];
      if (index === -1 || scroller.clientHeight === 0) return;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
      draw();
    },
    open: (id) => {
      if (!opened.has(id)) toggle(id);
    },
    items: () => places.items(),
  };
}

/** So many new rows are seen to be new. */
const MOST_FRESH = 20;

/** Remembers which line has the focus; what it answers gives it back to its successor. */
function focusIn(inner: HTMLElement): () => void {
  const active = document.activeElement;
  if (active?.closest('.rows') !== inner) return () => undefined;
  const id = active.closest('li')?.querySelector('.row')?.id ?? '';
  const isToggle = active.matches('.toggle');
  return () => {
    const line = document.getElementById(id);
    const next = isToggle ? line?.closest('li')?.querySelector<HTMLElement>('.toggle') : line;
    next?.focus({ preventScroll: true });
  };
}

/** Where lines stand, by the sums of their heights. */
interface Places {
  place(items: readonly ListItem[]): void;
  items(): readonly ListItem[];
  /** The upper edge of a line; of the one behind the last, the lower edge of all. */
  topOf(index: number): number;
  indexOf(id: string): number;
  between(top: number, bottom: number): readonly [from: number, until: number];
}

function createPlaces(heights: Heights): Places {
  let items: readonly ListItem[] = [];
  let tops = new Float64Array(1);
  const indexAt = (top: number): number => {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle + 1] ?? 0) <= top) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    place: (given) => {
      items = given;
      if (tops.length < items.length + 1) tops = new Float64Array(items.length * 2 + 1);
      let top = 0;
      for (const [index, item] of items.entries()) tops[index + 1] = top += heights.of(item);
    },
    items: () => items,
    topOf: (index) => tops[Math.min(Math.max(index, 0), items.length)] ?? 0,
    indexOf: (id) => items.findIndex((item) => item.id === id),
    between: (top, bottom) => [indexAt(top), Math.min(items.length, indexAt(bottom) + 1)],
  };
}
