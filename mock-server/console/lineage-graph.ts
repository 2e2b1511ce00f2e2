import { lookOf } from './chips.ts';
import { svg } from './drawing.ts';
import { visible } from './dom.ts';
import type { Lineage, LineageNode } from './lineage.ts';

const TOP = 56;
const BELOW = 126;
/** Of text of 11 pixels, per character. */
const CHARACTER = 6.3;

/** What came from what, drawn for the width at hand: letters keep their size. */
export function lineageGraph({ chain, aside, successor }: Lineage, width: number): SVGElement {
  const column = width / Math.max(chain.length, aside === undefined ? 1 : 2);
  const middle = (index: number): number => column * (index + 0.5);
  const hasBelow = aside !== undefined || successor !== undefined;
  const asideAt = width - column / 2;
  return svg(
    'svg',
    { class: 'graph', width, height: hasBelow ? 160 : 90, 'aria-hidden': 'true' },
    arrowHead('arrow-quiet', 'edge-head'),
    arrowHead('arrow-hot', 'edge-head hot'),
    ...chain
      .slice(1)
      .map((node, index) =>
        edge(middle(index) + edgeOf(chain[index], column), middle(index + 1) - edgeOf(node, column) - 3),
      ),
    ...chain.flatMap((node, index) => nodeAt(node, middle(index), column)),
    ...(aside === undefined
      ? []
      : asideAt === 0
        ? []
        : asideParts(aside, middle(Math.max(aside.from, 0)), asideAt, column)),
    ...(successor === undefined ? [] : successorParts(successor, Math.min(middle(0), column / 2))),
  );
}

/** How far a node reaches to the side. */
function edgeOf(node: LineageNode | undefined, column: number): number {
  return node?.token === undefined ? boxWidth(column) / 2 : 16;
}

function boxWidth(column: number): number {
  return Math.min(150, column - 28);
}

function edge(from: number, to: number): SVGElement {
  return svg('path', {
    d: `M${String(from)} ${String(TOP)}H${String(to)}`,
    class: 'edge',
    'marker-end': 'url(#arrow-quiet)',
  });
}

function arrowHead(id: string, look: string): SVGElement {
  const box = { viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' };
  return svg('marker', { id, ...box }, svg('path', { d: 'M0 0 8 4 0 8Z', class: look }));
}

function nodeAt(node: LineageNode, x: number, column: number): SVGElement[] {
  if (node.token === undefined)
    return box(node, x, TOP, { width: boxWidth(column), look: node.isThis ? 'box this' : 'box' });
  const most = Math.floor(column / CHARACTER);
  return [
    ...shapeAt(node, x, TOP),
    label(cut(node.title, most), x, 16, 'title'),
    label(cut(node.note, most), x, 31, 'note'),
    ...(node.isThis ? [label('this call', x, TOP + 28, 'note')] : []),
  ];
}

function shapeAt({ token, wasOver, isThis }: LineageNode, x: number, y: number): SVGElement[] {
  const [look, path] = lookOf(token?.kind);
  const place = `translate(${String(x - 11)} ${String(y - 11)}) scale(1.375)`;
  return [
    ...(isThis ? [svg('circle', { cx: x, cy: y, r: 17, class: 'ring' })] : []),
    svg('path', { d: path, transform: place, class: `node ${look}${wasOver ? ' over' : ''}` }),
  ];
}

interface BoxLook {
  readonly width: number;
  readonly look: string;
}

function box(
  { title, note }: Pick<LineageNode, 'title' | 'note'>,
  x: number,
  y: number,
  { width, look }: BoxLook,
): SVGElement[] {
  const most = Math.floor(width / CHARACTER) - 1;
  return [
    svg('rect', { x: x - width / 2, y: y - 20, width, height: 40, rx: 6, class: look }),
    label(cut(title, most), x, y - 3, look.includes('hot') ? 'title hot' : 'title'),
    label(cut(note, most), x, y + 12, look.includes('hot') ? 'note hot' : 'note'),
  ];
}

function asideParts(aside: NonNullable<Lineage['aside']>, from: number, to: number, column: number): SVGElement[] {
  const width = boxWidth(Math.max(column, 160));
  const isRefused = aside.title.startsWith('✕');
  const end = to - width / 2 - 3;
  const bend = Math.max(from + 20, end - 40);
  const path = `M${String(from + 10)} ${String(TOP + 12)}C${String(from + 50)} ${String(BELOW)} ${String(bend)} ${String(BELOW)} ${String(end)} ${String(BELOW)}`;
  return [
    svg('path', {
      d: path,
      class: isRefused ? 'edge hot' : 'edge',
      'marker-end': `url(#${isRefused ? 'arrow-hot' : 'arrow-quiet'})`,
    }),
    ...box(aside, to, BELOW, { width, look: isRefused ? 'box hot' : 'box this' }),
  ];
}

function successorParts(node: LineageNode, x: number): SVGElement[] {
  const at = Math.max(16, x - 60);
  return [
    ...shapeAt({ ...node, isThis: false }, at, BELOW),
    label(node.title, at + 18, BELOW - 3, 'title start'),
    label(cut(node.note, 32), at + 18, BELOW + 11, 'note start'),
  ];
}

function label(words: string, x: number, y: number, look: string): SVGElement {
  return svg('text', { x, y, class: look }, visible(words));
}

function cut(words: string, most: number): string {
  return words.length <= most ? words : `${words.slice(0, Math.max(3, most - 1))}…`;
}
