import type { JournalEntry, WebhookAttempt } from '../admin-api.ts';
import { endpointName } from '../attempt-words.ts';
import { el } from '../dom.ts';
import type { saidIn } from '../kept.ts';
import { timeOfDay } from '../instants.ts';
import { markOf } from '../marks.ts';
import type { Row } from '../rows.ts';
import { sentIn } from './sent.ts';
import { isTold, saidOf } from './told-of.ts';

/** The webhooks that told of a call or a frame; undefined when none did, as far as the page knows. */
export async function toldCard(
  kept: NonNullable<Awaited<ReturnType<typeof saidIn>>>,
  entry: JournalEntry,
  rows: readonly Row[],
): Promise<HTMLElement | undefined> {
  const said = saidOf(kept);
  const conversationId =
    said.conversation ?? rows.find(({ attempt }) => isOf(attempt?.conversationId, entry))?.attempt?.conversationId;
  if (conversationId === undefined) return undefined;
  const sent = await sentIn({ conversationId });
  const deliveries = new Set(
    [...sent.values()]
      .filter((each) => isOfCall(each, entry, rows) && isTold(entry, said, conversationId, each.body))
      .map(({ deliveryId }) => deliveryId),
  );
  const told = rows.filter(({ attempt }) => attempt !== undefined && deliveries.has(attempt.deliveryId));
  return told.length === 0 ? undefined : cardOf(told);
}

function isOf(conversationId: string | undefined, { path }: JournalEntry): boolean {
  return conversationId !== undefined && path.includes(conversationId);
}

/** By where its first attempt stands: not before the call. */
function isOfCall({ deliveryId }: WebhookAttempt, { id }: JournalEntry, rows: readonly Row[]): boolean {
  const first = rows.find(({ attempt }) => attempt?.deliveryId === deliveryId)?.attempt;
  return first !== undefined && first.afterEntry >= id - 1;
}

function cardOf(rows: readonly Row[]): HTMLElement {
  const items = rows.map(({ id, what, atMs, verdict, why, attempt }) =>
    el(
      'li',
      {},
      markOf(verdict).mark,
      ' ',
      el('a', { href: `#/calls/${id}` }, what),
      ` to ${endpointName(attempt?.url ?? '')} at ${timeOfDay(atMs)}. ${why ?? 'Delivered.'}`,
    ),
  );
  return el(
    'section',
    { class: 'card', 'aria-label': 'Webhooks' },
    el('header', {}, el('h3', {}, 'Webhooks'), el('span', { class: 'dim' }, 'who was told of it')),
    el('div', {}, el('ul', {}, ...items)),
  );
}
