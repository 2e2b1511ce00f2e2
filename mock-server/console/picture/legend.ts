import type { Drawn } from './drawn.ts';
import type { Pen } from './pen.ts';
import { SHAPE } from './pen.ts';
import { ORIGIN } from './origin.ts';
import type { Step, StepToken } from './step.ts';
import { isCall } from './step.ts';

/** A shape and what it stands for. */
export interface LegendEntry {
  readonly token: Pick<StepToken, 'look' | 'isOver'>;
  readonly words: string;
}

/** The kinds of token that are drawn, in the order in which they come, and what hollow means where one is. */
export function legendOf(steps: readonly Step[]): readonly LegendEntry[] {
  const tokens = steps.filter(isCall).flatMap(({ presented, issued }) => [...presented, ...issued]);
  const kinds = new Map(tokens.map(({ look, kind }) => [kind, { token: { look, isOver: false }, words: kind }]));
  const over = tokens.find(({ isOver }) => isOver);
  return [...kinds.values(), ...(over === undefined ? [] : [{ token: over, words: 'expired' }])];
}

/** Between which edges the foot stands, and where its last line does. */
interface Place {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** The legend, and where the picture comes from. */
export function foot(pen: Pen, legend: readonly LegendEntry[], { left, right, y }: Place): Drawn[] {
  const style = { size: pen.size - 1, fill: pen.ink.dim };
  return [...legendParts(pen, legend, left, y), pen.text(right, y, ORIGIN, { ...style, anchor: 'end' })];
}

/** In one line. */
export function legendParts(pen: Pen, legend: readonly LegendEntry[], left: number, y: number): Drawn[] {
  const size = pen.size - 1;
  const parts: Drawn[] = [];
  let x = left;
  for (const { token, words } of legend) {
    parts.push(pen.shape(token, x, y - 13), pen.text(x + SHAPE + 6, y, words, { size, fill: pen.ink.dim }));
    x += SHAPE + 30 + pen.width(words, 400, size);
  }
  return parts;
}
