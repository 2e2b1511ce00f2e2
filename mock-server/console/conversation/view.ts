import type { Account } from '../admin-api.ts';
import { askAdmin } from '../admin-api.ts';
import { el, visible } from '../dom.ts';
import type { ViewMaker } from '../view.ts';
import { createAgentPane } from './agent-pane.ts';
import { createCast, MOST_VISITORS } from './cast.ts';
import { button } from './pane.ts';
import { createScriptPanel } from './script-panel.ts';
import { createVisitorBar } from './visitor-bar.ts';
import { createVisitorPane } from './visitor-pane.ts';
import type { Visitor } from './visitor.ts';
import { createWirePane } from './wire-pane.ts';

/** A visitor and an agent who talk: both are clients of the mock, so that each click is a call. */
export const createConversationView: ViewMaker = (context) => {
  const live = el('div', { class: 'sr', 'aria-live': 'polite' });
  const cast = createCast(context, schedule, (words) => {
    live.textContent = visible(words);
  });
  const visitorPane = createVisitorPane(context);
  const agentPane = createAgentPane();
  const wirePane = createWirePane();
  const talk = el('div', { class: 'talk' }, visitorPane.element, wirePane.element, agentPane.element);
  const place = el('div', { class: 'place' });
  let accounts: readonly Account[] = [];
  let accountId = '';
  let chosen: Visitor | undefined;
  let isDue = false;

  const begin = (): void => {
    const account = accounts.find((each) => each.accountId === accountId);
    if (account === undefined || cast.count() >= MOST_VISITORS) return;
    chosen = cast.add(account);
    draw();
    visitorPane.takeFocus();
  };
  const empty = emptyPage(begin);
  const scriptPanel = createScriptPanel(context.tell);
  const bar = createVisitorBar(scriptPanel.element, {
    choose: (visitor) => {
      chosen = visitor;
      draw();
    },
    begin,
    remove: (visitor) => {
      cast.remove(visitor);
      chosen = cast.visitors(accountId).at(-1);
      draw();
    },
    account: (id) => {
      accountId = id;
      chosen = cast.visitors(id)[0];
      scriptPanel.read(id);
      draw();
    },
    side: (side) => {
      element.dataset['side'] = side;
    },
  });
  const element = el('div', { class: 'view conversation' }, bar.element, place, live);

  /** Once a frame at the most, however much comes. */
  function schedule(): void {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      if (element.isConnected) draw();
    });
  }

  function draw(): void {
    cast.hearClock();
    cast.welcome(accountId);
    if (chosen !== undefined) cast.seen(chosen);
    bar.show({
      accounts,
      accountId,
      visitors: cast.visitors(accountId).map((visitor) => ({ visitor, unseen: cast.unseen(visitor) })),
      chosen,
      isFull: cast.count() >= MOST_VISITORS,
    });
    const shown = chosen === undefined ? empty : talk;
    if (shown.parentElement !== place) place.replaceChildren(shown);
    if (chosen === undefined) return;
    const { number, state, socketTrace } = chosen;
    visitorPane.show(chosen);
    agentPane.show({ agent: cast.agent(accountId), visitor: chosen, scripted: scriptPanel.answering() });
    wirePane.show(cast.wire(accountId).of(number, state.conversationId), socketTrace()?.frames()?.rowId);
  }

  async function readAccounts(): Promise<void> {
    try {
      ({ accounts } = await askAdmin<{ readonly accounts: readonly Account[] }>('accounts'));
      if (!accounts.some((each) => each.accountId === accountId)) accountId = accounts[0]?.accountId ?? '';
      scriptPanel.read(accountId);
    } catch (error) {
      context.tell((error as Error).message);
    }
    draw();
  }

  // Tokens expire without anything that happens.
  setInterval(schedule, 1000);
  return {
    element,
    show: () => {
      draw();
      void readAccounts();
    },
    refresh: draw,
    keys: [{ key: 'v', words: 'one more visitor', run: begin }],
  };
};

function emptyPage(begin: () => void): HTMLElement {
  const start = button('Start a conversation', begin);
  start.classList.add('first');
  return el(
    'section',
    { class: 'empty' },
    el('h2', {}, 'A visitor and an agent, on one page'),
    el(
      'p',
      {},
      'Both are clients of this mock, as yours are: each click is a call or a frame, and you find it in Calls.',
      ' The visitor is anonymous: nobody has logged in. The visitor first gets an LP_EXT_JWT, which says who it is,',
      ' exchanges it for an LP_JWT, and opens a socket with that; when the LP_JWT expires, the socket is closed.',
    ),
    el('p', { class: 'buttons' }, start),
  );
}
