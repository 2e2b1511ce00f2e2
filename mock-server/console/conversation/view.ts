import { el } from '../dom.ts';
import type { ViewMaker } from '../view.ts';

export const createConversationView: ViewMaker = () => ({
  path: 'conversation',
  name: 'Conversation',
  icon: 'M2 3h12v8H7l-3 3v-3H2z',
  element: el('div', { class: 'view conversation' }, el('h2', {}, 'Conversation')),
  show: () => undefined,
  refresh: () => undefined,
  keys: [],
});
