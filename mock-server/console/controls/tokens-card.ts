import { el } from '../dom.ts';
import type { ConsoleContext } from '../view.ts';
import type { Card } from './card.ts';
import { actionButton, createCardFrame } from './card.ts';
import { createInspectPanel } from './inspect-panel.ts';
import { createMintPanel } from './mint-panel.ts';

/** Looks at tokens and makes them. */
export function createTokensCard(context: ConsoleContext): Card {
  const nothing = (): Promise<void> => Promise.resolve();
  const place = el('div', {});
  const inspect = createInspectPanel();
  const mint = createMintPanel(context, (token) => {
    choose('inspect');
    inspect.look(token);
    inspecting.focus();
  });
  const choose = (which: 'inspect' | 'mint'): void => {
    inspecting.setAttribute('aria-pressed', String(which === 'inspect'));
    minting.setAttribute('aria-pressed', String(which === 'mint'));
    place.replaceChildren(which === 'inspect' ? inspect.element : mint);
  };
  const inspecting = actionButton('Inspect', () => {
    choose('inspect');
  });
  const minting = actionButton('Mint', () => {
    choose('mint');
  });
  choose('inspect');
  const either = el(
    'div',
    { class: 'either', role: 'group', 'aria-label': 'What to do with a token' },
    inspecting,
    minting,
  );
  const { element } = createCardFrame({
    title: 'Tokens',
    header: [el('span', { class: 'grow' }), either],
    body: [place],
    done: nothing,
  });
  return { element, read: nothing };
}
