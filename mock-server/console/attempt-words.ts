import type { ToldAttempt } from './admin-api.ts';
import { span, timeOfDay } from './instants.ts';

/** `ContentEvent`: what an event type is called where it is read often. */
export function eventName(event: string): string {
  return event.replace(/^.*\./, '').replace(/^ExConversationChangeNotification$/, 'conversation change');
}

/** What was tried, in the words of a row. */
export function attemptWords({ event, attempt, conversationId }: ToldAttempt): string {
  const what = conversationId === undefined ? 'Webhook, a sample of' : 'Webhook';
  const which = attempt === 0 ? ', not tried' : attempt === 1 ? '' : `, attempt ${String(attempt)}`;
  return `${what} ${eventName(event)}${which}`;
}

/** Why it was not taken, and when it is tried again, as whole sentences; undefined when it was taken. */
export function attemptWhy({ reason, status, attempt, state, nextAtMs, atMs }: ToldAttempt): string | undefined {
  if (reason === undefined) return undefined;
  const first = reason.charAt(0).toUpperCase();
  const why =
    status === undefined
      ? `${first}${reason.slice(1)}.`
      : `The receiver answered ${String(status)}${reason.includes('not followed') ? ', which is not followed' : ''}.`;
  if (nextAtMs !== undefined) return `${why} Next attempt in ${span(nextAtMs - atMs)}, at ${timeOfDay(nextAtMs)}.`;
  return state === 'dropped' && attempt > 0 ? `${why} It is not tried again.` : why;
}

/** The place of an endpoint, without what all of them have. */
export function endpointName(url: string): string {
  return url === '' ? 'no endpoint' : url.replace(/^https?:\/\//, '');
}
