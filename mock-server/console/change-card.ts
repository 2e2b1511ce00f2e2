import { el } from './dom.ts';
import { dateAndTime } from './instants.ts';
import type { Row } from './rows.ts';

/** What a tester changed. */
export function changeCard({ change, what }: Row): HTMLElement {
  const { fromMs = 0, atMs = 0, isFrozen = false, accountId, verb = '' } = change ?? {};
  const isMoved = fromMs !== atMs;
  const whose = accountId === undefined ? 'The clock of the mock' : `The clock of account ${accountId}`;
  return el(
    'section',
    { class: 'card verdict change' },
    el(
      'div',
      {},
      el('h2', {}, `${what}.`),
      el(
        'p',
        {},
        isMoved ? `${whose}: ${dateAndTime(fromMs)} → ${dateAndTime(atMs)}.` : `${whose}: ${dateAndTime(atMs)}.`,
      ),
      verb.startsWith('clock.') &&
        el('p', { class: 'dim' }, isFrozen ? 'It stands still from then on.' : 'It runs from then on.'),
    ),
  );
}
