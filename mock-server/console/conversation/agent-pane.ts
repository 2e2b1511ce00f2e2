import { el, visible } from '../dom.ts';
import type { AgentTalk } from './agent-talk.ts';
import type { Agent } from './agent.ts';
import { askInDialog } from './ask-dialog.ts';
import { createBubbles } from './bubbles.ts';
import { SAMPLE_CARD, readCard } from './card.ts';
import { createComposer } from './composer.ts';
import { bearerChip } from './known-token.ts';
import type { Pane } from './pane.ts';
import { button, createHead, paneHeader } from './pane.ts';
import type { Visitor } from './visitor.ts';

/** The agent, and the visitor whose conversation is shown. */
export interface ShownTalk {
  readonly agent: Agent;
  readonly visitor: Visitor;
  /** What the scripted agent is called; undefined while none answers. */
  readonly scripted: string | undefined;
}

/** What the agent sees and can do. */
export function createAgentPane(): Pane<ShownTalk> {
  let shown: ShownTalk | undefined;
  const talk = (): AgentTalk | undefined => {
    const conversationId = shown?.visitor.state.conversationId;
    return conversationId === undefined ? undefined : shown?.agent.talk(conversationId);
  };
  const composer = createComposer('the agent');
  const takeFocus = (): void => {
    composer.takeFocus(bubbles.element);
  };
  const bubbles = createBubbles("The agent's chat", { consumer: 'Visitor', agent: 'You' }, takeFocus);
  /** Whose conversation is taken over as soon as the agent is logged in: the button said so. */
  let wanted: Visitor | undefined;
  const login = createLogin((username, password) => {
    takeFocus();
    wanted = shown?.scripted !== undefined && shown.visitor.state.agentPid !== undefined ? shown.visitor : undefined;
    shown?.agent.login(username, password);
  });
  const takeWanted = (next: ShownTalk, now: AgentTalk | undefined): void => {
    if (wanted !== next.visitor || !isTakenByAnother(next, now)) return;
    wanted = undefined;
    now?.takeOver();
  };
  const away = button('Away', () => {
    shown?.agent.setAvailability(shown.agent.state.availability === 'AWAY' ? 'ONLINE' : 'AWAY');
  });
  const auto = el('input', { type: 'checkbox', change: () => shown?.agent.acceptAll(auto.checked) });
  const settings = el(
    'div',
    { class: 'settings' },
    el('label', {}, auto, ' Accept every conversation'),
    el('span', { class: 'grow' }),
    away,
  );
  const head = createHead(settings);
  const ring = createRing(talk, takeFocus);
  const over = button('Take the conversation over', () => {
    takeFocus();
    talk()?.takeOver();
  });
  const overNote = el('p', { class: 'note' }, el('span', {}, 'Another agent has this conversation.'), over);
  const actions = createActions(talk);
  const element = el(
    'section',
    { class: 'pane agent', 'aria-label': 'Agent', focusin: () => talk()?.speaker.read() },
    head.element,
    bubbles.element,
    el('div', { class: 'foot' }, composer.element, actions.element),
  );
  return {
    element,
    takeFocus,
    show: (next) => {
      shown = next;
      const { agent } = next;
      const { state } = agent;
      const now = talk();
      head.show(agentHeader(agent, now));
      settings.hidden = state.socket !== 'open';
      auto.checked = state.acceptsAll;
      away.setAttribute('aria-pressed', String(state.availability === 'AWAY'));
      bubbles.show(
        state.bearer === undefined ? agent.transcript : (now?.transcript ?? agent.transcript),
        undefined,
        state.bearer === undefined ? login.element : undefined,
        ring.show(next, now),
        isTakenByAnother(next, now) ? overNote : undefined,
      );
      login.show(state.isBusy, next.visitor.state.agentPid === undefined ? undefined : next.scripted);
      composer.show(now?.speaker, placeholderOf(next, now));
      takeWanted(next, now);
      actions.show(now);
      if (element.contains(document.activeElement)) now?.speaker.read();
    },
  };
}

function agentHeader({ state: { bearer, name, socket } }: Agent, talk: AgentTalk | undefined): HTMLElement {
  const chips = bearer === undefined ? [] : [bearerChip(bearer, typeof socket === 'object')];
  const words = talk === undefined ? '' : `conversation ${talk.conversationId.slice(0, 8)}…`;
  return paneHeader(
    bearer === undefined ? 'Agent' : `Agent ${name}`,
    socket,
    ...chips,
    el('span', { class: 'dim' }, words),
  );
}

function isTakenByAnother({ agent, visitor: { state } }: ShownTalk, talk: AgentTalk | undefined): boolean {
  const isFree = agent.state.socket === 'open' && talk?.part() === 'out' && talk.ring() === undefined;
  return isFree && state.agentPid !== undefined && state.conversation === 'OPEN';
}

function placeholderOf({ agent: { state } }: ShownTalk, talk: AgentTalk | undefined): string {
  if (state.bearer === undefined) return 'Log in to write';
  if (typeof state.socket === 'object') return 'Reconnect to write';
  if (talk?.part() === 'closed') return 'The conversation is closed';
  return talk?.part() === 'in' ? visible(`Write as ${state.name}`) : 'Not in this conversation';
}

function createLogin(enter: (username: string, password: string) => void): {
  readonly element: HTMLElement;
  /** @param scripted - who answers meanwhile */
  show(isBusy: boolean, scripted: string | undefined): void;
} {
  const username = el('input', { value: 'Ada', autocomplete: 'off' });
  const password = el('input', { value: 'any', type: 'password', autocomplete: 'off' });
  const submit = el('button', { type: 'submit', class: 'first' }, 'Log in as an agent');
  const words = el('p', {});
  const element = el(
    'form',
    { class: 'login' },
    words,
    el('label', {}, 'Login name ', username),
    el('label', {}, 'Password ', password),
    el(
      'p',
      { class: 'dim' },
      'Configured agents need their configured password. For any other name, any password will do.',
    ),
    submit,
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    enter(username.value, password.value);
  });
  return {
    element,
    show: (isBusy, scripted) => {
      submit.disabled = isBusy;
      submit.textContent = scripted === undefined ? 'Log in as an agent' : 'Log in and take over';
      words.textContent =
        scripted === undefined
          ? 'The agent is a client too: it logs in, then opens a socket.'
          : visible(`The scripted agent (${scripted}) answers. Take the conversation over as an agent of your own.`);
    },
  };
}

function createRing(
  talk: () => AgentTalk | undefined,
  takeFocus: () => void,
): {
  /** Undefined: nothing rings. */
  show(shown: ShownTalk, talk: AgentTalk | undefined): HTMLElement | undefined;
} {
  const words = el('span', {});
  const accept = button('Accept', () => {
    takeFocus();
    talk()?.accept();
  });
  accept.classList.add('first');
  const reject = button('Reject', () => {
    takeFocus();
    talk()?.reject();
  });
  const element = el('div', { class: 'ring' }, words, el('span', { class: 'buttons' }, accept, reject));
  return {
    show: ({ agent, visitor: { number } }, now) => {
      const waiting = now?.ring();
      if (waiting === undefined || agent.state.socket !== 'open') return undefined;
      const skill = waiting.skillId === '-1' ? '' : ` for skill ${waiting.skillId}`;
      words.textContent = visible(`Visitor ${String(number)} waits for an agent${skill}: the conversation rings.`);
      return element;
    },
  };
}

function createActions(talk: () => AgentTalk | undefined): {
  readonly element: HTMLElement;
  show(talk: AgentTalk | undefined): void;
} {
  const card = button('Card…', () => {
    askInDialog({
      title: 'Send structured content',
      label: 'The content of a RichContentEvent, as JSON',
      value: JSON.stringify(SAMPLE_CARD, undefined, 2),
      isLong: true,
      submit: 'Send the card',
      take: (text) => {
        const { content, problem } = readCard(text);
        if (content !== undefined) talk()?.speaker.publish({ type: 'RichContentEvent', content });
        return problem;
      },
    });
  });
  const transfer = button('Transfer…', () => {
    askInDialog({
      title: 'Transfer the conversation',
      label: 'Skill: digits, or -1 for any. It rings again for whoever holds it.',
      value: '-1',
      submit: 'Transfer it',
      take: (text) => {
        talk()?.transfer(text.trim());
        return undefined;
      },
    });
  });
  const close = button('Close conversation', () => talk()?.speaker.close());
  close.classList.add('danger');
  const element = el('div', { class: 'actions' }, card, transfer, el('span', { class: 'grow' }), close);
  return {
    element,
    show: (now) => {
      const canSpeak = now?.speaker.canSpeak() === true;
      for (const each of [card, transfer, close]) each.hidden = !canSpeak;
    },
  };
}
