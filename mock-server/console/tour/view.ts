import { el } from '../dom.ts';
import type { ViewMaker } from '../view.ts';

export const createTourView: ViewMaker = () => ({
  path: 'tour',
  name: 'Tour',
  icon: 'M8 1.500a6.500 6.500 0 1 0 .01 0zM6 5.500l5 2.500-5 2.500z',
  element: el('div', { class: 'view tour' }, el('h2', {}, 'Tour')),
  show: () => undefined,
  refresh: () => undefined,
  keys: [],
});
