import type { WebhookEvent } from '../domain/webhook-settings.ts';

/** One try to deliver a webhook. */
export interface WebhookAttempt {
  /** What {@link WebhookControl.resend} takes. */
  readonly id: string;
  /** The same for all attempts at one delivery. */
  readonly deliveryId: string;
  readonly accountId: string;
  /** The app installation that is told. */
  readonly clientId: string;
  readonly event: WebhookEvent;
  /** Undefined for a sample. */
  readonly conversationId: string | undefined;
  readonly url: string;
  /** 1, 2, 3 and so on; 0 when it was given up without being tried. */
  readonly attempt: number;
  /** By the account's clock, in epoch milliseconds. */
  readonly atMs: number;
  /** How long it took, in milliseconds of the wall's time. */
  readonly durationMs: number;
  /** Delivered is what was answered with 200 or 201. */
  readonly state: 'delivered' | 'retrying' | 'dropped';
  /** The HTTP status that was answered; undefined when nothing was. */
  readonly status: number | undefined;
  /** Why it was not delivered. */
  readonly reason: string | undefined;
  /** When it is tried again at the earliest, by the account's clock; undefined when it is not. */
  readonly nextAtMs: number | undefined;
  /** The body as it was sent. */
  readonly body: string;
}

/** Which attempts are meant; what is left out is not asked for. */
export interface WebhookFilter {
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly event?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly state?: WebhookAttempt['state'] | undefined;
}

/** How many attempts a mock keeps; past that the oldest goes. */
export const MAX_ATTEMPTS = 2000;

export function fitsFilter(attempt: WebhookAttempt, filter: WebhookFilter): boolean {
  return (['accountId', 'clientId', 'event', 'conversationId', 'state'] as const).every(
    (name) => filter[name] === undefined || filter[name] === attempt[name],
  );
}
