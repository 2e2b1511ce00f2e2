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
  /**
   * The headers as they were sent, by lower-case name, the signature among them; of the installation's own the names
   * alone: `<not kept>`. Empty when it was given up without being tried.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it was sent. */
  readonly body: string;
}

/** Behind what an attempt came, in the journal and among what testers changed. */
export interface AttemptPlace {
  /** The id of the last journal entry before it; 0 when there was none. */
  readonly afterEntry: number;
  /** The id of the last change before it; 0 when there was none. */
  readonly afterChange: number;
}

/** An attempt as it is told of while it happens; what was sent is asked for. */
export type ToldAttempt = Omit<WebhookAttempt, 'headers' | 'body'> & AttemptPlace;

/** Which attempts are meant; what is left out is not asked for. */
export interface WebhookFilter {
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly event?: string | undefined;
  /** All attempts at one delivery. */
  readonly deliveryId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly state?: WebhookAttempt['state'] | undefined;
}

/** How many attempts a mock keeps; past that the oldest goes. */
export const MAX_ATTEMPTS = 2000;

export function fitsFilter(attempt: WebhookAttempt, filter: WebhookFilter): boolean {
  return (['accountId', 'clientId', 'event', 'deliveryId', 'conversationId', 'state'] as const).every(
    (name) => filter[name] === undefined || filter[name] === attempt[name],
  );
}
