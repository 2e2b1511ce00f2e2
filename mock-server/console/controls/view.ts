import { el } from '../dom.ts';
import type { ViewMaker } from '../view.ts';

export const createControlsView: ViewMaker = () => ({
  path: 'controls',
  name: 'Controls',
  icon: 'M2 5h6m4 0h2M8 3v4M2 11h2m4 0h6M4 9v4',
  element: el('div', { class: 'view controls' }, el('h2', {}, 'Controls')),
  show: () => undefined,
  refresh: () => undefined,
  keys: [],
});
