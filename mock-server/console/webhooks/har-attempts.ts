import type { ToldAttempt, WebhookAttempt } from '../admin-api.ts';
import { sentIn } from './sent.ts';

/**
 * Attempts at webhooks as entries of a HAR, each with its place among the calls. Those not even tried are none.
 *
 * @param common - the members that all messages have
 */
export async function harAttempts(
  attempts: readonly ToldAttempt[],
  common: object,
): Promise<{ order: number; har: object }[]> {
  const sent = await sentIn();
  return attempts
    .filter(({ attempt }) => attempt > 0)
    .map((attempt) => ({ order: attempt.afterEntry + 0.5, har: harOf(attempt, sent.get(attempt.id), common) }));
}

function harOf(attempt: ToldAttempt, sent: WebhookAttempt | undefined, common: object): object {
  const { atMs, durationMs, url, status = 0, reason = '', state, attempt: number } = attempt;
  const { body = '', headers = {} } = sent ?? {};
  return {
    startedDateTime: new Date(atMs).toISOString(),
    time: durationMs,
    request: {
      method: 'POST',
      url,
      ...common,
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      queryString: queryOf(url),
      ...(body === '' ? {} : { postData: { mimeType: headers['content-type'] ?? '', text: body } }),
      bodySize: sent === undefined ? -1 : new Blob([body]).size,
    },
    response: {
      status,
      statusText: '',
      ...common,
      headers: [],
      content: { size: 0, mimeType: '', text: '' },
      redirectURL: '',
      bodySize: -1,
      comment: reason,
    },
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: `webhook ${attempt.event}, attempt ${String(number)}: ${state}`,
  };
}

function queryOf(url: string): object[] {
  return URL.canParse(url) ? Array.from(new URL(url).searchParams, ([name, value]) => ({ name, value })) : [];
}
