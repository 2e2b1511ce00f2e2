import type { CapturedExchange, JournalEntry } from './admin-api.ts';
import { answerWords } from './answer-words.ts';
import { callActions } from './call-actions.ts';
import { changeCard } from './change-card.ts';
import { el } from './dom.ts';
import { exchangeCard, frameCard } from './exchange-card.ts';
import { asJson, saidIn } from './exported.ts';
import { framesCard } from './frames-card.ts';
import { copyIconButton, icon, iconButton } from './icons.ts';
import { dateAndTime, timeOfDay } from './instants.ts';
import { lineageCard } from './lineage-card.ts';
import type { Row } from './rows.ts';
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
  const { change } = row;
  // Of a socket, the call that opened it.
  const entry = row.handshake ?? row.entry;
  const place = el('p', { class: 'dim' }, placeOf(row));
  const title = titleOf(setup, place);
  if (change !== undefined || entry === undefined) return el('article', {}, title, changeCard(row));
  const said = el('div', { class: 'said-place' }, el('p', { class: 'dim' }, 'Reading what was said…'));
  const actions = el('div', { class: 'buttons' });
  const says = el('dl', { class: 'facts' });
  const isSocket = row.frameCount !== undefined;
  const hasExchange = !isSocket || row.handshake !== undefined;
  if (isSocket) actions.append(copyIconButton('Copy as JSON', () => asJson([row])));
  if (hasExchange) void fill({ said, actions, says, place, row, entry, isCapturing });
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

function placeOf({ atMs, entry, change, handshake }: Row, realMs?: number): string {
  const told = handshake ?? entry;
  const account = (entry ?? change)?.accountId;
  const parts = [
    `${dateAndTime(atMs).replace(' UTC', '')} mock`,
    realMs === undefined ? undefined : `${timeOfDay(realMs)} real`,
    account === undefined ? undefined : `account ${account}`,
    serviceOf(told?.endpointId) ?? told?.endpointId,
    told === undefined || told.frame !== undefined ? undefined : `${told.durationMs.toFixed(1)} ms`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** What is filled in once one knows what was said. */
interface Filling {
  readonly said: HTMLElement;
  readonly actions: HTMLElement;
  readonly says: HTMLElement;
  readonly place: HTMLElement;
  readonly row: Row;
  readonly entry: JournalEntry;
  readonly isCapturing: boolean;
}

async function fill({ said, actions, says, place, row, entry, isCapturing }: Filling): Promise<void> {
  if (shownFile() !== undefined) {
    said.replaceChildren(notInFile());
    return;
  }
  const exchange = await saidIn(entry.id);
  if (exchange !== undefined) place.textContent = placeOf(row, exchange.realMs);
  if (exchange !== undefined && 'frame' in exchange) {
    said.replaceChildren(frameCard(exchange, entry));
    return;
  }
  said.replaceChildren(exchangeCard(exchange, isCapturing, entry));
  if (exchange === undefined) return;
  if (row.frameCount === undefined) actions.replaceChildren(...callActions(exchange, entry));
  showAnswer(says, exchange, entry);
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
