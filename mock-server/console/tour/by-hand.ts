import { backend } from '../backend.ts';
import { copyButton, el } from '../dom.ts';
import { curlOf, runnableCurl } from './curl.ts';
import type { TourResult } from './run.ts';
import { variablesOf } from './run.ts';
import type { TourState, TourStep } from './steps.ts';

/** A step's call as curl, and what it was answered when it was run. */
export function byHandCard(step: TourStep, known: TourState, result: TourResult | undefined): HTMLElement {
  const answer = result === undefined ? '' : `\n\n# ${String(result.status)}\n${shortened(result.answer)}`;
  const isInPage = backend().isInPage === true;
  return el(
    'section',
    { class: 'term', 'aria-label': 'The same as curl' },
    el(
      'header',
      {},
      el('span', { class: 'dim' }, 'The same by hand'),
      !isInPage && copyButton('Copy', () => runnableCurl(step.call(known), variablesOf(known))),
    ),
    el('pre', { tabindex: '0' }, curlOf(step.call(known)), el('span', { class: 'dim' }, answer)),
    el(
      'p',
      { class: 'dim' },
      isInPage
        ? 'This mock lives in this page, where no curl reaches it. With a mock on your machine, $LP is its address.'
        : 'The copy sets the variables first, so that it runs as it is.',
    ),
  );
}

/** An answer in one line, tokens cut: they are decoded beside it. */
function shortened(answer: unknown): string {
  const text = answer === undefined ? '' : JSON.stringify(answer);
  const cut = text.replace(/eyJ[\w.-]{20,}/g, (token) => `${token.slice(0, 20)}…`);
  return cut.length > 600 ? `${cut.slice(0, 600)}…` : cut;
}
