import { jsonHeapBytes, textBytes } from '../../memory/heap-bytes.ts';
import type { JournalEntry } from './entry.ts';

/** What an entry takes of the heap without its texts and tokens, its place in the journal included. */
const ENTRY_BYTES = 450;
/** A token without header and claims, and a reason or a deviation without its sentence. */
const TOKEN_BYTES = 250;
const REMARK_BYTES = 100;

/**
 * What an entry takes of the heap, in bytes: never less than it takes.
 *
 * @param tokenBytes - what headers and claims of its tokens take. Default: looked for in the entry.
 */
export function entryBytes(entry: JournalEntry, tokenBytes: number = tokensBytes(entry)): number {
  const { method, path, accountId, reason, deviations, faults, tokens, evicted } = entry;
  let bytes =
    ENTRY_BYTES +
    textBytes(method) +
    textBytes(path) +
    textBytes(accountId) +
    textBytes(evicted) +
    TOKEN_BYTES * tokens.length +
    tokenBytes;
  if (reason !== undefined) bytes += REMARK_BYTES + textBytes(reason.sentence);
  for (const { sentence } of deviations) bytes += REMARK_BYTES + textBytes(sentence);
  for (const id of faults) bytes += textBytes(id);
  return bytes;
}

function tokensBytes({ tokens }: JournalEntry): number {
  return tokens.reduce((sum, { header, claims }) => sum + jsonHeapBytes(header) + jsonHeapBytes(claims), 0);
}
