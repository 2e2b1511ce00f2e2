import type { Overview } from '../admin-api.ts';
import { askAdmin } from '../admin-api.ts';
import { el } from '../dom.ts';
import { dateAndTime, span, timeOfDay } from '../instants.ts';
import type { ConsoleContext } from '../view.ts';
import { goBeforeNextExpiry } from '../before-expiry.ts';
import type { Card } from './card.ts';
import { actionButton, createCardFrame } from './card.ts';
import { ask, labelled } from './dialogs.ts';
import { livesOf, nextToExpire } from '../lives.ts';
import { createRuler } from './ruler.ts';

/** The time of the mock, what moves it, and which tokens expire by it. */
export function createClockCard(context: ConsoleContext): Card {
  const { clock, rows } = context;
  const time = el('time', { class: 'big' });
  const words = el('p', { class: 'dim' });
  const freeze = actionButton('Freeze', () => {
    clock.freeze();
  });
  const before = actionButton(
    'To 1 s before the next expiry',
    () => {
      goBeforeNextExpiry(context);
    },
    'first',
  );
  const ruler = createRuler();
  let lives = livesOf([]);
  let standing: Overview | undefined;
  const show = (): void => {
    const nowMs = clock.nowMs();
    const isFrozen = standing?.isFrozen === true;
    time.textContent = timeOfDay(nowMs);
    time.dateTime = dateAndTime(nowMs).replace(' ', 'T').replace(' UTC', 'Z');
    words.textContent = `${weekday(nowMs)} ${dateAndTime(nowMs).slice(0, 10)}, UTC · ${howItStands(standing)}`;
    freeze.setAttribute('aria-pressed', String(isFrozen));
    freeze.textContent = isFrozen ? 'Frozen' : 'Freeze';
    before.disabled = nextToExpire(lives, nowMs) === undefined;
    before.title = before.disabled ? 'No token in the calls of this page is still going to expire' : 'Key >';
    ruler.show(lives, nowMs);
  };
  const read = async (): Promise<void> => {
    standing = await clock.read();
    lives = livesOf(rows.all());
    show();
  };
  const frame = createCardFrame({
    title: 'Clock',
    className: 'wide',
    header: [
      el(
        'span',
        { class: 'dim beside long' },
        'Issuing and checking both follow it. Nothing else does: your own Date stays real.',
      ),
      actionButton('Back to real time', () => {
        void frame.attempt(async () => {
          await askAdmin('clock/reset', {});
          return 'The clock shows the real time.';
        });
      }),
    ],
    body: [
      el(
        'div',
        { class: 'clock-now' },
        el('div', {}, time, words),
        el(
          'div',
          { class: 'buttons' },
          freeze,
          ...moves(clock),
          before,
          setButton(context, () => frame.element),
        ),
      ),
      el('div', {}, ruler.element),
    ],
    done: read,
  });
  setInterval(() => {
    if (!frame.element.isConnected) return;
    if (time.textContent !== timeOfDay(clock.nowMs())) show();
  }, 500);
  return { element: frame.element, read };
}

/** Less is the time that the answer took. */
const SAME_MS = 2000;

function howItStands(standing: Overview | undefined): string {
  if (standing === undefined) return '';
  const { nowMs, realMs, isFrozen } = standing;
  if (isFrozen) return 'it stands still';
  const byMs = nowMs - realMs;
  return Math.abs(byMs) < SAME_MS ? 'same as real' : `${span(byMs)} ${byMs > 0 ? 'ahead of' : 'behind'} real`;
}

function weekday(atMs: number): string {
  const day = new Date(atMs).getUTCDay();
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][day] ?? '';
}

function moves(clock: ConsoleContext['clock']): readonly HTMLElement[] {
  const move = (label: string, by: string): HTMLElement =>
    actionButton(label, () => {
      clock.advance(by);
    });
  return [move('+10 min', '10m'), move('+1 h', '1h'), move('+730 h', '730h')];
}

function setButton({ clock }: ConsoleContext, place: () => HTMLElement): HTMLElement {
  return actionButton('Set…', () => {
    const field = el('input', { type: 'text', spellcheck: 'false', autocomplete: 'off' });
    field.value = dateAndTime(clock.nowMs()).replace(' ', 'T').replace(' UTC', 'Z');
    ask(place(), {
      title: 'Set the clock',
      content: [labelled('To', field, 'ISO 8601, UTC unless it has an offset; or epoch seconds, as in exp')],
      action: 'Set the clock',
      run: async () => {
        const text = field.value.trim();
        await askAdmin('clock/set', { at: /^-?\d+$/.test(text) ? Number(text) : text });
        await clock.read();
      },
    });
  });
}
