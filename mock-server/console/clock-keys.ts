import type { KeyRow } from './keyboard.ts';
import type { ConsoleContext } from './view.ts';

/** The keys that move the clock, on every view. */
export function clockKeys({ clock, rows, tell }: ConsoleContext): readonly KeyRow[] {
  const key = (name: string, words: string, run: () => void): KeyRow => ({ key: name, words, run, group: 'Clock' });
  return [
    key('f', 'Freeze or run', () => {
      clock.freeze();
    }),
    key('+', 'Ten minutes ahead', () => {
      clock.advance('10m');
    }),
    key('>', 'To 1 s before the next expiry', () => {
      const next = nextExpiry(rows.all(), clock.nowMs() + 1000);
      if (next === undefined) tell('No token on this page is still to expire.');
      else clock.setTo(next - 1000);
    }),
  ];
}

/** Of the tokens that the rows tell of, when the first runs out after that. */
function nextExpiry(rows: ReturnType<ConsoleContext['rows']['all']>, afterMs: number): number | undefined {
  let next: number | undefined;
  for (const { entry } of rows) {
    for (const { claims } of entry?.tokens ?? []) {
      const exp = claims?.['exp'];
      if (typeof exp !== 'number' || exp * 1000 <= afterMs) continue;
      next = Math.min(next ?? Infinity, exp * 1000);
    }
  }
  return next;
}
