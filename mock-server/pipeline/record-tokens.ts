import { proceed } from '../awaitable.ts';
import type { Capture } from '../control/capture/capture.ts';
import type { SeenToken } from '../control/capture/redaction.ts';
import { jsonHeapBytes } from '../memory/heap-bytes.ts';
import type { GenuineToken, Signer, SignatureVerdict } from '../tokens/signer.ts';
import type { JournalToken } from '../control/journal/entry.ts';
import { journalToken } from '../control/journal/entry.ts';
import { jsonBytes, summaryOf, withoutSignatures } from '../control/journal/kept-claims.ts';

/** The tokens of a call. */
export interface SeenTokens {
  readonly tokens: JournalToken[];
  /** What their headers and claims take as JSON, and what they take of the heap. */
  jsonBytes: number;
  heapBytes: number;
  /** By their text, those whose signature counts. Only where what is said in calls is kept. */
  readonly texts: Map<string, SeenToken> | undefined;
}

/** None yet. @param capture - what keeps the calls, where that is wanted */
export function noTokens(capture: Capture | undefined): SeenTokens {
  return { tokens: [], jsonBytes: 0, heapBytes: 0, texts: capture === undefined ? undefined : new Map() };
}

/** Of larger tokens a summary is kept: whoever calls must not decide how much memory an entry takes. */
const LARGEST_JSON_BYTES = 3500;
const LARGEST_HEAP_BYTES = 16_384;
const SUMMARY_BYTES = { header: 300, claims: 1500 } as const;

/** A signer that notes every token it checks and makes, so that no endpoint has to tell the journal. */
export function recordTokens(signer: Signer, seen: SeenTokens): Signer {
  return {
    verify: (token, keys) =>
      proceed(signer.verify(token, keys), (verdict) => {
        const noted = note(seen, 'presented', verdict);
        if (verdict.ok) seen.texts?.set(token, noted);
        return verdict;
      }),
    sign: async (key, claims) => {
      const token = await signer.sign(key, claims);
      const verdict = await signer.verify(token, [key]);
      const noted = note(seen, 'issued', verdict);
      if (verdict.ok) seen.texts?.set(token, noted);
      return token;
    },
  };
}

function note(seen: SeenTokens, use: JournalToken['use'], verdict: SignatureVerdict): JournalToken {
  const token = journalToken(use, verdict);
  if (!verdict.ok) {
    seen.tokens.push(token);
    return token;
  }
  const { size, holdsToken } = verdict;
  if (holdsToken || size.jsonBytes > LARGEST_JSON_BYTES || size.heapBytes > LARGEST_HEAP_BYTES) {
    noteShortened(seen, token, verdict);
    return token;
  }
  seen.tokens.push(token);
  seen.jsonBytes += size.jsonBytes;
  seen.heapBytes += size.heapBytes;
  return token;
}

function noteShortened(
  seen: SeenTokens,
  token: JournalToken,
  { header: wholeHeader, claims: all, size }: GenuineToken,
): void {
  const isLarge = size.jsonBytes > LARGEST_JSON_BYTES || size.heapBytes > LARGEST_HEAP_BYTES;
  const [header, claims] = isLarge
    ? [summaryOf(wholeHeader, SUMMARY_BYTES.header), summaryOf(all, SUMMARY_BYTES.claims)]
    : [wholeHeader, all];
  const kept = { header: withoutSignatures(header), claims: withoutSignatures(claims) };
  seen.tokens.push({ ...token, ...kept });
  seen.jsonBytes += jsonBytes(kept.header) + jsonBytes(kept.claims);
  seen.heapBytes += jsonHeapBytes(kept.header) + jsonHeapBytes(kept.claims);
}
