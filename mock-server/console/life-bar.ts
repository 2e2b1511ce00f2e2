import type { JournalEntry } from './admin-api.ts';
import { lateness } from './claims.ts';
import { el } from './dom.ts';
import { span, timeOfDay } from './instants.ts';

type Token = JournalEntry['tokens'][number];

/** From when to when a token was good, and when it was shown; undefined when it has no end. */
export function lifeBar({ claims, use, kind }: Token, look: string, atMs: number): HTMLElement | undefined {
  const { iat, exp } = claims ?? {};
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp <= iat) return undefined;
  const [fromMs, untilMs] = [iat * 1000, exp * 1000];
  const isLate = atMs >= untilMs;
  const end = Math.max(untilMs, atMs);
  const place = (instant: number): number =>
    (100 * Math.min(Math.max(instant - fromMs, 0), end - fromMs)) / (end - fromMs);
  const late = isLate ? `, ${lateness(atMs - untilMs)} late` : '';
  const call = `${use === 'issued' ? 'issued' : 'this call'} ${timeOfDay(atMs)}${late}`;
  const name = `${kind ?? 'Token'}: issued ${timeOfDay(fromMs)}, good until ${timeOfDay(untilMs)}; ${call}`;
  const bar = el('div', { class: 'life-bar' });
  const part = (kindOfPart: string, from: number, to: number): void => {
    const drawn = el('span', { class: kindOfPart });
    drawn.style.left = `${String(from)}%`;
    drawn.style.width = `${String(Math.max(0, to - from))}%`;
    bar.append(drawn);
  };
  part('life-good', 0, place(untilMs));
  if (isLate) part('life-late', place(untilMs), place(atMs));
  part('life-exp', place(untilMs), place(untilMs));
  part(isLate ? 'life-call late' : 'life-call', place(atMs), place(atMs));
  return el(
    'div',
    { class: `life ${look}`, role: 'img', 'aria-label': name },
    el(
      'div',
      { class: 'life-ends' },
      el('span', {}, `iat ${timeOfDay(fromMs)}, issued for ${span(untilMs - fromMs)}`),
      placed(`exp ${timeOfDay(untilMs)}`, place(untilMs)),
    ),
    bar,
    el('div', { class: isLate ? 'life-ends late' : 'life-ends' }, placed(call, place(atMs))),
  );
}

/** Beside its mark, on the side where there is more room. */
function placed(words: string, percent: number): HTMLElement {
  const label = el('span', { class: 'life-label' }, words);
  if (percent > 50) label.style.right = `${String(100 - percent)}%`;
  else label.style.left = `${String(percent)}%`;
  return label;
}
