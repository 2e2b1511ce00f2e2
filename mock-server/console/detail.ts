import type { CapturedExchange, JournalEntry } from './admin-api.ts';
import { answerWords } from './answer-words.ts';
import { callActions } from './call-actions.ts';
import { changeCard } from './change-card.ts';
import { el } from './dom.ts';
import { exchangeCard, frameCard, side } from './exchange-card.ts';
import { asJson } from './exported.ts';
import { saidIn } from './kept.ts';
import { framesCard } from './frames-card.ts';
import { copyIconButton, icon, iconButton } from './icons.ts';
import { dateAndTime, timeOfDay } from './instants.ts';
import { lineageCard } from './lineage-card.ts';
import type { Row } from './rows.ts';
import { accountOf } from './row.ts';
import { shownFile } from './shown-file.ts';
import { tokenCard } from './token-card.ts';
import { verdictCard } from './verdict-card.ts';
import { serviceOf } from './words.ts';

/** What a detail is drawn from. */
export interface DetailSetup {
  readonly row: Row;
  /** Every row, newest last: where its tokens came from and went. */
  readonly rows: readonly Row[];
  readonly isCapturing: boolean;
  /** The time of the mock. */
  readonly nowMs: number;
  /** To an older call (1), or a newer one. */
  readonly go: (step: 1 | -1) => void;
}

/** Everything about one row; what was said in it comes a moment later. */
export function detailOf(setup: DetailSetup): HTMLElement {
  const { row, rows, isCapturing } = setup;
  const { change, attempt } = row;
  // Of a socket, the call that opened it.
  const entry = row.handshake ?? row.entry;
  const place = el('p', { class: 'dim' }, placeOf(row));
  const title = titleOf(setup, place);
  if (attempt !== undefined) return el('article', {}, title, attemptPlace(setup));
  if (change !== undefined || entry === undefined) return el('article', {}, title, changeCard(row));
  const said = el('div', { class: 'said-place' }, el('p', { class: 'dim' }, 'Reading what was said…'));
  const actions = el('div', { class: 'buttons' });
  const says = el('dl', { class: 'facts' });
  const isSocket = row.frameCount !== undefined;
  const hasExchange = !isSocket || row.handshake !== undefined;
  if (isSocket) actions.append(copyIconButton('Copy as JSON', () => asJson([row])));
  if (hasExchange) void fill({ said, actions, says, place, row, rows, entry, isCapturing });
  return el(
    'article',
    {},
    title,
    verdictCard({ row, entry, rows, actions, says }),
    isSocket && framesCard(row, rows),
    el(
      'div',
      { class: 'tokens' },
      ...entry.tokens.map((token) => tokenCard(token, { ...setup, entry })),
      lineageCard(row, entry, rows),
    ),
    hasExchange && said,
  );
}

/** Loaded with the first: most mocks send no webhooks. */
function attemptPlace({ row, rows, nowMs }: DetailSetup): HTMLElement {
  const place = el('div', { class: 'said-place' });
  import('./webhooks/webhooks.ts').then(
    ({ attemptDetail }) => {
      place.replaceWith(...attemptDetail({ row, rows, nowMs }, { side, lineageCard }));
    },
    () => {
      place.append('The mock does not answer, or another version of it does. Reload the page.');
    },
  );
  return place;
}

function titleOf({ row, go }: DetailSetup, place: HTMLElement): HTMLElement {
  const { id, what, entry, frameCount } = row;
  const number = entry === undefined || frameCount !== undefined ? '' : `#${String(entry.id)} `;
  return el(
    'header',
    { class: 'crumb' },
    el('a', { class: 'back button', href: '#/calls', 'aria-label': 'Back to the list' }, icon('back')),
    el('div', { class: 'grow' }, el('h2', { class: 'cut' }, `${number}${what}`), place),
    copyIconButton('Copy a link to this call', () => linkTo(id), { icon: 'link', isIconOnly: true, class: 'quiet' }),
    iconButton(
      'Newer call (k)',
      () => {
        go(-1);
      },
      { icon: 'back', isIconOnly: true, class: 'quiet' },
    ),
    iconButton(
      'Older call (j)',
      () => {
        go(1);
      },
      { icon: 'next', isIconOnly: true, class: 'quiet' },
    ),
  );
}

function linkTo(id: string): string {
  return `${location.href.replace(/#.*/s, '')}#/calls/${id}`;
}

function placeOf(row: Row, realMs?: number): string {
  const { atMs, entry, handshake, attempt } = row;
  const told = handshake ?? entry;
  const account = accountOf(row);
  const parts = [
    `${dateAndTime(atMs).replace(' UTC', '')} mock`,
    realMs === undefined ? undefined : `${timeOfDay(realMs)} real`,
    account === undefined ? undefined : `account ${account}`,
    serviceOf(told?.endpointId) ?? told?.endpointId,
    told?.frame !== undefined ? undefined : tookOf(told ?? attempt),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function tookOf(told: { readonly durationMs: number } | undefined): string | undefined {
  return told === undefined ? undefined : `${told.durationMs.toFixed(1)} ms`;
}

/** What is filled in once one knows what was said. */
interface Filling {
  readonly said: HTMLElement;
  readonly actions: HTMLElement;
  readonly says: HTMLElement;
  readonly place: HTMLElement;
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly entry: JournalEntry;
  readonly isCapturing: boolean;
}

async function fill({ said, actions, says, place, row, rows, entry, isCapturing }: Filling): Promise<void> {
  if (shownFile() !== undefined) {
    said.replaceChildren(notInFile());
    return;
  }
  const exchange = await saidIn(entry.id);
  if (exchange !== undefined) place.textContent = placeOf(row, exchange.realMs);
  if (exchange !== undefined && rows.some(({ attempt }) => attempt?.accountId === entry.accountId))
    void addWebhooks(said, exchange, entry, rows);
  if (exchange !== undefined && 'frame' in exchange) {
    said.replaceChildren(frameCard(exchange, entry));
    return;
  }
  said.replaceChildren(exchangeCard(exchange, isCapturing, entry));
  if (exchange === undefined) return;
  if (row.frameCount === undefined) actions.replaceChildren(...callActions(exchange, entry));
  showAnswer(says, exchange, entry);
}

/** The webhooks that told of a call or a frame. */
async function addWebhooks(
  said: HTMLElement,
  exchange: NonNullable<Awaited<ReturnType<typeof saidIn>>>,
  entry: JournalEntry,
  rows: readonly Row[],
): Promise<void> {
  const { toldCard } = await import('./webhooks/webhooks.ts');
  const card = await toldCard(exchange, entry, rows);
  if (card !== undefined) said.append(card);
}

function notInFile(): HTMLElement {
  const words = 'What was said is not exported, so that no secret goes with it.';
  return el('section', { class: 'card' }, el('div', {}, el('h3', {}, 'Not in the file'), words));
}

/** What the body says is all that LivePerson would say. */
function showAnswer(says: HTMLElement, { answer }: CapturedExchange, { reason, endpointId }: JournalEntry): void {
  const isOurs = reason === undefined || reason.slug === 'fault-injected' || endpointId === undefined;
  const words = isOurs || 'abort' in answer ? undefined : answerWords(answer.body.text);
  if (words !== undefined) says.replaceChildren(el('dt', {}, 'LivePerson says'), el('dd', {}, words));
}
