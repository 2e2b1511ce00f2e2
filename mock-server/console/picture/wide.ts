import { timeOfDay } from '../instants.ts';
import type { Drawn } from './drawn.ts';
import { drawn } from './drawn.ts';
import { INKS } from './ink.ts';
import { foot, legendOf } from './legend.ts';
import type { Pen } from './pen.ts';
import { createPen, SHAPE, sign } from './pen.ts';
import type { PictureOptions } from './picture.ts';
import type { BandStep, CallStep, Step, StepToken } from './step.ts';
import { isCall, LANES, lanesOf } from './step.ts';
import { wrapped } from './text-width.ts';

/** What was drawn, and on how much ground, in pixels. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly Drawn[];
}

const MARGIN = 40;
/** Where the first call stands, and what the legend takes. */
const TOP = 132;
const FOOT = 62;
const LANE_GAP = 196;
const LEAST_HEIGHT = 720;
const RATIOS: Readonly<Record<string, number>> = { '16:9': 16 / 9, '4:3': 4 / 3 };
/** How much further apart calls stand where there is room. */
const MOST_STRETCH = 1.3;
const BAND_HEIGHT = 46;

/** Where things stand. */
interface Plan {
  readonly pen: Pen;
  readonly options: PictureOptions;
  readonly width: number;
  readonly x: ReadonlyMap<string, number>;
}

/** A slide: who asks on the left, words on the arrows. */
export function drawWide(steps: readonly Step[], options: PictureOptions): Sheet {
  const pen = createPen(INKS[options.ink], 14, options.measure);
  const lanes = lanesOf(steps);
  const first = options.hasTimes ? 182 : 114;
  const last = 118;
  const laneWidth = first + Math.max(0, lanes.length - 1) * LANE_GAP + last;
  const contentHeight = steps.reduce((sum, step) => sum + heightOf(step, options), 0);
  const ratio = RATIOS[options.format];
  const least = ratio === undefined ? 1000 : LEAST_HEIGHT * ratio;
  const width = Math.max(least, laneWidth, (TOP + contentHeight + FOOT) * (ratio ?? 0));
  const height = ratio === undefined ? TOP + contentHeight + FOOT : width / ratio;
  const gap = lanes.length < 2 ? 0 : Math.min(420, (width - first - last) / (lanes.length - 1));
  const x = new Map(lanes.map((lane, index) => [lane as string, first + index * gap]));
  const plan: Plan = { pen, options, width, x };
  const stretch = Math.min(MOST_STRETCH, (height - TOP - FOOT) / Math.max(1, contentHeight));

  const parts: Drawn[] = [...headOf(plan, lanes, height)];
  let y = TOP;
  for (const step of steps) {
    parts.push(...(isCall(step) ? callParts(plan, step, y) : bandParts(plan, step, y)));
    y += heightOf(step, options) * stretch;
  }
  parts.push(...foot(pen, legendOf(steps), { left: MARGIN, right: width - MARGIN, y: height - 21 }));
  return { width, height, parts };
}

function heightOf(step: Step, { hasAnswers }: PictureOptions): number {
  if (!isCall(step)) return BAND_HEIGHT;
  if (step.trouble !== undefined) return step.isUnasked === true ? 48 : 66;
  return hasAnswers && step.isUnasked !== true ? 59 : 38;
}

function headOf({ pen, options, width, x }: Plan, lanes: readonly (keyof typeof LANES)[], height: number): Drawn[] {
  const { ink } = pen;
  const subjectRoom = pen.width(options.subject) + 40;
  const title = pen.fit(options.title, width - 2 * MARGIN - subjectRoom, 700, 24);
  return [
    pen.text(MARGIN, 46, title, { size: 24, weight: 700 }),
    pen.text(width - MARGIN, 46, options.subject, { anchor: 'end', fill: ink.dim }),
    ...lanes.flatMap((lane) => {
      const at = x.get(lane) ?? 0;
      const isAsker = lane === 'client' || lane === 'visitor' || lane === 'agent';
      return [
        drawn('path', {
          d: `M${at.toFixed(1)} 100V${(height - 52).toFixed(1)}`,
          stroke: ink.line,
          'stroke-width': 1.5,
          'stroke-dasharray': '3 5',
        }),
        drawn('rect', { x: at - 74, y: 66, width: 148, height: 34, rx: 7, fill: isAsker ? ink.text : ink.head }),
        pen.text(at, 88, LANES[lane][0], { anchor: 'middle', weight: 600, fill: isAsker ? ink.ground : ink.text }),
      ];
    }),
  ];
}

function bandParts({ pen, width }: Plan, { band, times }: BandStep, y: number): Drawn[] {
  const fill = pen.ink.clockText;
  const room = width - 2 * MARGIN - 48 - pen.width(times);
  return [
    drawn('rect', { x: MARGIN, y: y - 18, width: width - 2 * MARGIN, height: 28, rx: 6, fill: pen.ink.clockGround }),
    pen.text(MARGIN + 16, y + 1, pen.fit(band, room, 600), { weight: 600, fill }),
    pen.text(width - MARGIN - 16, y + 1, times, { anchor: 'end', fill }),
  ];
}

function callParts(plan: Plan, step: CallStep, y: number): Drawn[] {
  const { pen, options, width, x } = plan;
  const [from, to] = [x.get(step.from) ?? 0, x.get(step.to) ?? 0];
  const time = options.hasTimes
    ? [pen.text(MARGIN, y + 5, timeOfDay(step.atMs), { size: 12, fill: pen.ink.dim, isMono: true })]
    : [];
  if (step.isUnasked === true) return [...time, ...unaskedParts(plan, step, { from, to, y })];
  const room = width - MARGIN - from - 14 - step.presented.length * 22;
  const words = pen.fit(step.words, room, 600);
  const left = from + 24 + pen.width(words, 600);
  return [
    ...time,
    ...pen.arrow({ from, to, y, colour: pen.ink.text }),
    pen.text(from + 14, y - 7, words, { weight: 600, isHaloed: true }),
    ...step.presented.map((token, index) => pen.shape(token, left + index * 22, y - 20)),
    ...answerParts(plan, step, { from, to, y: y + 26 }),
  ];
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

function unaskedParts(plan: Plan, step: CallStep, { from, to, y }: Line): Drawn[] {
  const { pen } = plan;
  if (step.trouble !== undefined) return troubleParts(plan, step.trouble, { from, to, y });
  return [
    ...pen.arrow({ from: to, to: from, y, colour: pen.ink.dim, isDashed: true, width: 1.5 }),
    ...answerWords(plan, step.words, { from, to, y }),
  ];
}

function answerParts(plan: Plan, step: CallStep, line: Line): Drawn[] {
  const { pen, options } = plan;
  if (step.trouble !== undefined) return troubleParts(plan, step.trouble, line);
  if (!options.hasAnswers) return [];
  return [
    ...pen.arrow({ from: line.to, to: line.from, y: line.y, colour: pen.ink.dim, isDashed: true, width: 1.5 }),
    ...(step.issued.length > 0 ? issuedWords(pen, step.issued, line) : answerWords(plan, step.answer, line)),
  ];
}

/** At the end of the arrow, from which it comes; where that is too short, from its beginning on. */
function answerWords({ pen, width }: Plan, words: string, { from, to, y }: Line): Drawn[] {
  const isShort = pen.width(words) > to - from - 28;
  const shown = pen.fit(words, isShort ? width - MARGIN - from - 14 : to - from - 28);
  return isShort
    ? [pen.text(from + 14, y - 7, shown, { fill: pen.ink.dim, isHaloed: true })]
    : [pen.text(to - 14, y - 7, shown, { anchor: 'end', fill: pen.ink.dim, isHaloed: true })];
}

function issuedWords(pen: Pen, tokens: readonly StepToken[], { to, y }: Line): Drawn[] {
  const parts: Drawn[] = [];
  let right = to - 14;
  for (const token of [...tokens].reverse()) {
    const words = `${token.kind} ${token.id}`;
    parts.push(
      pen.text(right, y - 7, words, { anchor: 'end', weight: 600, fill: pen.colourOf(token.look), isHaloed: true }),
    );
    right -= pen.width(words, 600) + SHAPE + 8;
    parts.push(pen.shape(token, right, y - 20));
    right -= 14;
  }
  return parts;
}

function troubleParts(plan: Plan, trouble: NonNullable<CallStep['trouble']>, { from, to, y }: Line): Drawn[] {
  const { pen, options, width } = plan;
  const { isFault, code, why } = trouble;
  const colour = isFault ? pen.ink.fault : pen.ink.refused;
  const said = options.hasReasons && why !== undefined ? `${code} · ${why}` : code;
  const most = width - MARGIN - from - 14 - 44;
  const [line = '', second] = wrapped(said, most, 2, '600 14px', options.measure);
  const longest = Math.max(pen.width(line, 600), second === undefined ? 0 : pen.width(second, 600));
  const boxWidth = longest + 44;
  const left = Math.max(from + 14, to - 14 - boxWidth);
  const height = second === undefined ? 24 : 40;
  const style = { weight: 600, fill: colour };
  return [
    ...pen.arrow({ from: to, to: from, y, colour, width: 2.2 }),
    drawn('rect', {
      x: left,
      y: y - 12,
      width: boxWidth,
      height,
      rx: 5,
      fill: isFault ? pen.ink.faultGround : pen.ink.refusedGround,
      stroke: colour,
      'stroke-width': 1.5,
    }),
    sign(pen, left + 12, y, isFault),
    pen.text(left + 32, y + 5, line, style),
    ...(second === undefined ? [] : [pen.text(left + 32, y + 21, second, style)]),
  ];
}
