import { WEBHOOK_EVENTS } from '../../domain/webhook-settings.ts';
import type { ToldAttempt } from '../admin-api.ts';
import { askAdmin } from '../admin-api.ts';
import { attemptWhy, eventName } from '../attempt-words.ts';
import { el } from '../dom.ts';
import type { Rows } from '../rows.ts';
import type { ConsoleContext } from '../view.ts';
import type { Card } from './card.ts';
import { actionButton, createCardFrame } from './card.ts';
import { labelled } from './dialogs.ts';

const HOLD = 'Hold webhooks back';

/** How deliveries to apps stand, whether they are held back, and a sample to try a receiver with. */
export function createWebhooksCard({ rows }: Pick<ConsoleContext, 'rows'>): Card {
  let isPaused = false;
  const words = el('p', {});
  const hold = actionButton(HOLD, () => {
    void frame.attempt(async () => {
      await askAdmin(`webhooks/${isPaused ? 'resume' : 'pause'}`, {});
      return isPaused ? 'What was held back goes out.' : 'What happens from now on is held back.';
    });
  });
  const came = el('p', { class: 'dim' });
  const read = async (): Promise<void> => {
    const state = await askAdmin<{ readonly isPaused: boolean; readonly owed: number }>('webhooks/state');
    isPaused = state.isPaused;
    hold.setAttribute('aria-pressed', String(isPaused));
    words.textContent = wordsOf(rows, state.owed);
  };
  const frame = createCardFrame({
    title: 'Webhooks',
    body: [
      el('div', {}, words, el('div', { class: 'buttons' }, hold)),
      sampleForm((url, event) =>
        frame.attempt(async () => {
          came.replaceChildren();
          const sent = await askAdmin<ToldAttempt>('webhooks/send', { url, event });
          const link = el('a', { href: `#/calls/w${sent.id}` }, 'What was sent');
          came.replaceChildren(`${attemptWhy(sent) ?? `The receiver answered ${String(sent.status)}.`} `, link);
          return came.textContent;
        }),
      ),
      came,
    ],
    done: read,
  });
  return { element: frame.element, read };
}

function wordsOf(rows: Rows, owed: number): string {
  const [taken, notTaken] = [rows.count('webhook'), rows.count('not-taken')];
  const waiting = owed === 0 ? '' : ` ${counted(owed, 'delivery is', 'deliveries are')} owed.`;
  if (taken + notTaken === 0)
    return `No webhook was sent yet: an app installation that names an endpoint is told what happens in conversations.${waiting}`;
  return `${counted(taken, 'attempt was', 'attempts were')} taken, ${notTaken.toLocaleString('en')} not.${waiting}`;
}

function counted(count: number, one: string, more: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : more}`;
}

/** @param send - to an address, the event of that type */
function sampleForm(send: (url: string, event: string) => Promise<boolean>): HTMLElement {
  const url = el('input', { type: 'url', required: true, placeholder: 'http://localhost:3000/events' });
  const event = el('select', {}, ...WEBHOOK_EVENTS.map((each) => el('option', { value: each }, eventName(each))));
  event.value = 'ms.MessagingEventNotification.ContentEvent';
  const form = el(
    'form',
    {},
    labelled('Send a signed sample to', url),
    labelled('Event', event),
    el('button', { type: 'submit' }, 'Send the sample'),
  );
  form.addEventListener('submit', (submitted) => {
    submitted.preventDefault();
    void send(url.value.trim(), event.value);
  });
  return form;
}
