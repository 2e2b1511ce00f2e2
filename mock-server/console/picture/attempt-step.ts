import type { ToldAttempt } from '../admin-api.ts';
import { eventName } from '../attempt-words.ts';
import { span } from '../instants.ts';
import type { CallStep } from './step.ts';

/** An attempt at a webhook as a step; undefined for one that was given up untried. */
export function attemptStep(attempt: ToldAttempt): CallStep | undefined {
  const { atMs, event, attempt: number, status, conversationId } = attempt;
  if (number === 0) return undefined;
  const what = conversationId === undefined ? `sample: ${eventName(event)}` : eventName(event);
  return {
    atMs,
    from: 'webhooks',
    to: 'receiver',
    words: number === 1 ? what : `${what}, attempt ${String(number)}`,
    presented: [],
    answer: String(status ?? ''),
    issued: [],
    trouble: troubleOf(attempt),
    isReceipt: /(?:AcceptStatus|ChatState)Event$/.test(event) ? true : undefined,
  };
}

function troubleOf({ reason, status, nextAtMs, atMs }: ToldAttempt): CallStep['trouble'] {
  if (reason === undefined) return undefined;
  const next = nextAtMs === undefined ? 'not tried again' : `next attempt in ${span(nextAtMs - atMs)}`;
  // What is in brackets is an option, which is in the detail of the attempt.
  const why = status === undefined ? `${reason.replace(/ \(.*\)$|[;:] .*$/, '')}, ${next}` : next;
  return { isFault: false, code: String(status ?? 'no answer'), why };
}
