import { detached } from '../memory/detached.ts';
import { textBytes } from '../memory/heap-bytes.ts';
import { makeRoom } from '../memory/make-room.ts';
import { sha256Hex } from '../hex.ts';
import type { Tally } from '../memory/budget.ts';
import { uncounted } from '../memory/budget.ts';

/** The anonymous tokens of one account that were revoked (IDP code 1049). */
export interface RevokedTokens {
  add(token: string): void;
  has(token: string): boolean;
  /** Header and payload of each, oldest first, or their hash where they are long; no signatures. */
  list(): readonly string[];
}

/** How many revocations an account keeps; past that the oldest is forgotten. */
export const MAX_REVOKED_TOKENS = 10_000;

/** Of a token that is longer than this without its signature, the hash is kept. LivePerson's own are below 500. */
const LONGEST_KEPT_CHARS = 1024;

/** What a revocation takes of the heap, beside its text. */
const REVOCATION_BYTES = 100;

/**
 * Keeps what is signed and not the signature: the memory then holds no token that anybody could use.
 *
 * @param earlier - the list of another one
 * @param tally - counts what is kept
 */
export function createRevokedTokens(earlier: readonly string[] = [], tally: Tally = uncounted()): RevokedTokens {
  const known = new Set<string>();
  const forget = (revoked: string): void => {
    known.delete(revoked);
    tally.count(-REVOCATION_BYTES - textBytes(revoked));
  };
  const keep = (revoked: string): void => {
    if (known.has(revoked)) return;
    makeRoom(known, MAX_REVOKED_TOKENS, forget);
    known.add(detached(revoked));
    tally.count(REVOCATION_BYTES + textBytes(revoked));
  };
  for (const revoked of earlier) keep(short(revoked));
  return {
    add: (token) => {
      keep(nameOf(token));
    },
    has: (token) => known.size > 0 && known.has(nameOf(token)),
    list: () => [...known],
  };
}

function nameOf(token: string): string {
  const end = token.lastIndexOf('.');
  return short(end === -1 ? token : token.slice(0, end));
}

function short(signed: string): string {
  return signed.length > LONGEST_KEPT_CHARS ? `sha256:${sha256Hex(signed)}` : signed;
}
