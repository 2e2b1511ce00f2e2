import { tokenChip } from '../chips.ts';
import { el } from '../dom.ts';
import { dateAndTime, span, timeOfDay } from '../instants.ts';
import { createKeyedList } from './keyed-list.ts';
import type { Life } from '../lives.ts';
import { chosenLives, nextToExpire } from '../lives.ts';

/** The lives of tokens beside each other, and now across all of them. */
export interface Ruler {
  readonly element: HTMLElement;
  show(lives: readonly Life[], nowMs: number): void;
}

/** What is seen of the time: both ends in epoch milliseconds. */
interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export function createRuler(): Ruler {
  const ticks = el('div', { class: 'ticks', 'aria-hidden': 'true' });
  const list = el('ol', { class: 'lives', 'aria-label': 'Lives of tokens, next to expire first' });
  const words = el('p', { class: 'dim' });
  let shown: { readonly window: Window; readonly nowMs: number; readonly nextId: string | undefined } | undefined;
  const showAll = createKeyedList<Life>(
    list,
    ({ id, untilMs = Infinity }) => `${id}${untilMs <= (shown?.nowMs ?? 0) ? ' over' : ''}`,
    (life) => lifeItem(life, () => shown),
  );
  return {
    element: el('div', { class: 'ruler' }, ticks, list, words),
    show: (lives, nowMs) => {
      const chosen = chosenLives(lives, nowMs);
      const window = windowOf(chosen, nowMs);
      shown = { window, nowMs, nextId: nextToExpire(lives, nowMs)?.id };
      showAll(chosen);
      ticks.replaceChildren(...(chosen.length === 0 ? [] : marksOf(window, nowMs)));
      words.textContent = wordsOf(lives.length, chosen.length);
    },
  };
}

function wordsOf(known: number, chosen: number): string {
  if (known === 0) return 'No token yet: as soon as a client gets one from the mock, it stands here with its life.';
  const more = known - chosen;
  if (more === 0) return '';
  return `${String(more)} more ${more === 1 ? 'token is' : 'tokens are'} in the calls of this page.`;
}

type Shown = () => { readonly window: Window; readonly nowMs: number; readonly nextId: string | undefined } | undefined;

function lifeItem({ token }: Life, shown: Shown): { element: HTMLElement; update(life: Life): void } {
  const bar = el('span', { class: 'bar' });
  const left = el('span', { class: 'left' });
  const chip = el('span', { class: 'whose' });
  const element = el('li', {}, chip, el('span', { class: 'track', 'aria-hidden': 'true' }, bar), left);
  return {
    element,
    update: ({ id, fromMs, untilMs }) => {
      const { window, nowMs, nextId } = shown() ?? { window: { fromMs: 0, toMs: 1 }, nowMs: 0, nextId: undefined };
      if (chip.firstChild === null)
        chip.append(el('span', { class: 'kind' }, `${token.kind ?? 'token'} `), tokenChip(token, nowMs));
      const from = shareOf(fromMs, window);
      const to = shareOf(untilMs ?? Infinity, window);
      const isOver = (untilMs ?? Infinity) <= nowMs;
      bar.className = `bar ${lookOf(chip)}${isOver ? ' over' : ''}`;
      bar.style.left = percent(from);
      bar.style.width = percent(to - from);
      bar.hidden = to <= 0;
      left.textContent = leftWords(untilMs, nowMs, id === nextId);
      left.className = id === nextId ? 'left next' : isOver ? 'left dim' : 'left';
    },
  };
}

/** The colour of a bar is that of its chip. */
function lookOf(chip: HTMLElement): string {
  return ['app', 'consumer', 'ext', 'lp'].find((look) => chip.querySelector(`.${look}`) !== null) ?? 'other';
}

function leftWords(untilMs: number | undefined, nowMs: number, isNext: boolean): string {
  if (untilMs === undefined) return 'never expires';
  if (untilMs <= nowMs) return `expired ${span(nowMs - untilMs)} ago`;
  return `${isNext ? 'next: ' : ''}${span(untilMs - nowMs)} left`;
}

const HOUR_MS = 3_600_000;

/** A third of it is past. What takes longer than ten times the next ones runs out of it. */
function windowOf(chosen: readonly Life[], nowMs: number): Window {
  const ends = chosen.flatMap(({ untilMs }) => (untilMs !== undefined && untilMs > nowMs ? [untilMs - nowMs] : []));
  const [soonest = HOUR_MS] = ends;
  const aheadMs = Math.max(...ends.filter((each) => each <= 10 * soonest), soonest) * 1.15;
  return { fromMs: nowMs - aheadMs / 2, toMs: nowMs + aheadMs };
}

/** Where in the window it is, from 0 to 1. */
function shareOf(atMs: number, { fromMs, toMs }: Window): number {
  return Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

/** Between two marks, in milliseconds: seconds, minutes, hours, days. */
const STEPS = [5, 15, 60, 300, 900, 1800, 3600, 7200, 21_600, 86_400, 604_800, 2_592_000].map((each) => each * 1000);
const MOST_MARKS = 6;

function marksOf(window: Window, nowMs: number): readonly HTMLElement[] {
  const { fromMs, toMs } = window;
  const stepMs = STEPS.find((each) => (toMs - fromMs) / each <= MOST_MARKS) ?? toMs - fromMs;
  const marks: HTMLElement[] = [];
  for (let atMs = Math.ceil(fromMs / stepMs) * stepMs; atMs < toMs; atMs += stepMs) {
    marks.push(mark(shareOf(atMs, window), markWords(atMs, stepMs), 'tick'));
  }
  return [...marks, mark(shareOf(nowMs, window), `now ${timeOfDay(nowMs)}`, 'now')];
}

function markWords(atMs: number, stepMs: number): string {
  if (stepMs >= 86_400_000) return dateAndTime(atMs).slice(5, 10);
  return stepMs < 60_000 ? timeOfDay(atMs) : timeOfDay(atMs).slice(0, 5);
}

function mark(share: number, words: string, className: string): HTMLElement {
  const element = el('span', { class: className }, el('span', {}, words));
  element.style.left = percent(share);
  return element;
}
