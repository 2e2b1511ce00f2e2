import { LOOKS } from './chips.ts';
import { el } from './dom.ts';
import { svg } from './drawing.ts';

const SHOWN = ['AppJWT', 'ConsumerJWS', 'LP_EXT_JWT', 'LP_JWT'];

/** Which shape and colour is which token. */
export function legend(): HTMLElement {
  const shapeOf = (path: string): Node =>
    svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: path }));
  return el(
    'footer',
    { class: 'legend dim' },
    ...SHOWN.map((kind) => {
      const [look, path] = LOOKS[kind] ?? ['other', ''];
      return el('span', {}, el('span', { class: `sign ${look}` }, shapeOf(path)), kind);
    }),
    el('span', {}, el('span', { class: 'sign over' }, shapeOf(LOOKS['AppJWT']?.[1] ?? '')), 'hollow: expired'),
  );
}
