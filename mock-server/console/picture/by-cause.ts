import type { JournalEntry } from '../admin-api.ts';

/** What a request of a kind makes the mock send, by the beginnings of the types without their dialect. */
const SENT_FOR: readonly (readonly [asked: RegExp, sent: RegExp])[] = [
  [/^ms\./, /^ms\./],
  [/^(?:cm|cqm|aam)\./, /^(?:cqm|aam|routing)\./],
  [/^routing\./, /^(?:routing|cqm|aam)\./],
];

/**
 * The journal notes a frame when it was answered, and what was sent because of it before that. Here what was asked
 * comes first.
 *
 * @param entries - by their ids
 */
export function byCause(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const ordered: JournalEntry[] = [];
  for (const entry of entries) ordered.splice(ordered.length - consequencesOf(entry, ordered), 0, entry);
  return ordered;
}

/** How many of the last before it were sent because of it: at the same instant, one for each socket at the most. */
function consequencesOf(asked: JournalEntry, before: readonly JournalEntry[]): number {
  if (asked.frame === undefined || asked.method !== 'RECEIVE') return 0;
  const [, fits] = SENT_FOR.find(([kind]) => kind.test(typeOf(asked))) ?? [];
  const sockets = new Set<string>();
  let count = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const sent = before[at] ?? asked;
    const { frame, method } = sent;
    if (frame === undefined || method !== 'SEND' || fits?.test(typeOf(sent)) !== true) break;
    if (sockets.has(frame.socket) || Math.abs(sent.atMs - asked.atMs) > asked.durationMs + 1) break;
    sockets.add(frame.socket);
    count += 1;
  }
  return count;
}

function typeOf({ frame }: JournalEntry): string {
  return frame?.type?.replace(/^\.?(?:ams\.)?/, '') ?? '';
}
