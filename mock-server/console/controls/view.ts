import { el } from '../dom.ts';
import type { View, ViewMaker } from '../view.ts';
import { createAccountsCard } from './accounts-card.ts';
import type { Card } from './card.ts';
import { createClockCard } from './clock-card.ts';
import { createFaultsCard } from './faults-card.ts';
import { createKeysCard } from './keys-card.ts';
import { createOptionsCard } from './options-card.ts';
import { createResetCard } from './reset-card.ts';
import { createTokensCard } from './tokens-card.ts';
import { createWebhooksCard } from './webhooks-card.ts';
import { troubleOf } from './trouble.ts';

/** How often the cards are read anew at the most, however much happens; and when the mock did not answer. */
const EVERY_MS = 300;
const AGAIN_MS = 3000;

export const createControlsView: ViewMaker = (context): View => {
  const clock = createClockCard(context);
  const left = [createFaultsCard(), createWebhooksCard(context), createAccountsCard(context)];
  const right = [createResetCard(), createTokensCard(context), createKeysCard(), createOptionsCard()];
  const trouble = el('p', { role: 'alert', class: 'trouble' });
  const stack = (cards: readonly Card[]): HTMLElement =>
    el('div', { class: 'stack' }, ...cards.map((card) => card.element));
  const element = el(
    'div',
    { class: 'view controls' },
    el(
      'div',
      { class: 'grid' },
      el('h2', { class: 'sr' }, 'Controls'),
      trouble,
      clock.element,
      stack(left),
      stack(right),
    ),
  );
  const read = createReader(
    [clock, ...left, ...right],
    () => element.isConnected,
    (words) => {
      trouble.textContent = words;
    },
  );
  readWhenBack(element, read);
  return { element, show: read, refresh: read, keys: [] };
};

/** What was armed or created elsewhere is told by no event: one looks again when one comes back to the page. */
function readWhenBack(element: HTMLElement, read: () => void): void {
  const look = (): void => {
    if (!element.isConnected || document.visibilityState === 'hidden') return;
    read();
  };
  addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
}

/** Reads all cards; what is asked for meanwhile is done once, a moment later. */
function createReader(cards: readonly Card[], isShown: () => boolean, onTrouble: (words: string) => void): () => void {
  let isBusy = false;
  let isDue = false;
  const read = (): void => {
    if (isBusy) {
      isDue = true;
      return;
    }
    isBusy = true;
    void Promise.allSettled(cards.map((card) => card.read())).then((results) => {
      const failed = results.find((result) => result.status === 'rejected');
      onTrouble(failed === undefined ? '' : troubleOf(failed.reason));
      setTimeout(
        () => {
          isBusy = false;
          const isAnother = isDue || (failed !== undefined && isShown());
          isDue = false;
          if (isAnother) read();
        },
        failed === undefined ? EVERY_MS : AGAIN_MS,
      );
    });
  };
  return read;
}
