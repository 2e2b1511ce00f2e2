/** A webhook as it goes out: a POST. */
export interface WebhookPost {
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a receiver has answered, as far as it counts. */
export interface WebhookAnswer {
  readonly status: number;
}

/**
 * Carries a webhook to its receiver. Undefined: nobody is there for this address, somebody else may know one.
 *
 * @throws WebhookFailure when there was no whole answer.
 */
export type WebhookCarrier = (post: WebhookPost) => Promise<WebhookAnswer | undefined>;

/** How long a receiver may take, in milliseconds of the wall's time. */
export interface WebhookTimes {
  /** Until the connection is there. */
  readonly connectTimeoutMs: number;
  /** From then on until the answer is whole. */
  readonly timeoutMs: number;
}

/** A receiver did not answer as a receiver must; the message says why, for people. */
export class WebhookFailure extends Error {
  override readonly name = 'WebhookFailure';
}

/** How many bytes of an answer are read: nothing is done with them. */
export const MAX_ANSWER_BYTES = 65_536;

/** The sentences that all carriers have in common. */
export const NO_RECEIVER =
  'no receiver: nobody in this process answers for this address (mock.webhooks.deliverTo), and no server that has ' +
  'been called delivers over the network';
export const TOO_LONG = `its answer has more than ${String(MAX_ANSWER_BYTES)} bytes`;
export const tooSlow = (ms: number): string => `no whole answer within ${String(ms)} ms (webhooks.timeoutMs)`;
