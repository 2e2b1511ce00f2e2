import type { CapturedExchange, JournalEntry } from './admin-api.ts';
import { backend } from './backend.ts';
import { tokenChips } from './chips.ts';
import { asCurl, asFetch, asTest, wholeRequest } from './copied-request.ts';
import { copyButton, el } from './dom.ts';
import { exchangeCard } from './exchange-card.ts';
import { exchangeOf } from './exported.ts';
import { dateAndTime, timeOfDay } from './instants.ts';
import { markOf } from './list.ts';
import type { Row } from './rows.ts';
import { tokenCard } from './token-card.ts';
import { remedyOf, whatOf, whyOf } from './words.ts';

/** What a detail is drawn from. */
export interface DetailSetup {
  readonly row: Row;
  /** Every row, newest last: where its tokens came from and went. */
  readonly rows: readonly Row[];
  readonly isCapturing: boolean;
}

/** Everything about one row; what was said in it comes a moment later. */
export function detailOf({ row, rows, isCapturing }: DetailSetup): HTMLElement {
  const { entry, change, frames } = row;
  const title = el(
    'header',
    {},
    el('a', { class: 'back', href: '#/calls' }, 'Back to the list'),
    el('h2', {}, entry === undefined ? row.what : `#${String(entry.id)} ${row.what}`),
    el('p', { class: 'dim' }, placeOf(row)),
  );
  if (entry === undefined) {
    const moved = `The clock of the mock: ${dateAndTime(change?.fromMs ?? 0)} → ${dateAndTime(change?.atMs ?? 0)}.`;
    return el('article', {}, title, el('section', { class: 'card' }, el('div', {}, moved)));
  }
  const said = el('div', {}, el('p', { class: 'dim' }, 'Reading what was said…'));
  const actions = el('div', { class: 'buttons' });
  if (frames.length === 0) void fill(said, actions, entry, isCapturing);
  return el(
    'article',
    {},
    title,
    verdictCard(row, entry, actions, rows),
    frames.length > 0 && framesCard(frames),
    ...entry.tokens.map((token) => tokenCard(token, entry)),
    lineageCard(entry, rows),
    frames.length === 0 && said,
  );
}

function placeOf({ atMs, entry, change }: Row): string {
  const account = (entry ?? change)?.accountId;
  return [
    `${dateAndTime(atMs)}, mock time`,
    account === undefined ? undefined : `account ${account}`,
    entry?.endpointId,
    entry === undefined ? undefined : `${entry.durationMs.toFixed(1)} ms`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

async function fill(said: HTMLElement, actions: HTMLElement, entry: JournalEntry, isCapturing: boolean): Promise<void> {
  const exchange = await exchangeOf(entry.id);
  said.replaceChildren(exchangeCard(exchange, isCapturing, entry));
  if (exchange !== undefined) actions.replaceChildren(...actionsOn(exchange, entry));
}

function actionsOn(exchange: CapturedExchange, entry: JournalEntry): HTMLElement[] {
  const replay = el('button', { type: 'button', class: 'replay' }, 'Replay');
  replay.addEventListener('click', () => {
    void (async () => {
      const { method, url, headers, body } = await wholeRequest(exchange);
      const { pathname, search } = new URL(url);
      try {
        await backend().fetch(`${pathname}${search}`, {
          method,
          headers: headers as [string, string][],
          body: body || null,
        });
        replay.textContent = 'Sent again';
      } catch {
        replay.textContent = 'Sent again; no answer came';
      }
    })();
  });
  return [
    ...(entry.verdict === 'refused'
      ? [copyButton('Copy as Jest test', () => asTest(entry, exchange), 'first as-test')]
      : []),
    copyButton('Copy as curl', async () => asCurl(await wholeRequest(exchange)), 'as-curl'),
    copyButton('Copy as fetch', async () => asFetch(await wholeRequest(exchange))),
    replay,
  ];
}

function verdictCard(row: Row, entry: JournalEntry, actions: HTMLElement, rows: readonly Row[]): HTMLElement {
  const { word, mark } = markOf(row.verdict);
  const { reason, error, outcome, deviations } = entry;
  const remedy = reason === undefined ? undefined : remedyOf(reason.slug);
  const later = reason === undefined ? undefined : laterSuccess(entry, rows);
  return el(
    'section',
    { class: `card verdict ${row.verdict}`, 'aria-label': 'Verdict' },
    el(
      'div',
      {},
      el(
        'p',
        {},
        el('span', { class: 'chips' }, mark, el('strong', {}, word)),
        el('span', { class: 'mono' }, ` ${String(outcome)}${error === undefined ? '' : ` · ${error}`} `),
        reason !== undefined && copyButton(reason.slug, () => reason.slug),
      ),
      el('h2', {}, reason === undefined ? row.what : sentenceOf(whyOf(entry) ?? '')),
      ...deviations.map(({ slug, sentence }) => el('p', {}, `Deviation ${slug}: ${sentence}.`)),
      remedy !== undefined && el('p', {}, `To put it right: ${remedy}`),
      later !== undefined &&
        el(
          'p',
          {},
          'The same call was accepted later, in ',
          el('a', { href: `#/calls/${later.id}` }, `#${later.id}`),
          '.',
        ),
      actions,
    ),
  );
}

/** The reasons of the mock begin small and end without a point, as they stand in a header. */
function sentenceOf(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.”"]$/.test(reason) ? '' : '.'}`;
}

function laterSuccess({ id, method, path }: JournalEntry, rows: readonly Row[]): Row | undefined {
  return rows.find(
    ({ entry }) =>
      entry !== undefined &&
      entry.id > id &&
      entry.verdict === 'accepted' &&
      entry.method === method &&
      entry.path === path,
  );
}

/** Where the tokens of the call came from, and where else they went: the same for eyes and for screen readers. */
function lineageCard(entry: JournalEntry, rows: readonly Row[]): HTMLElement {
  const ids = new Set(entry.tokens.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const related = rows.filter((row) => row.entry?.tokens.some(({ id }) => id !== undefined && ids.has(id)) === true);
  const shown = related.slice(-MOST_RELATED);
  const items = shown.map((row) => {
    const isThis = row.entry?.id === entry.id;
    return el(
      'li',
      {},
      `${timeOfDay(row.atMs)} `,
      isThis
        ? el('strong', {}, `this call, #${String(entry.id)} `)
        : el('a', { href: `#/calls/${row.id}` }, `#${row.id} ${row.what} `),
      row.entry !== undefined && tokenChips(row.entry),
    );
  });
  return el(
    'section',
    { class: 'card', 'aria-label': 'Lineage' },
    el(
      'header',
      {},
      el('h3', {}, 'Lineage'),
      el('span', { class: 'dim' }, 'the calls that share a token with this one'),
    ),
    el(
      'div',
      {},
      related.length < 2 ? el('p', { class: 'dim' }, 'No other call on this page does.') : el('ol', {}, ...items),
    ),
  );
}

const MOST_RELATED = 30;

function framesCard(frames: readonly JournalEntry[]): HTMLElement {
  const head = ['', 'Mock time', 'What', 'Code'].map((title) => el('th', { scope: 'col' }, title));
  const rows = frames.map((frame) =>
    el(
      'tr',
      { class: frame.reason === undefined ? undefined : 'failed' },
      el('td', {}, frame.method === 'SEND' ? '←' : frame.method === 'CLOSE' ? '×' : '→'),
      el('td', { class: 'mono' }, timeOfDay(frame.atMs)),
      el(
        'td',
        {},
        whatOf(frame).replace(/^[←→] /, ''),
        frame.reason === undefined ? '' : `. ${sentenceOf(frame.reason.sentence)}`,
      ),
      el('td', { class: 'mono' }, String(frame.outcome)),
    ),
  );
  const note = '→ from the client, ← from the mock';
  return el(
    'section',
    { class: 'card', 'aria-label': 'Frames' },
    el('header', {}, el('h3', {}, 'Frames'), el('span', { class: 'dim' }, note)),
    el('div', {}, el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows))),
  );
}
