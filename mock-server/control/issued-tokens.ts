import type { JournalEntry, JournalToken } from './journal/entry.ts';

/** A token that the mock issued in a call that the journal still has. */
export interface IssuedToken {
  /** As the journal has it. */
  readonly id: string;
  readonly kind: JournalToken['kind'];
  readonly accountId: string | undefined;
  /** The id of the entry that issued it first. */
  readonly entry: number;
  /** `iat` and `exp`, in epoch milliseconds; undefined where it has none. */
  readonly issuedMs: number | undefined;
  readonly expiresMs: number | undefined;
  /** How long it has left by the clock of its account, in milliseconds; 0 or less: it has expired. */
  readonly leftMs: number | undefined;
}

/**
 * The tokens that were issued in these calls, the one that expires next first; then those that never expire, then those
 * that have expired, the last one first.
 *
 * @param nowMs - by the clock of an account, or of the mock
 */
export function issuedTokens(
  entries: readonly JournalEntry[],
  nowMs: (accountId: string | undefined) => number,
): IssuedToken[] {
  const found = new Map<string, IssuedToken>();
  for (const { id: entry, accountId, tokens } of entries) {
    for (const { use, id, kind, claims } of tokens) {
      if (use !== 'issued' || id === undefined || found.has(id)) continue;
      const expiresMs = millisecondsOf(claims?.['exp']);
      const leftMs = expiresMs === undefined ? undefined : expiresMs - nowMs(accountId);
      const issuedMs = millisecondsOf(claims?.['iat']);
      found.set(id, { id, kind, accountId, entry, issuedMs, expiresMs, leftMs });
    }
  }
  return [...found.values()].sort((one, other) => rank(one) - rank(other) || order(one) - order(other));
}

function millisecondsOf(claim: unknown): number | undefined {
  return typeof claim === 'number' && Number.isFinite(claim) ? claim * 1000 : undefined;
}

function rank({ leftMs }: IssuedToken): number {
  if (leftMs === undefined) return 1;
  return leftMs > 0 ? 0 : 2;
}

function order({ leftMs, entry }: IssuedToken): number {
  return leftMs === undefined ? entry : Math.abs(leftMs);
}
