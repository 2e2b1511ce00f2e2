import type { JournalEntry } from './admin-api.ts';
import { tokenChip } from './chips.ts';
import { el } from './dom.ts';
import { timeOfDay } from './instants.ts';
import { lineageGraph } from './lineage-graph.ts';
import { meaningOf } from './glossary.ts';
import type { Lineage, LineageNode } from './lineage.ts';
import { lineageOf } from './lineage.ts';
import type { Row } from './rows.ts';

const MOST_LINKS = 30;
/** Below it a drawing is no longer read. */
const NARROWEST = 420;

/** Where the tokens of the call came from, and where else they went: drawn, and the same as a tree of links. */
export function lineageCard(
  row: Row,
  entry: JournalEntry,
  rows: readonly Row[],
  webhooks: readonly Row[] = [],
): HTMLElement | false {
  const lineage = lineageOf(row, entry, rows, webhooks);
  if (lineage === undefined) return false;
  const tree = el(
    'ul',
    { class: 'tree' },
    ...branches(lineage, { entry, shown: webhooks.length === 0 ? entry : undefined }),
  );
  const links = el('details', {}, el('summary', {}, 'The same as links'), tree);
  const drawn = el('div', { class: 'drawn-lineage' });
  const draw = (): void => {
    const { clientWidth } = drawn;
    if (clientWidth >= NARROWEST) drawn.replaceChildren(lineageGraph(lineage, Math.min(clientWidth, 900)));
    else drawn.replaceChildren();
    if (clientWidth > 0 && clientWidth < NARROWEST) links.open = true;
  };
  new ResizeObserver(draw).observe(drawn);
  return el(
    'section',
    { class: 'card', 'aria-label': 'Lineage' },
    el(
      'header',
      {},
      el('h3', { title: meaningOf('Lineage') }, 'Lineage'),
      el('span', { class: 'dim' }, 'what came from what'),
    ),
    el('div', {}, drawn, links),
  );
}

/** The call that the lineage is of, and the one that is looked at; undefined: none of them is. */
interface Place {
  readonly entry: JournalEntry;
  readonly shown: JournalEntry | undefined;
}

function branches({ chain, aside, successor }: Lineage, place: Place): HTMLElement[] {
  const { entry } = place;
  const other = successor === undefined ? [] : [el('li', {}, ...wordsOf(successor, place))];
  const branch = (index: number): HTMLElement[] => {
    const node = chain[index];
    if (node === undefined) return [];
    const below = [
      ...branch(index + 1),
      ...(aside?.from === index
        ? [
            el(
              'li',
              { class: entry.reason === undefined ? undefined : 'bad' },
              el('b', {}, `${aside.title}: ${aside.note}`),
            ),
          ]
        : []),
    ];
    return [el('li', {}, ...wordsOf(node, place), below.length > 0 && el('ul', {}, ...below))];
  };
  return [...branch(0), ...other];
}

function wordsOf(
  { token, title, note, calls, isThis }: LineageNode,
  { entry, shown }: Place,
): (HTMLElement | string)[] {
  const what = token === undefined ? title : tokenChip(token, entry.atMs, { isNamed: true });
  const links = calls.slice(0, MOST_LINKS).flatMap((call) => [' ', linkTo(call, shown)]);
  const place = !isThis ? '' : shown === undefined ? ' (this webhook)' : ' (this call)';
  return [what, token === undefined ? '' : ` ${note}`, place, ...links];
}

function linkTo(call: Row, shown: JournalEntry | undefined): HTMLElement {
  if (shown !== undefined && call.entry?.id === shown.id) return el('strong', {}, `#${call.id}`);
  return el('a', { href: `#/calls/${call.id}` }, `#${call.id} ${call.what}, ${timeOfDay(call.atMs)}`);
}
