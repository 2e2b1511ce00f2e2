import type { JournalEntry } from '../control/journal/entry.ts';
import type { MatcherResult } from './subject.ts';
import { verdictOn } from './subject.ts';
import { listCalls, timesInWords } from './words.ts';

/**
 * Whether every client_secret stood in a body or a header: URLs are kept by proxies and logs (RFC 6749 section 2.3.1).
 */
export function judgeSecrets(entries: readonly JournalEntry[]): MatcherResult {
  const open = entries.filter(({ secretInQuery }) => secretInQuery === true);
  const said = `client_secret was in the URL of ${open.length === 1 ? 'this call' : 'these calls'}; send it in the body:\n${listCalls(open)}`;
  return verdictOn('to send no secret in a query', open.length === 0 ? [] : [said], 'none was in the URL of any call');
}

/**
 * Whether no call was repeated more than so often after it had failed. A repetition is the next call of the same method
 * and path after one that was refused, answered with 400 or more, or dropped.
 *
 * @throws TypeError when `most` is not a whole number.
 */
export function judgeRetries(entries: readonly JournalEntry[], most: number): MatcherResult {
  if (!Number.isInteger(most) || most < 0)
    throw new TypeError(`toHaveRetriedAtMost: ${String(most)} is not a whole number`);
  const runs = attempts(entries);
  const longest = Math.max(0, ...runs.map((run) => run.length - 1));
  const over = runs.filter((run) => run.length - 1 > most);
  return verdictOn(
    `to retry at most ${timesInWords(most)}`,
    over.map((run) => `this call was retried ${timesInWords(run.length - 1)}:\n${listCalls(run)}`),
    `the most was ${timesInWords(longest)}`,
  );
}

/** Each first attempt with those that followed its failures. */
function attempts(entries: readonly JournalEntry[]): readonly (readonly JournalEntry[])[] {
  const runs: JournalEntry[][] = [];
  const openRuns = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const call = `${entry.method} ${entry.path}`;
    const run = openRuns.get(call) ?? [];
    if (run.length === 0) runs.push(run);
    run.push(entry);
    if (hasFailed(entry)) openRuns.set(call, run);
    else openRuns.delete(call);
  }
  return runs;
}

function hasFailed({ outcome }: JournalEntry): boolean {
  return typeof outcome === 'string' || outcome >= 400;
}
