import { isoSeconds } from '../instant.ts';
import type { JournalEntry } from '../control/journal/entry.ts';

/** More would hide what matters. */
const MOST_LINES = 10;

/** `once`, `twice`, `3 times`. */
export function timesInWords(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${String(count)} times`;
}

/** The call as the request log has it. */
export function describeCall({ method, path, outcome, error }: JournalEntry): string {
  return `${method} ${path} ${String(outcome)}${error === undefined || typeof outcome === 'string' ? '' : ` (${error})`}`;
}

/** A line for each call; of many only the last ones. */
export function listCalls(entries: readonly JournalEntry[]): string {
  const left = entries.length - MOST_LINES;
  const lines = entries.slice(-MOST_LINES).map((entry) => `  ${describeCall(entry)}`);
  return [...(left > 0 ? [`  and ${String(left)} before these`] : []), ...lines].join('\n');
}

/** When a call was answered, by the mock's clock. */
export function timeOf({ atMs }: JournalEntry): string {
  return isoSeconds(Math.floor(atMs / 1000));
}
