import { el } from '../dom.ts';
import { timeOfDay } from '../instants.ts';
import { shortType } from './frame-words.ts';
import { createScrollKeeper } from './scroll-keeper.ts';
import { syncChildren } from './sync-children.ts';
import type { WireEntry } from './wire.ts';

/** What goes between the two sides, drawn. */
export interface WirePane {
  readonly element: HTMLElement;
  /** @param rowId - where Calls has the frames; undefined while it is not known */
  show(entries: readonly WireEntry[], rowId: string | undefined): void;
}

export function createWirePane(): WirePane {
  const link = el('a', { hidden: true }, 'In calls');
  const list = el('ol', {});
  const scrolled = el(
    'div',
    { class: 'frames', tabindex: '0', role: 'region', 'aria-label': 'Frames and calls' },
    list,
  );
  const element = el(
    'section',
    { class: 'wire', 'aria-label': 'On the wire' },
    el(
      'header',
      {},
      el('h2', {}, 'On the wire'),
      el('span', { class: 'dim' }, 'calls and frames of both sides'),
      el('span', { class: 'grow' }),
      link,
    ),
    scrolled,
  );
  const scroll = createScrollKeeper(scrolled);
  const drawn = new WeakMap<WireEntry, HTMLElement>();
  const draw = (entry: WireEntry): HTMLElement => {
    const made = drawn.get(entry) ?? drawEntry(entry);
    drawn.set(entry, made);
    return made;
  };
  return {
    element,
    show: (entries, rowId) => {
      link.hidden = rowId === undefined;
      if (rowId !== undefined) link.setAttribute('href', `#/calls/${rowId}`);
      scroll.keep(() => {
        syncChildren(list, entries.map(draw));
      });
    },
  };
}

function drawEntry({ atMs, mark, words, type, code, tone }: WireEntry): HTMLElement {
  return el(
    'li',
    { class: tone === 'clock' ? 'moved' : tone },
    el(
      'span',
      {},
      mark !== '' && el('span', { class: 'way' }, `${mark}${atMs === undefined ? '' : ` · ${timeOfDay(atMs)}`}`),
      words,
      el('span', { class: 'mono type' }, shortened(type)),
    ),
    el('span', { class: 'mono' }, code === undefined ? '' : String(code)),
  );
}

/** Types without what the dialects write differently, and of a path its end. */
function shortened(type: string): string {
  const [method = '', path] = type.split(' /');
  if (path !== undefined) return `${method} …/${path.split('/').slice(-2).join('/')}`;
  return type.startsWith('/') ? `…/${type.split('/').slice(-2).join('/')}` : shortType(type);
}
