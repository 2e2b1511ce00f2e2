import { svg } from './drawing.ts';
import { el } from './dom.ts';
import type { Verdict } from './rows.ts';
import { VERDICT_WORDS } from './words.ts';

/** A stroke, a filled shape, what is cut out of one, or a dashed stroke. */
type Part = readonly [look: 'line' | 'full' | 'cut' | 'dash', path: string];

const MARKS: Readonly<Record<Verdict, readonly Part[]>> = {
  accepted: [['line', 'M3.2 8.6 6.4 11.8 12.8 4.6']],
  refused: [
    ['full', 'M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5Z'],
    ['cut', 'M5.3 5.3l5.4 5.4m0-5.4-5.4 5.4'],
  ],
  deviation: [['line', 'M8 1.8 15 14.2H1ZM8 6.2v3.6m0 2v.4']],
  faulted: [['full', 'M9.6.8 3 9.2h4L6.2 15.2 13 6.6H8.8Z']],
  'not-mocked': [
    ['dash', 'M8 1.6a6.4 6.4 0 1 0 .01 0z'],
    ['line', 'M6.2 6.3c0-2.6 3.8-2.3 3.6-.1-.1 1.2-1.8 1.3-1.8 2.7m0 2v.3'],
  ],
  socket: [['line', 'M1.5 5.5h11m-3-3 3 3-3 3M14.5 10.5h-11m3-3-3 3 3 3']],
  webhook: [['line', 'M1.5 8h9M7 4.5 10.5 8 7 11.5M14 2.5v11']],
  'not-taken': [['line', 'M1.5 8H7m4-3.5-6 7m0-7 6 7M14 2.5v11']],
  change: [['line', 'M8 1.7a6.3 6.3 0 1 0 .01 0zM8 4.2V8l2.6 1.7']],
};

/** The mark of a verdict and its word. */
export function markOf(verdict: Verdict): { readonly word: string; readonly mark: HTMLElement } {
  const [word, parts] = [VERDICT_WORDS[verdict], MARKS[verdict]];
  const drawn = svg(
    'svg',
    { viewBox: '0 0 16 16', role: 'img', 'aria-label': word },
    ...parts.map(([look, d]) => svg('path', { d, class: `mark-${look}` })),
  );
  return { word, mark: el('span', { class: `mark mark-of-${verdict}` }, drawn) };
}
