import { timeOfDay } from '../instants.ts';
import type { Drawn } from './drawn.ts';
import { drawn } from './drawn.ts';
import { INKS } from './ink.ts';
import { foot, legendOf } from './legend.ts';
import type { Pen } from './pen.ts';
import { createPen, SHAPE, sign } from './pen.ts';
import type { PictureOptions } from './picture.ts';
import type { BandStep, CallStep, Step, StepToken } from './step.ts';
import { isCall, isOutside, LANES, lanesOf } from './step.ts';
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
const LANE_GAP = 145;
const LEAST_HEIGHT = 720;
const RATIOS: Readonly<Record<string, number>> = { '16:9': 16 / 9, '4:3': 4 / 3 };
/** How much closer together, and how much further apart, calls stand as there is room. */
const LEAST_STRETCH = 0.79;
const MOST_STRETCH = 1.3;
const BAND_HEIGHT = 46;
/** The smallest words, as they are drawn and as small as they may be seen. */
const SMALL = 13;
const LEAST_SEEN = 11;
const USUAL_ROOM = 1280;
/** More is not taken in at one look, however much room there is. */
const MOST_CALLS = 14;

/** How much may be drawn across so many pixels. */
function widest({ room = USUAL_ROOM }: PictureOptions): number {
  return (room * SMALL) / LEAST_SEEN;
}

/** Whether these steps have room on one sheet. */
export function isRoomFor(steps: readonly Step[], options: PictureOptions): boolean {
  const ratio = RATIOS[options.format];
  const calls = steps.filter(isCall).length;
  if (ratio === undefined) return calls <= MOST_CALLS;
  const least = contentHeight(steps, options) * LEAST_STRETCH;
  return calls <= MOST_CALLS && (least + TOP + FOOT) * ratio <= widest(options);
}

function contentHeight(steps: readonly Step[], options: PictureOptions): number {
  return steps.reduce((sum, step) => sum + heightOf(step, options), 0);
}

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
  const { width, height, stretch } = sizeOf(steps, options, first + Math.max(0, lanes.length - 1) * LANE_GAP + last);
  const gap = lanes.length < 2 ? 0 : Math.min(420, (width - first - last) / (lanes.length - 1));
  const x = new Map(lanes.map((lane, index) => [lane as string, first + index * gap]));
  const plan: Plan = { pen, options, width, x };
  const parts: Drawn[] = [...headOf(plan, lanes, height)];
  let y = TOP;
  for (const step of steps) {
    parts.push(...(isCall(step) ? callParts(plan, step, y) : bandParts(plan, step, y)));
    y += heightOf(step, options) * stretch;
  }
  parts.push(...foot(pen, legendOf(steps), { left: MARGIN, right: width - MARGIN, y: height - 21 }));
  return { width, height, parts };
}

/** As wide as the lanes, the ratio and the room ask for; calls stand closer before it grows. */
function sizeOf(
  steps: readonly Step[],
  options: PictureOptions,
  laneWidth: number,
): Pick<Sheet, 'width' | 'height'> & { readonly stretch: number } {
  const ratio = RATIOS[options.format];
  const content = contentHeight(steps, options);
  if (ratio === undefined) {
    const width = Math.max(laneWidth, options.room ?? 1000);
    return { width, height: TOP + content + FOOT, stretch: 1 };
  }
  const usual = Math.min(LEAST_HEIGHT * ratio, widest(options));
  const loose = Math.min((TOP + content + FOOT) * ratio, widest(options));
  const width = Math.max(usual, loose, laneWidth, (TOP + content * LEAST_STRETCH + FOOT) * ratio);
  const height = width / ratio;
  return { width, height, stretch: Math.min(MOST_STRETCH, (height - TOP - FOOT) / Math.max(1, content)) };
}

function heightOf(step: Step, options: PictureOptions): number {
  if (!isCall(step)) return BAND_HEIGHT;
  const { trouble, isUnasked } = step;
  const asked = isUnasked === true ? 0 : 22;
  if (trouble === undefined) return options.hasAnswers && isUnasked !== true ? 59 : 38;
  const isLong = options.measure(saidOf(trouble, options), REASON_FONT) > LEAST_REASON;
  return asked + (isLong ? 70 : 48);
}

const REASON_FONT = '600 14px';
/** So long may a reason be in any case before it goes on in a second line. */
const LEAST_REASON = 560;

function saidOf({ code, why }: NonNullable<CallStep['trouble']>, { hasReasons }: PictureOptions): string {
  return hasReasons && why !== undefined ? `${code} · ${why}` : code;
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
      const isDark = isOutside(lane);
      return [
        drawn('path', {
          d: `M${at.toFixed(1)} 100V${(height - 52).toFixed(1)}`,
          stroke: ink.line,
          'stroke-width': 1.5,
          'stroke-dasharray': '3 5',
        }),
        drawn('rect', { x: at - 68, y: 66, width: 136, height: 34, rx: 7, fill: isDark ? ink.text : ink.head }),
        pen.text(at, 88, LANES[lane][0], { anchor: 'middle', weight: 600, fill: isDark ? ink.ground : ink.text }),
      ];
    }),
  ];
}

function bandParts({ pen, width }: Plan, { band, moved }: BandStep, y: number): Drawn[] {
  const times = timesOf(moved);
  const fill = pen.ink.clockText;
  const room = width - 2 * MARGIN - 48 - pen.width(times);
  return [
    drawn('rect', { x: MARGIN, y: y - 18, width: width - 2 * MARGIN, height: 28, rx: 6, fill: pen.ink.clockGround }),
    pen.text(MARGIN + 16, y + 1, pen.fit(band, room, 600), { weight: 600, fill }),
    pen.text(width - MARGIN - 16, y + 1, times, { anchor: 'end', fill }),
  ];
}

/** `14:41:50 → 15:41:50` */
export function timesOf(moved: BandStep['moved']): string {
  return moved === undefined ? '' : `${timeOfDay(moved.fromMs)} → ${timeOfDay(moved.atMs)}`;
}

function callParts(plan: Plan, step: CallStep, y: number): Drawn[] {
  const { pen, options, width, x } = plan;
  const [from, to] = [x.get(step.from) ?? 0, x.get(step.to) ?? 0];
  const time = options.hasTimes
    ? [pen.text(MARGIN, y + 5, timeOfDay(step.atMs), { size: SMALL, fill: pen.ink.dim, isMono: true })]
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
    ...answerParts(plan, step, { from, to, y: y + 24 }),
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
  const { isFault } = trouble;
  const colour = isFault ? pen.ink.fault : pen.ink.refused;
  const most = Math.max(LEAST_REASON, width - MARGIN - from - 14 - 44);
  const [line = '', second] = wrapped(saidOf(trouble, options), most, 2, REASON_FONT, options.measure);
  const longest = Math.max(pen.width(line, 600), second === undefined ? 0 : pen.width(second, 600));
  const boxWidth = longest + 44;
  const left = Math.min(Math.max(from + 14, to - 14 - boxWidth), width - MARGIN - boxWidth);
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
