import { goBeforeNextExpiry } from './before-expiry.ts';
import type { KeyRow } from './keyboard.ts';
import type { ConsoleContext } from './view.ts';

/** The keys that move the clock, on every view. */
export function clockKeys(context: ConsoleContext): readonly KeyRow[] {
  const { clock } = context;
  const key = (name: string, words: string, run: () => void): KeyRow => ({ key: name, words, run, group: 'Clock' });
  return [
    key('f', 'Freeze or run', () => {
      clock.freeze();
    }),
    key('+', 'Ten minutes ahead', () => {
      clock.advance('10m');
    }),
    key('>', 'To 1 s before the next expiry', () => {
      goBeforeNextExpiry(context);
    }),
  ];
}
