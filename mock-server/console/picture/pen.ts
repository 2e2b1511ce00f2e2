import { LOOKS } from '../chips.ts';
import type { Drawn } from './drawn.ts';
import { drawn, plain } from './drawn.ts';
import type { Ink } from './ink.ts';
import type { StepToken } from './step.ts';
import type { Measure } from './text-width.ts';
import { fitted } from './text-width.ts';

export const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const MONO = 'ui-monospace, Menlo, Consolas, monospace';

/** How a text looks; by default as ordinary words. */
export interface TextStyle {
  readonly size?: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly isMono?: boolean;
  /** Lines that it crosses end before it. */
  readonly isHaloed?: boolean;
}

/** A line with a head. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly colour: string;
  readonly isDashed?: boolean;
  readonly width?: number;
}

/** Makes the parts of a picture in one ink. */
export interface Pen {
  readonly ink: Ink;
  /** The size of ordinary words, in pixels. */
  readonly size: number;
  text(x: number, y: number, words: string, style?: TextStyle): Drawn;
  width(words: string, weight?: number, size?: number): number;
  /** As much of the words as has room. */
  fit(words: string, room: number, weight?: number, size?: number): string;
  arrow(arrow: Arrow): Drawn[];
  /** The shape of a token. @param x - its left, of {@link SHAPE} pixels */
  shape(token: Pick<StepToken, 'look' | 'isOver'>, x: number, y: number): Drawn;
  colourOf(look: string): string;
}

/** The side of a token's shape at a size of 14. */
export const SHAPE = 16;

export function createPen(ink: Ink, size: number, measure: Measure): Pen {
  const scale = size / 14;
  const font = (weight: number, pixels: number): string => `${String(weight)} ${String(pixels)}px`;
  const colourOf = (look: string): string => ink.tokens[look] ?? ink.dim;
  return {
    ink,
    size,
    colourOf,
    text: (x, y, words, style = {}) =>
      drawn(
        'text',
        {
          x,
          y,
          'font-size': style.size ?? size,
          'font-family': style.isMono === true ? MONO : SANS,
          'font-weight': style.weight,
          'text-anchor': style.anchor,
          fill: style.fill ?? ink.text,
          ...(style.isHaloed === true && HALO(ink.ground)),
        },
        plain(words),
      ),
    width: (words, weight = 400, pixels = size) => measure(plain(words), font(weight, pixels)),
    fit: (words, room, weight = 400, pixels = size) => fitted(plain(words), room, font(weight, pixels), measure),
    arrow: ({ from, to, y, colour, isDashed = false, width = 1.8 }) => {
      const forth = to > from ? 1 : -1;
      const head = 9 * scale;
      return [
        drawn('path', {
          d: `M${tenths(from)} ${tenths(y)}H${tenths(to - forth * (head - 1))}`,
          stroke: colour,
          'stroke-width': width * scale,
          'stroke-dasharray': isDashed ? '6 4' : undefined,
        }),
        drawn('path', {
          d: `M${tenths(to)} ${tenths(y)}l${tenths(-forth * head)} ${tenths(-head / 2)}v${tenths(head)}z`,
          fill: colour,
        }),
      ];
    },
    shape: ({ look, isOver }, x, y) => {
      const colour = colourOf(look);
      const isForeign = look === 'foreign';
      return drawn('path', {
        d: pathOf(look),
        transform: `translate(${tenths(x)} ${tenths(y)})${scale === 1 ? '' : ` scale(${String(Math.round(scale * 100) / 100)})`}`,
        fill: isOver || isForeign ? ink.ground : colour,
        stroke: colour,
        'stroke-width': isOver || isForeign ? 2 : 1,
        'stroke-dasharray': isForeign ? '3 2' : undefined,
      });
    },
  };
}

const HALO = (ground: string): Readonly<Record<string, string | number>> => ({
  stroke: ground,
  'stroke-width': 5,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
});

function pathOf(look: string): string {
  return Object.values(LOOKS).find(([name]) => name === look)?.[1] ?? 'M8 2a6 6 0 1 0 .01 0z';
}

function tenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** The sign of a refusal, or of a fault. */
export function sign(pen: Pen, x: number, y: number, isFault: boolean): Drawn {
  const colour = isFault ? pen.ink.fault : pen.ink.refused;
  if (isFault) return drawn('path', { d: `M${tenths(x + 5)} ${tenths(y - 6)}l-5 7h4l-1 5 6-7h-4l1-5z`, fill: colour });
  return drawn('path', { d: `M${tenths(x)} ${tenths(y - 5)}l10 10m0-10l-10 10`, stroke: colour, 'stroke-width': 2.4 });
}
