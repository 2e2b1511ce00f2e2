import { el } from '../dom.ts';
import type { ViewMaker } from '../view.ts';

export const createPictureView: ViewMaker = () => ({
  path: 'picture',
  name: 'Picture',
  icon: 'M3 2v12M13 2v12M3 6h9M13 11H4',
  element: el('div', { class: 'view picture' }, el('h2', {}, 'Picture')),
  show: () => undefined,
  refresh: () => undefined,
  keys: [],
});
