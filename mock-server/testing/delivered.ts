import type { WebhookAttempt } from '../webhooks/attempt.ts';
import { cut } from '../memory/cut.ts';
import { checkOptions, requireTimes } from './options.ts';
import type { Judged, MatcherResult } from './subject.ts';
import { timesInWords } from './words.ts';

export interface DeliveredOptions {
  /** Only to this app installation. Default: to any */
  readonly clientId?: string | undefined;
  /** Only of this conversation. Default: of any */
  readonly conversationId?: string | undefined;
  /** Only with a body in which this text stands. Default: with any */
  readonly text?: string | undefined;
  /** Exactly how often. Default: at least once */
  readonly times?: number | undefined;
}

/** Whatever has webhooks: a mock, the controls of one account, or a client of a mock that runs elsewhere. */
interface Telling {
  readonly webhooks: { list(): readonly WebhookAttempt[] | Promise<readonly WebhookAttempt[]> };
}

/** More would hide what matters. */
const MOST_LINES = 10;

/**
 * Whether a webhook was delivered.
 *
 * @throws TypeError when the subject has no webhooks, or an option is wrong.
 */
export function judgeDelivered(subject: unknown, event: unknown, options: DeliveredOptions): Judged {
  if (!isTelling(subject))
    throw new TypeError('expect() was not given a mock: pass a mock, the controls of one of its accounts, or a client');
  if (typeof event !== 'string')
    throw new TypeError("toHaveDelivered: give an event type, for instance 'cqm.ExConversationChangeNotification'");
  checkOptions('toHaveDelivered', options, ['clientId', 'conversationId', 'text', 'times']);
  requireTimes('toHaveDelivered', options.times);
  const all = subject.webhooks.list();
  return 'then' in all ? all.then((list) => verdict(list, event, options)) : verdict(all, event, options);
}

function verdict(attempts: readonly WebhookAttempt[], event: string, options: DeliveredOptions): MatcherResult {
  const { clientId, conversationId, text, times } = options;
  const meant = attempts
    .filter((each) => each.event === event)
    .filter((each) => clientId === undefined || each.clientId === clientId)
    .filter((each) => conversationId === undefined || each.conversationId === conversationId)
    .filter((each) => text === undefined || each.body.includes(text));
  const count = meant.filter(({ state }) => state === 'delivered').length;
  const pass = times === undefined ? count > 0 : count === times;
  const often = times === undefined ? '' : ` ${timesInWords(times)}`;
  const found = count === 0 ? notDelivered(attempts, meant) : `it was delivered ${timesInWords(count)}`;
  return {
    pass,
    message: () => `expected the mock ${pass ? 'not ' : ''}to have delivered ${cut(event)}${often}; ${found}`,
  };
}

function notDelivered(all: readonly WebhookAttempt[], meant: readonly WebhookAttempt[]): string {
  if (all.length === 0)
    return 'there was no attempt at a webhook: no app installation has an endpoint for what happened';
  if (meant.length > 0) return `it was tried:\n${listed(meant)}`;
  return `there were attempts at others:\n${listed(all)}`;
}

/** A line for each attempt; of many only the last ones. */
function listed(attempts: readonly WebhookAttempt[]): string {
  const left = attempts.length - MOST_LINES;
  const lines = attempts
    .slice(-MOST_LINES)
    .map(
      ({ event, url, state, reason }) =>
        `  ${event} to ${cut(url, 80)}: ${state}${reason === undefined ? '' : `, ${reason}`}`,
    );
  return [...(left > 0 ? [`  and ${String(left)} before these`] : []), ...lines].join('\n');
}

function isTelling(subject: unknown): subject is Telling {
  const { webhooks } = (subject ?? {}) as Partial<Record<'webhooks', Partial<Record<'list', unknown>>>>;
  return typeof webhooks?.list === 'function';
}
