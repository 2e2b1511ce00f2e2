import type { JournalEntry, WebhookAttempt } from '../admin-api.ts';
import { el } from '../dom.ts';
import { saidIn } from '../kept.ts';
import { timeOfDay } from '../instants.ts';
import type { Row } from '../rows.ts';
import { entryRow } from '../row.ts';
import type { Cards } from './cards.ts';
import { isTold, saidOf } from './told-of.ts';

/** How many calls before it are looked at. */
const MOST_READ = 20;

/** The call or the frame that a webhook tells of, and where its tokens came from. @param tries - all attempts at it */
export async function originCards(
  attempt: WebhookAttempt,
  tries: readonly Row[],
  rows: readonly Row[],
  cards: Pick<Cards, 'lineageCard'>,
): Promise<readonly HTMLElement[]> {
  const { conversationId, accountId, body } = attempt;
  if (conversationId === undefined) return [];
  const until = tries[0]?.attempt?.afterEntry ?? 0;
  // The answer to a call may come a moment behind the webhook.
  const before = entriesOf(rows).filter((entry) => entry.accountId === accountId && entry.id <= until + 1);
  for (const entry of before.sort((one, other) => other.id - one.id).slice(0, MOST_READ)) {
    const kept = await saidIn(entry.id);
    if (kept !== undefined && isTold(entry, saidOf(kept), conversationId, body))
      return cardsOf(entry, tries, rows, cards);
  }
  return [noOrigin()];
}

/** What a client sent. */
function entriesOf(rows: readonly Row[]): JournalEntry[] {
  return rows
    .flatMap(({ entry, frames }) => (frames.length > 0 ? frames : (entry ?? [])))
    .filter(({ method, endpointId = '', verdict }) => {
      const mayTell = /^(?:send-api|messaging-rest|ums)\./.test(endpointId);
      return mayTell && method !== 'SEND' && method !== 'CLOSE' && verdict !== 'refused';
    });
}

function cardsOf(
  entry: JournalEntry,
  tries: readonly Row[],
  rows: readonly Row[],
  { lineageCard }: Pick<Cards, 'lineageCard'>,
): readonly HTMLElement[] {
  const { id, what, atMs } = entryRow(entry);
  const socket = entry.frame === undefined ? undefined : rows.find(({ frames }) => frames.includes(entry));
  const opening = socket?.handshake ?? entry;
  const lineage = lineageCard(entryRow(opening), opening, rows, tries);
  const link = el('a', { href: `#/calls/${id}` }, `#${id} ${what}`);
  const card = el(
    'section',
    { class: 'card', 'aria-label': 'What it tells of' },
    el('div', {}, el('h3', {}, 'What it tells of'), el('p', {}, link, ` at ${timeOfDay(atMs)}`)),
  );
  return lineage === false ? [card] : [card, lineage];
}

function noOrigin(): HTMLElement {
  return el(
    'section',
    { class: 'card' },
    el(
      'div',
      {},
      el('h3', {}, 'No call that it tells of is known'),
      el(
        'p',
        { class: 'dim' },
        'An agent of the mock or a test said it, or what was said in calls is not kept (capture).',
      ),
    ),
  );
}
