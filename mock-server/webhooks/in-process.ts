import { startTimer } from '../clock.ts';
import type { WebhookAnswer, WebhookCarrier, WebhookPost } from './carrier.ts';
import { MAX_ANSWER_BYTES, TOO_LONG, tooSlow, WebhookFailure } from './carrier.ts';

/**
 * Whoever receives webhooks in this process: gets each as a Fetch request, and answers as over HTTP. Undefined: the
 * address is not the receiver's.
 */
export type WebhookReceiver = (request: Request) => Response | undefined | Promise<Response | undefined>;

/** @param timeoutMs - how long the receiver may take */
export function carryInProcess(receive: WebhookReceiver, timeoutMs: number): WebhookCarrier {
  return async ({ url, headers, body }: WebhookPost): Promise<WebhookAnswer | undefined> => {
    const ending = new AbortController();
    const request = new Request(url, { method: 'POST', headers, body, signal: ending.signal });
    let stop: () => void = () => undefined;
    const late = new Promise<never>((_, reject) => {
      stop = startTimer(timeoutMs, () => {
        reject(new WebhookFailure(tooSlow(timeoutMs)));
        ending.abort();
      });
    });
    try {
      return await Promise.race([answerOf(receive, request), late]);
    } finally {
      stop();
    }
  };
}

async function answerOf(receive: WebhookReceiver, request: Request): Promise<WebhookAnswer | undefined> {
  const response = await receiveSafely(receive, request);
  if (response === undefined || response.headers.get('x-msw-intention') === 'passthrough') return undefined;
  if (response.type === 'error') throw new WebhookFailure('the receiver dropped the connection');
  await readShortly(response);
  return { status: response.status };
}

async function receiveSafely(receive: WebhookReceiver, request: Request): Promise<Response | undefined> {
  try {
    return await receive(request);
  } catch (error) {
    throw new WebhookFailure(`the receiver failed: ${error instanceof Error ? error.name : typeof error}`);
  }
}

/** @throws WebhookFailure when the answer is too long, or breaks off. */
async function readShortly({ body }: Response): Promise<void> {
  if (body === null) return;
  const reader = body.getReader();
  let bytes = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      bytes += piece.value.byteLength;
      if (bytes > MAX_ANSWER_BYTES) throw new WebhookFailure(TOO_LONG);
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    if (error instanceof WebhookFailure) throw error;
    throw new WebhookFailure('its answer broke off');
  }
}
