import { el } from '../dom.ts';
import { dateAndTime, timeOfDay } from '../instants.ts';
import type { ConsoleContext } from '../view.ts';
import { createBubbles } from './bubbles.ts';
import { createComposer } from './composer.ts';
import { expiryOf, heldChip } from './known-token.ts';
import type { Pane } from './pane.ts';
import { button, createHead, paneHeader } from './pane.ts';
import type { Visitor } from './visitor.ts';

const STARS = [1, 2, 3, 4, 5];

/** What the visitor sees and can do. */
export function createVisitorPane({ rows, clock }: Pick<ConsoleContext, 'rows' | 'clock'>): Pane<Visitor> {
  let shown: Visitor | undefined;
  const composer = createComposer('the visitor');
  const takeFocus = (): void => {
    composer.takeFocus(bubbles.element);
  };
  const bubbles = createBubbles("The visitor's chat", { consumer: 'You', agent: 'Agent' }, takeFocus);
  const head = createHead();
  const close = button('Close conversation', () => shown?.speaker.close());
  const anew = button('New conversation', () => {
    takeFocus();
    shown?.openConversation();
  });
  const stars = STARS.map((count) => {
    const made = button(String(count), () => {
      shown?.rate(count);
    });
    made.setAttribute('aria-label', `Rate it ${String(count)} of 5`);
    return made;
  });
  const rating = el(
    'div',
    { class: 'rating', role: 'group', 'aria-label': 'Rate the conversation' },
    'Rate it',
    ...stars,
  );
  const actions = el('div', { class: 'actions' }, rating, el('span', { class: 'grow' }), anew, close);
  close.classList.add('danger');
  const element = el(
    'section',
    {
      class: 'pane visitor',
      'aria-label': 'Visitor',
      // Who is at work here has read what stands here.
      focusin: () => shown?.speaker.read(),
    },
    head.element,
    bubbles.element,
    el('div', { class: 'foot' }, composer.element, actions),
  );
  return {
    element,
    takeFocus,
    show: (visitor) => {
      shown = visitor;
      const { state, speaker, transcript } = visitor;
      const { ext, lp, socket, conversation, isBusy } = state;
      const held = [ext, lp].filter((each) => each !== undefined);
      const chips = held.map((each) => heldChip(each, rows, clock.nowMs()));
      head.show(paneHeader(titleOf(visitor), socket, ...chips, expiryWords(visitor, clock.nowMs())));
      bubbles.show(transcript, (text) => {
        if (speaker.canSpeak()) speaker.say(text);
      });
      composer.show(speaker, placeholderOf(visitor));
      if (element.contains(document.activeElement)) speaker.read();
      const isOpen = socket === 'open';
      const isClosed = isOpen && conversation === 'CLOSE';
      close.hidden = !speaker.canSpeak();
      anew.hidden = !isOpen || conversation === 'OPEN';
      anew.disabled = isBusy;
      rating.hidden = !isClosed;
      for (const [index, star] of stars.entries())
        star.setAttribute('aria-pressed', String(state.rating === STARS[index]));
    },
  };
}

function expiryWords({ state: { lp } }: Visitor, nowMs: number): HTMLElement {
  const expiryMs = lp === undefined ? undefined : expiryOf(lp);
  const isOver = expiryMs !== undefined && expiryMs <= nowMs;
  return el(
    'span',
    { class: 'dim', title: expiryMs === undefined ? undefined : dateAndTime(expiryMs) },
    expiryMs === undefined ? '' : `${isOver ? 'expired' : 'good until'} ${timeOfDay(expiryMs)}`,
  );
}

function titleOf({ number, isGuest }: Visitor): string {
  return `Visitor ${String(number)}, ${isGuest ? 'another client' : 'anonymous'}`;
}

function placeholderOf({ isGuest, state: { socket, conversation } }: Visitor): string {
  if (isGuest) return 'Another client writes here';
  if (typeof socket === 'object') return 'Reconnect to write';
  if (conversation === 'CLOSE') return 'The conversation is closed';
  return conversation === 'OPEN' ? 'Write as the visitor' : 'No conversation yet';
}
