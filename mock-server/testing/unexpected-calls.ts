import type { JournalEntry } from '../control/journal/entry.ts';
import { describeCall } from './words.ts';

/**
 * Fails a test that asked LivePerson for what this mock does not have. Paths that are not LivePerson's, and calls that
 * a fault answered, are left alone.
 *
 * @throws Error that lists the calls and, for each, the nearest rows.
 */
export function refuseUnexpected(unmatched: readonly JournalEntry[]): void {
  const calls = unmatched.filter(({ verdict, reason }) => verdict !== 'faulted' && reason?.slug !== 'path-unknown');
  if (calls.length === 0) return;
  const lines = calls.map((entry) => `  ${describeCall(entry)}: ${entry.reason?.sentence ?? ''}`);
  const head =
    calls.length === 1
      ? 'Your code called a LivePerson path that is not mocked'
      : `Your code made ${String(calls.length)} calls to LivePerson paths that are not mocked`;
  throw new Error(`${head}:\n${lines.join('\n')}\nIf a test does this on purpose, end it with mock.journal.clear().`);
}
