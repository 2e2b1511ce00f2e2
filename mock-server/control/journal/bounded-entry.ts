import { cut } from '../../memory/cut.ts';
import type { Deviation } from '../../errors/reasons.ts';
import type { JournalEntry, JournalToken } from './entry.ts';
import { jsonBytes, summaryOf } from './kept-claims.ts';

/** The most that an entry takes as JSON, in bytes of UTF-8: whoever calls must not decide how much memory it takes. */
export const MAX_ENTRY_BYTES = 4096;

/** More tokens than any call can carry that is answered as one. */
const MOST_TOKENS = 8;

/** What an entry takes without its texts, and a deviation without its own; no character takes more than six bytes. */
const FRAME_BYTES = 700;
const DEVIATION_BYTES = 32;
const MOST_BYTES_A_CHARACTER = 6;

/**
 * The entry as it is kept: itself, unless it is over {@link MAX_ENTRY_BYTES}. Then first the claims of its tokens are
 * summarised, and where that is not enough its texts are cut as well; each cut is marked with `...`.
 *
 * @param tokenBytes - what the claims of its tokens take as JSON
 */
export function bounded(entry: JournalEntry, tokenBytes: number): JournalEntry {
  // Most entries are far below the bound; only the others are written to see how long they are.
  if (atMost(entry) + tokenBytes <= MAX_ENTRY_BYTES) return entry;
  if (tokenBytes !== Infinity && jsonBytes(entry) <= MAX_ENTRY_BYTES) return entry;
  const lean = withTokens(entry, mostForTokens(entry));
  return jsonBytes(lean) <= MAX_ENTRY_BYTES ? lean : withTokens(withShortTexts(entry), LEAST_FOR_TOKENS);
}

function atMost({
  method,
  path,
  accountId = '',
  reason,
  deviations,
  faults,
  evicted = '',
  tokens,
}: JournalEntry): number {
  let characters = method.length + path.length + accountId.length + evicted.length + (reason?.sentence.length ?? 0);
  for (const { slug, sentence } of deviations) characters += slug.length + sentence.length;
  for (const id of faults) characters += id.length;
  return (
    FRAME_BYTES +
    characters * MOST_BYTES_A_CHARACTER +
    DEVIATION_BYTES * (deviations.length + faults.length) +
    TOKEN_BYTES * tokens.length
  );
}

/** What a token takes beside header and claims, and the least that is left for all tokens together. */
const TOKEN_BYTES = 130;
const LEAST_FOR_TOKENS = 1200;

/** What the rest of the entry leaves to its tokens. */
function mostForTokens(entry: JournalEntry): number {
  return Math.max(LEAST_FOR_TOKENS, MAX_ENTRY_BYTES - jsonBytes({ ...entry, tokens: [] }));
}

/** Tokens that are larger than their equal share are summarised. */
function withTokens(entry: JournalEntry, mostBytes: number): JournalEntry {
  const tokens = entry.tokens.slice(0, MOST_TOKENS);
  return { ...entry, tokens: tokens.map((token) => within(token, Math.floor(mostBytes / tokens.length))) };
}

function within(token: JournalToken, mostBytes: number): JournalToken {
  const { header, claims } = token;
  if (header === undefined || claims === undefined || isWithin(token, mostBytes)) return token;
  const forClaims = Math.max(0, mostBytes - TOKEN_BYTES);
  return { ...token, header: summaryOf(header, forClaims / 4), claims: summaryOf(claims, (forClaims * 3) / 4) };
}

function isWithin(token: JournalToken, mostBytes: number): boolean {
  try {
    return jsonBytes(token) <= mostBytes;
  } catch {
    // Nested too deeply to be written.
    return false;
  }
}

/** How much of each text stays when an entry is too long even without the claims, in bytes of JSON. */
const SHORT = {
  method: 60,
  path: 300,
  accountId: 80,
  sentence: 450,
  deviations: 500,
  faults: 150,
  evicted: 220,
} as const;

function withShortTexts(entry: JournalEntry): JournalEntry {
  const { method, path, accountId, reason, evicted } = entry;
  return {
    ...entry,
    method: cutToBytes(method, SHORT.method),
    path: cutToBytes(path, SHORT.path),
    accountId: accountId === undefined ? undefined : cutToBytes(accountId, SHORT.accountId),
    reason: reason === undefined ? undefined : { ...reason, sentence: cutToBytes(reason.sentence, SHORT.sentence) },
    evicted: evicted === undefined ? undefined : cutToBytes(evicted, SHORT.evicted),
    deviations: fewest(entry.deviations.map(shortDeviation), SHORT.deviations),
    faults: fewest(
      entry.faults.map((id) => cutToBytes(id, SHORT.method)),
      SHORT.faults,
    ),
  };
}

function shortDeviation({ slug, sentence }: Deviation): Deviation {
  return { slug, sentence: cutToBytes(sentence, SHORT.sentence) };
}

/** The first ones, as far as they fit. */
function fewest<Item>(items: readonly Item[], mostBytes: number): readonly Item[] {
  let bytes = 0;
  return items.filter((item) => {
    bytes += jsonBytes(item) + 1;
    return bytes <= mostBytes;
  });
}

function cutToBytes(text: string, mostBytes: number): string {
  if (jsonBytes(text) <= mostBytes) return text;
  return cut(text, Math.floor(mostBytes / MOST_BYTES_A_CHARACTER));
}
