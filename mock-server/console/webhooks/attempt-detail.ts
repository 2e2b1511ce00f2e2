import type { ToldAttempt, WebhookAttempt } from '../admin-api.ts';
import { attemptWhy, endpointName, eventName } from '../attempt-words.ts';
import type { Row } from '../rows.ts';
import { el } from '../dom.ts';
import { copyIconButton } from '../icons.ts';
import { span, timeOfDay } from '../instants.ts';
import { markOf } from '../marks.ts';
import { shownFile } from '../shown-file.ts';
import type { AttemptSetup, Cards } from './cards.ts';
import { deliveryButtons } from './delivery-buttons.ts';
import { originCards } from './origin-cards.ts';
import { attemptRemedy } from './remedies.ts';
import { sentIn } from './sent.ts';

/** Everything about one attempt at a webhook; what was sent comes a moment later. */
export function attemptDetail(setup: AttemptSetup, cards: Cards): HTMLElement[] {
  const { row, rows, nowMs } = setup;
  const { attempt } = row;
  if (attempt === undefined) return [];
  const tries = triesOf(row, rows);
  // Of the mock that answered here before: the one that answers now knows nothing of it.
  const isGone = shownFile() !== undefined || row.id.includes('-');
  const said = el('div', { class: 'said-place' }, el('p', { class: 'dim' }, 'Reading what was sent…'));
  const origin = el('div', { class: 'tokens' });
  const actions = el('div', { class: 'buttons' });
  if (!isGone) actions.append(...deliveryButtons(attempt));
  void (isGone ? Promise.resolve(NOTHING) : sentIn({ deliveryId: attempt.deliveryId })).then(async (sent) => {
    const whole = sent.get(attempt.id);
    said.replaceChildren(whole === undefined ? notKept() : sentCard(whole, cards));
    if (whole !== undefined) actions.append(copyIconButton('Copy the body', () => whole.body));
    if (whole !== undefined) origin.append(...(await originCards(whole, tries, rows, cards)));
  });
  return [verdictOf(setup, attempt, actions), triesCard(row, tries, nowMs), origin, said];
}

const NOTHING: Awaited<ReturnType<typeof sentIn>> = new Map();

/** All attempts at the same delivery, oldest first. */
function triesOf({ id, attempt }: Row, rows: readonly Row[]): readonly Row[] {
  const mockOf = (row: string): string => row.replace(/^[^-]*/, '');
  return rows.filter((row) => row.attempt?.deliveryId === attempt?.deliveryId && mockOf(row.id) === mockOf(id));
}

function verdictOf({ row, nowMs }: AttemptSetup, attempt: ToldAttempt, actions: HTMLElement): HTMLElement {
  const { word, mark } = markOf(row.verdict);
  const isTaken = row.verdict === 'webhook';
  const remedy = attemptRemedy(attempt);
  mark.setAttribute('aria-hidden', 'true');
  return el(
    'section',
    { class: `card verdict ${isTaken ? 'accepted' : 'refused'}`, 'aria-label': 'Verdict' },
    el(
      'div',
      {},
      el(
        'p',
        { class: 'tag' },
        mark,
        el('strong', {}, isTaken ? 'Delivered' : word),
        el('span', { class: 'mono' }, String(attempt.status ?? 'no answer')),
      ),
      el(
        'h2',
        {},
        attemptWhy(attempt) ?? `The receiver answered ${String(attempt.status)}, which counts as delivered.`,
      ),
      el(
        'dl',
        { class: 'facts' },
        ...factsOf(attempt, nowMs),
        ...(remedy === undefined ? [] : fact('To put it right', remedy)),
      ),
      actions,
    ),
  );
}

function factsOf(attempt: ToldAttempt, nowMs: number): HTMLElement[] {
  const { url, clientId, event, conversationId, attempt: number, durationMs, nextAtMs } = attempt;
  const next = nextAtMs === undefined ? undefined : nextWords(nextAtMs, nowMs);
  return [
    ...fact('Endpoint', url === '' ? 'none any more' : url),
    ...fact('Event', event),
    ...fact('App', clientId),
    ...(conversationId === undefined
      ? fact('Conversation', 'none: it is a sample')
      : fact(
          'Conversation',
          el('a', { href: `#/picture/conversation-${encodeURIComponent(conversationId)}` }, conversationId),
        )),
    ...fact(
      'Attempt',
      number === 0 ? 'none: it was given up untried' : `${String(number)}, took ${durationMs.toFixed(1)} ms`,
    ),
    ...(next === undefined ? [] : fact('Next attempt', next)),
  ];
}

function nextWords(nextAtMs: number, nowMs: number): string {
  const at = `${timeOfDay(nextAtMs)} mock time`;
  return nextAtMs > nowMs ? `${at}, in ${span(nextAtMs - nowMs)} of it` : at;
}

function fact(name: string, value: string | HTMLElement): HTMLElement[] {
  return [el('dt', {}, name), el('dd', {}, value)];
}

/** All attempts at one delivery; it hears of further ones by the event `grown`. */
function triesCard(shown: Row, tries: readonly Row[], nowMs: number): HTMLElement {
  const titles = ['Attempt', 'Mock time', 'What came of it', 'Took', 'Code'];
  const head = titles.map((title) => el('th', { scope: 'col' }, title));
  const lines = el('tbody');
  const next = el('p', { class: 'dim small' });
  const draw = (found: readonly Row[]): void => {
    if (found.length === lines.childElementCount) return;
    lines.replaceChildren(...found.flatMap((row) => tryLine(row, shown)));
    const nextAtMs = found.at(-1)?.attempt?.nextAtMs;
    next.textContent = nextAtMs === undefined ? '' : `The next is due at ${nextWords(nextAtMs, nowMs)}.`;
  };
  draw(tries);
  const card = el(
    'section',
    { class: 'card grows', 'aria-label': 'Attempts' },
    el(
      'header',
      {},
      el('h3', {}, 'Attempts'),
      el(
        'span',
        { class: 'dim' },
        `${eventName(shown.attempt?.event ?? '')} to ${endpointName(shown.attempt?.url ?? '')}`,
      ),
    ),
    el('div', {}, el('table', { class: 'frames' }, el('thead', {}, el('tr', {}, ...head)), lines), next),
  );
  card.addEventListener('grown', (event) => {
    draw(triesOf(shown, (event as CustomEvent<readonly Row[]>).detail));
  });
  return card;
}

function tryLine({ id, attempt }: Row, shown: Row): HTMLElement[] {
  if (attempt === undefined) return [];
  const { atMs, attempt: number, reason, durationMs, status } = attempt;
  const name = number === 0 ? 'untried' : String(number);
  const line = el(
    'tr',
    { class: reason === undefined ? undefined : 'failed' },
    el('td', {}, id === shown.id ? el('b', {}, `${name} (this)`) : el('a', { href: `#/calls/${id}` }, name)),
    el('td', { class: 'mono' }, timeOfDay(atMs)),
    el('td', {}, attemptWhy(attempt) ?? 'Delivered.'),
    el('td', { class: 'mono' }, `${durationMs.toFixed(0)} ms`),
    el('td', { class: 'mono' }, String(status ?? '–')),
  );
  return [line];
}

/** More is not read on a screen; it can be copied. */
const MOST_SHOWN = 65_536;

function sentCard(
  { headers, body, url, atMs, durationMs, attempt }: WebhookAttempt,
  { side: sideOf }: Cards,
): HTMLElement {
  if (attempt === 0)
    return el(
      'section',
      { class: 'card' },
      el('div', {}, el('h3', {}, 'Nothing was sent'), 'It was given up untried.'),
    );
  const text = body.slice(0, MOST_SHOWN);
  const card = sideOf({
    title: 'Sent',
    start: ['POST', url],
    part: {
      headers: Object.entries(headers),
      body: { text, characters: body.length, isCut: text.length < body.length, isUtf8: true },
    },
    entry: { tokens: [], atMs, durationMs, checks: undefined, reason: undefined },
  });
  return el('div', { class: 'said' }, card);
}

function notKept(): HTMLElement {
  const [title, words] =
    shownFile() === undefined
      ? ['Not kept', 'What was sent in this attempt is no longer kept: the last 2,000 attempts are.']
      : ['Not in the file', 'What was sent is not exported, so that no secret goes with it.'];
  return el('section', { class: 'card' }, el('div', {}, el('h3', {}, title), words));
}
