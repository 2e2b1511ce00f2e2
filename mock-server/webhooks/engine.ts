import type { Settings } from '../config/settings.ts';
import type { Account } from '../domain/account.ts';
import type { Happening } from '../domain/event-log.ts';
import type { WebhookEvent } from '../domain/webhook-settings.ts';
import { urlComplaint } from '../domain/webhook-settings.ts';
import type { Tally } from '../memory/budget.ts';
import type { QueueSetup } from './app-queue.ts';
import { createAppQueues } from './app-queues.ts';
import type { AttemptPlace, ToldAttempt, WebhookAttempt } from './attempt.ts';
import { createAttemptList } from './attempt-list.ts';
import type { AttemptList } from './attempt-list.ts';
import { webhookBody, webhookEventOf } from './bodies.ts';
import type { WebhookCarrier } from './carrier.ts';
import { clientOf, secretOf, settingsOf } from './installed.ts';
import type { Destination } from './post.ts';
import { postWebhook } from './post.ts';
import { sampleOf } from './samples.ts';
import { createSignature } from './signature.ts';

/** What the delivery of webhooks is made with. */
export interface WebhookEngineSetup {
  readonly settings: Settings['webhooks'];
  /** Who may know a receiver, in the order in which they are asked. */
  readonly carriers: () => readonly WebhookCarrier[];
  /** Whether a tester has paused the account's deliveries. */
  readonly isPaused: (accountId: string) => boolean;
  /** Whether the account is there as it was made. */
  readonly isThere: (account: Account) => boolean;
  readonly track: (work: Promise<unknown>) => void;
  /** Counts the attempts that are kept. */
  readonly memory: Tally;
  /** Where an attempt stands that ends now. */
  readonly place: () => AttemptPlace;
  readonly onAttempt: (attempt: ToldAttempt) => void;
}

/** Owes webhooks to apps, and sends them. */
export interface WebhookEngine {
  readonly attempts: AttemptList;
  /** Something has happened in an account: owes it to each app that wants to hear of it. */
  readonly tell: (account: Account, happening: Happening) => void;
  /** Sends what an attempt has sent once more. @throws TypeError when its app is gone. */
  readonly resend: (account: Account, attempt: WebhookAttempt) => Promise<WebhookAttempt>;
  /** Sends a sample anywhere, for an app of the account. @throws TypeError when it cannot be sent. */
  readonly sendSample: (
    account: Account,
    clientId: string | undefined,
    url: string,
    event: WebhookEvent,
  ) => Promise<WebhookAttempt>;
  /** Signs with the secret of an app of the account. @throws TypeError when there is no such app. */
  readonly sign: (account: Account, clientId: string | undefined, body: string) => Promise<string>;
  /** Goes on in one account, or in all: after a pause, and with endpoints that were disabled. */
  readonly resume: (accountId?: string) => void;
  /** How many deliveries are owed to the apps of an account, or of all. */
  readonly owed: (accountId?: string) => number;
  /** Gives up the older half of what is owed. How many went. */
  readonly dropOwed: () => number;
}

export function createWebhookEngine(setup: WebhookEngineSetup): WebhookEngine {
  const { settings, isThere, track } = setup;
  const post = { signBody: createSignature(settings.signature), carriers: setup.carriers };
  const attempts = createAttemptList({ tally: setup.memory, place: setup.place, onAdd: setup.onAttempt });
  const subscriptionIdOf = createSubscriptionIds();
  let lastDelivery = 0;
  const newDeliveryId = (): string => String((lastDelivery += 1));

  const setupOf = (account: Account, clientId: string): QueueSetup => ({
    account,
    clientId,
    slowMs: settings.slowMs,
    send: ({ body }, endpoint) => postWebhook(post, account, clientId, endpoint, body),
    track,
    record: ({ id, event, conversationId, body, attempts: attempt }, url, result, fate) => {
      const about = { deliveryId: id, accountId: account.id, clientId, event, conversationId, url, attempt };
      attempts.add({ ...about, atMs: account.clock.now(), ...result, ...fate, body });
    },
    isHeld: () => setup.isPaused(account.id) || !isThere(account),
    isGone: () => !isThere(account),
  });
  const queues = createAppQueues({ isThere, setupOf });

  /** Once, and outside of any order. */
  const sendOnce = async (
    account: Account,
    clientId: string,
    destination: Destination,
    about: Pick<WebhookAttempt, 'deliveryId' | 'event' | 'conversationId' | 'attempt' | 'body'>,
  ): Promise<WebhookAttempt> => {
    const sending = postWebhook(post, account, clientId, destination, about.body);
    track(sending);
    const result = await sending;
    return attempts.add({
      ...about,
      accountId: account.id,
      clientId,
      url: destination.url,
      atMs: account.clock.now(),
      ...result,
      state: result.reason === undefined ? 'delivered' : 'dropped',
      nextAtMs: undefined,
    });
  };

  return {
    attempts,
    tell: (account, happening) => {
      const event = webhookEventOf(happening);
      if (event === undefined) return;
      for (const { client_id: clientId } of account.installations.list()) {
        if (settingsOf(account, clientId)?.endpoints[event] === undefined) continue;
        queues
          .of(account, clientId)
          .owe({
            id: newDeliveryId(),
            event,
            conversationId: happening.conversation.id,
            body: webhookBody(happening, account.id, subscriptionIdOf(account, clientId)),
            sinceMs: happening.event.atMs,
            attempts: 0,
          });
      }
    },
    resend: (account, { clientId, deliveryId, event, conversationId, attempt, body, url }) => {
      secretOf(account, clientId);
      const endpoint = settingsOf(account, clientId)?.endpoints[event] ?? { url, headers: [] };
      return sendOnce(account, clientId, endpoint, { deliveryId, event, conversationId, attempt: attempt + 1, body });
    },
    sendSample: (account, clientId, url, event) => {
      const complaint = urlComplaint(url);
      if (complaint !== undefined) throw new TypeError(`url: ${complaint}`);
      const id = clientOf(account, clientId);
      secretOf(account, id);
      const body = webhookBody(sampleOf(event, account.clock.now()), account.id, subscriptionIdOf(account, id));
      const about = { deliveryId: newDeliveryId(), event, conversationId: undefined, attempt: 1, body };
      return sendOnce(account, id, { url, headers: settingsOf(account, id)?.endpoints[event]?.headers ?? [] }, about);
    },
    sign: async (account, clientId, body) => post.signBody(secretOf(account, clientOf(account, clientId)), body),
    resume: queues.resume,
    owed: queues.owed,
    dropOwed: queues.dropOwed,
  };
}

/** Of each app the id by which it is told of changes; the same as long as its account is there. */
function createSubscriptionIds(): (account: Account, clientId: string) => string {
  const byAccount = new WeakMap<Account, Map<string, string>>();
  return (account, clientId) => {
    const ofAccount = byAccount.get(account) ?? new Map<string, string>();
    byAccount.set(account, ofAccount);
    const id = ofAccount.get(clientId) ?? account.ids.fork(`subscription/${clientId}`).uuid();
    ofAccount.set(clientId, id);
    return id;
  };
}
