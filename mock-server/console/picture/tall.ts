import { timeOfDay } from '../instants.ts';
import type { Drawn } from './drawn.ts';
import { drawn } from './drawn.ts';
import { INKS } from './ink.ts';
import { legendOf, legendParts } from './legend.ts';
import { ORIGIN } from './origin.ts';
import type { Pen } from './pen.ts';
import { createPen, sign } from './pen.ts';
import type { PictureOptions } from './picture.ts';
import type { BandStep, CallStep, Step } from './step.ts';
import { isCall, isOutside, LANES, lanesOf } from './step.ts';
import { wrapped } from './text-width.ts';
import type { Sheet } from './wide.ts';
import { timesOf } from './wide.ts';

/** As wide as there is room, within these. */
const NARROWEST = 320;
const WIDEST = 390;
const EDGE = 8;
/** Of ordinary words, of the heads of lanes, of times; nothing is smaller than 11. */
const SIZE = 12.5;
const SMALL = 11;
const SHAPE_GAP = 17;
/** The first and the last lane from the edges. */
const LANE_EDGE = 35;

interface Plan {
  readonly pen: Pen;
  readonly options: PictureOptions;
  readonly x: ReadonlyMap<string, number>;
  /** Where words begin, behind the time. */
  readonly left: number;
  readonly width: number;
}

/** A column: words on a line of their own, arrows below them. */
export function drawTall(steps: readonly Step[], options: PictureOptions): Sheet {
  const pen = createPen(INKS[options.ink], SIZE, options.measure);
  const lanes = lanesOf(steps);
  const width = Math.max(NARROWEST, Math.min(WIDEST, options.room ?? WIDEST));
  const gap = lanes.length < 2 ? 0 : Math.min(90, (width - 2 * LANE_EDGE) / (lanes.length - 1));
  const x = new Map(lanes.map((lane, index) => [lane as string, LANE_EDGE + index * gap]));
  const plan: Plan = { pen, options, x, left: options.hasTimes ? 66 : EDGE, width };
  // Where heads would touch, every other one stands lower.
  const isStaggered = lanes.length > 1 && gap < 56;

  const calls: Drawn[] = [];
  let y = isStaggered ? 120 : 92;
  for (const step of steps) {
    const made = isCall(step) ? callParts(plan, step, y) : bandParts(plan, step, y);
    calls.push(...made.parts);
    y += made.height;
  }
  const height = y + 34;
  const heads = lanes.flatMap((lane, index) => headParts(plan, lane, isStaggered && index % 2 === 1 ? 68 : 40, height));
  return {
    width,
    height,
    parts: [
      pen.text(EDGE, 26, pen.fit(options.title, width - 2 * EDGE, 700, 16), { size: 16, weight: 700 }),
      ...heads,
      ...calls,
      ...legendParts(pen, legendOf(steps), EDGE, height - 26),
      pen.text(EDGE, height - 8, ORIGIN, { size: SMALL, fill: pen.ink.dim }),
    ],
  };
}

function headParts({ pen, x }: Plan, lane: keyof typeof LANES, top: number, height: number): Drawn[] {
  const { ink } = pen;
  const at = x.get(lane) ?? 0;
  const isDark = isOutside(lane);
  return [
    drawn('path', {
      d: `M${at.toFixed(1)} ${String(top + 24)}V${(height - 48).toFixed(1)}`,
      stroke: ink.line,
      'stroke-dasharray': '2 4',
    }),
    drawn('rect', { x: at - 29, y: top, width: 58, height: 24, rx: 5, fill: isDark ? ink.text : ink.head }),
    pen.text(at, top + 16, LANES[lane][1], {
      anchor: 'middle',
      size: SMALL,
      weight: 600,
      fill: isDark ? ink.ground : ink.text,
    }),
  ];
}

interface Made {
  readonly parts: readonly Drawn[];
  readonly height: number;
}

function bandParts({ pen, width }: Plan, { band, moved }: BandStep, y: number): Made {
  const times = timesOf(moved);
  const fill = pen.ink.clockText;
  const room = width - 2 * EDGE - 30 - pen.width(times);
  return {
    height: 38,
    parts: [
      drawn('rect', { x: EDGE, y: y - 14, width: width - 2 * EDGE, height: 24, rx: 5, fill: pen.ink.clockGround }),
      pen.text(EDGE + 10, y + 3, pen.fit(band, room, 600), { weight: 600, fill }),
      pen.text(width - EDGE - 10, y + 3, times, { anchor: 'end', fill }),
    ],
  };
}

function callParts(plan: Plan, step: CallStep, y: number): Made {
  const { pen, options, x, left, width } = plan;
  const [from, to] = [x.get(step.from) ?? 0, x.get(step.to) ?? 0];
  const answer = answerWords(plan, step, y);
  const room = width - EDGE - left - answer.width - step.presented.length * SHAPE_GAP - 8;
  const words = pen.fit(step.words, room, 600);
  const shapes = left + 8 + pen.width(words, 600);
  const parts = [
    ...(options.hasTimes
      ? [pen.text(EDGE, y, timeOfDay(step.atMs), { size: SMALL, fill: pen.ink.dim, isMono: true, isHaloed: true })]
      : []),
    pen.text(left, y, words, { weight: 600, isHaloed: true }),
    ...step.presented.map((token, index) => pen.shape(token, shapes + index * SHAPE_GAP, y - 11)),
    ...answer.parts,
  ];
  const lines: Drawn[] = [];
  let under = y + 13;
  if (step.isUnasked !== true) {
    lines.push(...pen.arrow({ from, to, y: under, colour: pen.ink.text }));
    under += 12;
  }
  const back = backArrow(pen, step, options);
  if (back !== undefined) lines.push(...pen.arrow({ from: to, to: from, y: under, ...back }));
  else under -= 12;
  const box = step.trouble === undefined ? undefined : troubleBox(plan, step.trouble, under + 25);
  return { parts: [...parts, ...lines, ...(box?.parts ?? [])], height: under - y + 25 + (box?.height ?? 0) };
}

function backArrow(
  { ink }: Pen,
  { trouble, isUnasked }: CallStep,
  { hasAnswers }: PictureOptions,
): { readonly colour: string; readonly isDashed: boolean; readonly width: number } | undefined {
  if (trouble !== undefined) return { colour: trouble.isFault ? ink.fault : ink.refused, isDashed: false, width: 2.2 };
  return hasAnswers || isUnasked === true ? { colour: ink.dim, isDashed: true, width: 1.4 } : undefined;
}

/** At the right, on the line of the words. */
function answerWords(plan: Plan, step: CallStep, y: number): { readonly parts: Drawn[]; readonly width: number } {
  const { pen, options } = plan;
  if (step.trouble !== undefined || !options.hasAnswers || step.isUnasked === true) return { parts: [], width: 0 };
  const right = plan.width - EDGE;
  const [token] = step.issued;
  if (token === undefined) {
    const words = pen.fit(step.answer, 120);
    const parts = [pen.text(right, y, words, { anchor: 'end', fill: pen.ink.dim, isHaloed: true })];
    return { parts, width: pen.width(words) };
  }
  const words = `${token.kind} ${token.id}`;
  const width = pen.width(words, 600) + 20;
  const style = { anchor: 'end', weight: 600, fill: pen.colourOf(token.look), isHaloed: true } as const;
  return { parts: [pen.text(right, y, words, style), pen.shape(token, right - width, y - 11)], width };
}

function troubleBox(
  { pen, options, width }: Plan,
  { isFault, code, why }: NonNullable<CallStep['trouble']>,
  y: number,
): Made {
  const colour = isFault ? pen.ink.fault : pen.ink.refused;
  const left = 60;
  const said = options.hasReasons && why !== undefined ? `${code} · ${why}` : code;
  const room = width - EDGE - left - 36;
  const lines = wrapped(said, room, 3, `600 ${String(SIZE)}px`, options.measure);
  const height = 9 + lines.length * 15;
  return {
    height: height + 12,
    parts: [
      drawn('rect', {
        x: left,
        y: y - 15,
        width: width - EDGE - left,
        height,
        rx: 5,
        fill: isFault ? pen.ink.faultGround : pen.ink.refusedGround,
        stroke: colour,
        'stroke-width': 1.5,
      }),
      sign(pen, left + 10, y - 3, isFault),
      ...lines.map((line, index) => pen.text(left + 28, y + 2 + index * 15, line, { weight: 600, fill: colour })),
    ],
  };
}
