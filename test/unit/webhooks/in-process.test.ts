import { expect, it } from '@jest/globals';
import { MAX_ANSWER_BYTES, WebhookFailure } from '../../../mock-server/webhooks/carrier.ts';
import type { WebhookReceiver } from '../../../mock-server/webhooks/in-process.ts';
import { carryInProcess } from '../../../mock-server/webhooks/in-process.ts';

const POST = { url: 'https://one.test/events', headers: { 'x-own': 'of the app' }, body: '{"a":"ü"}' };
const NEVER = new Promise<never>(() => undefined);

const carry = (receive: WebhookReceiver, timeoutMs = 60_000): Promise<unknown> =>
  carryInProcess(receive, timeoutMs)(POST);

/** An answer of two pieces, what comes after them, and whether somebody has stopped reading it. */
function answerOf(bytes: number, then: (controller: ReadableStreamDefaultController) => void) {
  let [pieces, isCancelled] = [0, false];
  const stream = new ReadableStream({
    pull: (controller) => {
      pieces += 1;
      if (pieces <= 2) controller.enqueue(new Uint8Array(pieces === 1 ? 1 : bytes - 1));
      else then(controller);
    },
    cancel: () => {
      isCancelled = true;
      throw new Error('nobody hears of it');
    },
  });
  return { response: new Response(stream), isCancelled: () => isCancelled };
}
const end = (controller: ReadableStreamDefaultController): void => {
  controller.close();
};
const breakOff = (controller: ReadableStreamDefaultController): void => {
  controller.error(new Error('gone'));
};

it('a receiver gets a POST with the headers and the body, and its status counts', async () => {
  const heard: unknown[] = [];
  const receive: WebhookReceiver = async (request) => {
    const { url, method, headers, signal } = request;
    heard.push(url, method, headers.get('x-own'), signal.aborted, await request.text());
    return new Response(null, { status: 418 });
  };
  expect(await carry(receive)).toEqual({ status: 418 });
  expect(heard).toEqual([POST.url, 'POST', 'of the app', false, POST.body]);
});

it.each<[what: string, answer: () => Response | undefined]>([
  ['nothing', () => undefined],
  ['what MSW lets through', () => new Response(null, { headers: { 'x-msw-intention': 'passthrough' } })],
])('a receiver that answers with %s leaves it to others', async (_, answer) => {
  expect(await carry(answer)).toBeUndefined();
});

it('what MSW intends otherwise is an answer', async () => {
  const headers = { 'x-msw-intention': 'bypass' };
  expect(await carry(() => new Response(null, { headers }))).toEqual({ status: 200 });
});

it.each<[what: string, receive: WebhookReceiver, reason: string]>([
  ['drops the connection', () => Response.error(), 'the receiver dropped the connection'],
  ['rejects', () => Promise.reject(new RangeError('secret')), 'the receiver failed: RangeError'],
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as a receiver may
  ['rejects with a text', () => Promise.reject('secret'), 'the receiver failed: string'],
  ['breaks off', () => answerOf(2, breakOff).response, 'its answer broke off'],
])('a receiver that %s fails', async (_, receive, reason) => {
  await expect(carry(receive)).rejects.toThrow(new WebhookFailure(reason));
});

it('an answer is read up to 64 KiB, and given up with its first byte too many', async () => {
  const longest = answerOf(MAX_ANSWER_BYTES, end);
  expect([await carry(() => longest.response), longest.isCancelled()]).toEqual([{ status: 200 }, false]);
  const longer = answerOf(65_537, () => undefined);
  await expect(carry(() => longer.response)).rejects.toThrow(
    new WebhookFailure('its answer has more than 65536 bytes'),
  );
  expect(longer.isCancelled()).toBe(true);
});

it('a receiver that takes too long fails, and hears that nobody waits for it any more', async () => {
  const signals: AbortSignal[] = [];
  const slow = carry(({ signal }) => {
    signals.push(signal);
    return NEVER;
  }, 1);
  await expect(slow).rejects.toThrow(new WebhookFailure('no whole answer within 1 ms (webhooks.timeoutMs)'));
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

it('a receiver that has answered hears nothing of a time that is over', async () => {
  const signals: AbortSignal[] = [];
  const answering = carry(({ signal }) => {
    signals.push(signal);
    return new Response(null);
  }, 1);
  expect(await answering).toEqual({ status: 200 });
  await expect(carry(() => NEVER, 5)).rejects.toThrow(WebhookFailure);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
});

it('a failure of a receiver has a name of its own', () => {
  expect(String(new WebhookFailure('why'))).toBe('WebhookFailure: why');
});
