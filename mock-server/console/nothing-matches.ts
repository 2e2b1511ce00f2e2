import { el } from './dom.ts';
import type { FilterBar } from './filter-bar.ts';
import { iconButton } from './icons.ts';
import type { Rows } from './rows.ts';

/** Names the filter that nothing fits, counts what fits with one condition less, and offers it. */
export function nothingMatches(bar: FilterBar, rows: Rows): HTMLElement {
  const conditions = bar.conditions();
  const loosened = conditions.map(({ words, without }) => ({ words, without, count: rows.matching(without).length }));
  const offers =
    conditions.length < 2
      ? []
      : loosened
          .filter(({ count }) => count > 0)
          .map(({ words, without, count }) =>
            el(
              'p',
              { class: 'buttons' },
              `${count.toLocaleString('en')} ${count === 1 ? 'matches' : 'match'} without ${words}. `,
              iconButton(count === 1 ? 'Show it' : 'Show them', () => {
                bar.set(without);
              }),
            ),
          );
  const all = rows.all().length;
  return el(
    'div',
    { class: 'empty nothing' },
    el('h2', {}, `No call matches ${conditions.map(({ words }) => words).join(' and ')}.`),
    ...offers,
    el(
      'p',
      { class: 'buttons' },
      iconButton(`Clear the filter, show all ${all.toLocaleString('en')}`, () => {
        bar.clear();
      }),
      el('kbd', {}, 'Esc'),
    ),
  );
}
