import type { JournalEntry } from '../control/journal/entry.ts';
import { endpoints } from '../endpoints/index.ts';
import { checkOptions, requireTimes } from './options.ts';
import type { MatcherResult } from './subject.ts';
import { listCalls, timesInWords } from './words.ts';

export interface CalledOptions {
  /** Exactly how often. Default: at least once. */
  readonly times?: number | undefined;
  /** Only calls that name this account. Default: any. */
  readonly accountId?: string | undefined;
}

/**
 * Whether a row of the endpoint table was called, whatever it answered; calls that a fault answered count.
 *
 * @throws TypeError when there is no such row, or an option is unknown or wrong.
 */
export function judgeCalled(
  entries: readonly JournalEntry[],
  endpointId: string,
  options: CalledOptions,
): MatcherResult {
  checkCalled(endpointId, options);
  const { times, accountId } = options;
  const calls = entries.filter(
    (entry) => entry.endpointId === endpointId && (accountId === undefined || entry.accountId === accountId),
  );
  const pass = times === undefined ? calls.length > 0 : calls.length === times;
  const whose = accountId === undefined ? '' : ` for account ${accountId}`;
  const wanted = `${endpointId} ${pass ? 'not ' : ''}to have been called${times === undefined ? '' : ` ${timesInWords(times)}`}${whose}`;
  return { pass, message: () => `expected ${wanted}; it was ${found(calls)}${calls.length > 0 ? '' : seen(entries)}` };
}

function found(calls: readonly JournalEntry[]): string {
  return calls.length === 0 ? 'not called' : `called ${timesInWords(calls.length)}:\n${listCalls(calls)}`;
}

function seen(entries: readonly JournalEntry[]): string {
  return entries.length === 0 ? ', nor was anything else' : `. These were:\n${listCalls(entries)}`;
}

function checkCalled(endpointId: string, options: CalledOptions): void {
  const { times, accountId } = options;
  const known = endpoints.map(({ id }) => id);
  if (!known.includes(endpointId))
    throw new TypeError(`toHaveCalled: no endpoint ${JSON.stringify(endpointId)}; there are ${known.join(', ')}`);
  requireTimes('toHaveCalled', times);
  if (accountId !== undefined && typeof accountId !== 'string')
    throw new TypeError('toHaveCalled: accountId is not a string');
  checkOptions('toHaveCalled', options, ['times', 'accountId']);
}
