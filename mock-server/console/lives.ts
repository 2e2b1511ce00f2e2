import type { JournalEntry } from './admin-api.ts';
import type { Row } from './rows.ts';

/** From when to when a token is good. */
export interface Life {
  readonly id: string;
  readonly token: JournalEntry['tokens'][number];
  readonly fromMs: number;
  /** Undefined: it never expires. */
  readonly untilMs: number | undefined;
}

/** Every token in these rows that this mock signed, in the order in which they came. */
export function livesOf(rows: readonly Row[]): readonly Life[] {
  const lives = new Map<string, Life>();
  for (const { entry, frames } of rows) {
    for (const each of frames.length > 0 ? frames : entry === undefined ? [] : [entry]) addLives(lives, each);
  }
  return [...lives.values()];
}

function addLives(lives: Map<string, Life>, { tokens, atMs }: JournalEntry): void {
  for (const token of tokens) {
    const { id, claims } = token;
    if (id === undefined || claims === undefined || lives.has(id)) continue;
    const { iat, exp } = claims;
    lives.set(id, {
      id,
      token,
      fromMs: typeof iat === 'number' ? iat * 1000 : atMs,
      // Later than any calendar goes is never.
      untilMs: typeof exp === 'number' && exp <= LATEST_SECONDS ? exp * 1000 : undefined,
    });
  }
}

const LATEST_SECONDS = 8.64e12;

/** How long before the expiry one wants to be. */
export const BEFORE_EXPIRY_MS = 1000;

/** The token that expires first of those that one can still go before. */
export function nextToExpire(lives: readonly Life[], nowMs: number): Life | undefined {
  return alive(lives, nowMs).find(
    ({ untilMs = Infinity }) => Number.isFinite(untilMs) && untilMs - BEFORE_EXPIRY_MS > nowMs,
  );
}

function alive(lives: readonly Life[], nowMs: number): readonly Life[] {
  return lives
    .filter(({ untilMs = Infinity }) => untilMs > nowMs)
    .sort((a, b) => (a.untilMs ?? Infinity) - (b.untilMs ?? Infinity));
}

/** What the ruler has room for. */
const MOST_EXPIRING = 8;
const MOST_LASTING = 2;
const MOST_EXPIRED = 3;

/** The lives that are drawn: next to expire first, then those without an end, then those that ended last. */
export function chosenLives(lives: readonly Life[], nowMs: number): readonly Life[] {
  const living = alive(lives, nowMs);
  const expired = lives.filter(({ untilMs = Infinity }) => untilMs <= nowMs);
  const isLasting = ({ untilMs }: Life): boolean => untilMs === undefined;
  return [
    ...living.filter((life) => !isLasting(life)).slice(0, MOST_EXPIRING),
    ...living.filter(isLasting).slice(-MOST_LASTING),
    ...expired.sort((a, b) => (b.untilMs ?? 0) - (a.untilMs ?? 0)).slice(0, MOST_EXPIRED),
  ];
}
