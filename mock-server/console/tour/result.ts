import type { JournalEntry } from '../admin-api.ts';
import { el } from '../dom.ts';
import { markOf } from '../marks.ts';
import type { TokenCardSetup } from '../token-card.ts';
import { tokenCard } from '../token-card.ts';
import { whyOf } from '../words.ts';
import type { TourResult } from './run.ts';
import { isAsTold } from './run.ts';
import type { TourStep } from './steps.ts';

/** What came of a step, its token taken apart. @param entry - its call; undefined until that is heard of */
export function resultCard(
  step: TourStep,
  result: TourResult,
  { entry, nowMs, isCapturing }: Omit<TokenCardSetup, 'entry'> & { readonly entry: JournalEntry | undefined },
): HTMLElement {
  const isRefused = result.status >= 400;
  const tokens = (entry?.tokens ?? []).filter(({ use }) => use === 'issued' || isRefused);
  return el(
    'div',
    {},
    el(
      'section',
      { class: `card verdict${isRefused ? ' refused' : ' accepted'}`, 'aria-label': 'Result' },
      headOf(result, entry),
      el(
        'div',
        {},
        isRefused && reasonOf(result, entry),
        factTable(step.facts(result.answer)),
        remark(step, result, entry),
      ),
    ),
    ...tokens.map((token) => tokenCard(token, { entry: entry as JournalEntry, nowMs, isCapturing })),
  );
}

function headOf({ status, tookMs }: TourResult, entry: JournalEntry | undefined): HTMLElement {
  return el(
    'header',
    {},
    markOf(status >= 400 ? 'refused' : 'accepted').mark,
    el('h3', {}, `${String(status)}, in ${tookMs < 1 ? 'less than 1' : tookMs.toFixed(0)} ms`),
    el('span', { class: 'grow' }),
    entry !== undefined && el('a', { href: `#/calls/${String(entry.id)}` }, `Open call #${String(entry.id)}`),
  );
}

function reasonOf({ reason }: TourResult, entry: JournalEntry | undefined): HTMLElement {
  const why = entry === undefined ? undefined : whyOf(entry);
  return el('p', { class: 'reason' }, sentence(why ?? reason ?? 'No reason was given'));
}

/** What there is to know, or to do when it did not come out as it should. */
function remark(step: TourStep, result: TourResult, entry: JournalEntry | undefined): HTMLElement | false {
  if (entry?.verdict === 'faulted')
    return el(
      'p',
      {},
      'To put it right: a fault answered this call. Disarm it in ',
      el('a', { href: '#/controls' }, 'Controls'),
      ', then run this step again.',
    );
  if (isAsTold(step, result)) return step.note !== undefined && el('p', { class: 'dim' }, step.note);
  const words =
    result.status >= 400
      ? `To put it right: ${step.remedy}`
      : 'It was let in, so its token is still good. Run it again.';
  return el('p', {}, words);
}

function factTable(facts: readonly (readonly [string, string])[]): HTMLElement | false {
  if (facts.length === 0) return false;
  const rows = facts.map(([name, value]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), el('td', { class: 'mono' }, value)),
  );
  return el('table', {}, el('tbody', {}, ...rows));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.”"]$/.test(text) ? '' : '.'}`;
}
