import type { ConsoleContext } from './view.ts';
import { BEFORE_EXPIRY_MS, livesOf, nextToExpire } from './lives.ts';

/** Moves the clock to 1 s before the next token of these calls expires; says so when there is none. */
export function goBeforeNextExpiry({ rows, clock, tell }: ConsoleContext): void {
  const nowMs = clock.nowMs();
  const next = nextToExpire(livesOf(rows.all()), nowMs);
  if (next?.untilMs === undefined) tell('No token in the calls of this page is still going to expire.');
  else clock.advance(`${String(next.untilMs - BEFORE_EXPIRY_MS - nowMs)}ms`);
}
