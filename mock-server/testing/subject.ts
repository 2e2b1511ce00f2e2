import type { JournalEntry } from '../control/journal/entry.ts';

/** Whatever has a journal: a mock, the controls of one account, or a client of a mock that runs elsewhere. */
export interface Journaled {
  readonly journal: { find(): readonly JournalEntry[] | Promise<readonly JournalEntry[]> };
}

/** What Jest and Vitest take from a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The result, or a promise of it when the mock is in another process. */
export type Judged = MatcherResult | Promise<MatcherResult>;

/**
 * Judges by the calls that were answered so far.
 *
 * @throws TypeError when what was given to `expect` has no journal.
 */
export function judge(subject: unknown, verdict: (entries: readonly JournalEntry[]) => MatcherResult): Judged {
  if (!isJournaled(subject))
    throw new TypeError('expect() was not given a mock: pass a mock, the controls of one of its accounts, or a client');
  const entries = subject.journal.find();
  return 'then' in entries ? entries.then(verdict) : verdict(entries);
}

function isJournaled(subject: unknown): subject is Journaled {
  const { journal } = (subject ?? {}) as Partial<Record<'journal', Partial<Record<'find', unknown>>>>;
  return typeof journal?.find === 'function';
}

/** A verdict on calls that broke a rule; `rule` goes on after "expected every client ". */
export function verdictOn(rule: string, broken: readonly string[], kept: string): MatcherResult {
  return broken.length === 0
    ? { pass: true, message: () => `expected some client not ${rule}; ${kept}` }
    : { pass: false, message: () => `expected every client ${rule}; ${broken.join('\n')}` };
}
