import type { Settings } from '../config/settings.ts';
import { startStopwatch } from '../clock.ts';
import type { Account } from '../domain/account.ts';
import type { Happening } from '../domain/event-log.ts';
import { isLivePersonHost } from '../domain/hosts.ts';
import type { WebhookEndpoint, WebhookEvent } from '../domain/webhook-settings.ts';
import { urlComplaint } from '../domain/webhook-settings.ts';
import { cut } from '../memory/cut.ts';
import type { Tally } from '../memory/budget.ts';
import type { AppQueue, AttemptResult } from './app-queue.ts';
import { createAppQueue, settingsOf } from './app-queue.ts';
import type { AttemptPlace, ToldAttempt, WebhookAttempt } from './attempt.ts';
import { createAttemptList } from './attempt-list.ts';
import type { AttemptList } from './attempt-list.ts';
import { webhookBody, webhookEventOf } from './bodies.ts';
import type { WebhookCarrier } from './carrier.ts';
import { NO_RECEIVER, WebhookFailure } from './carrier.ts';
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
  readonly resume: () => void;
  /** How many deliveries are owed to the apps of an account, or of all. */
  readonly owed: (accountId?: string) => number;
  /** Gives up the older half of what is owed. How many went. */
  readonly dropOwed: () => number;
}

export function createWebhookEngine(setup: WebhookEngineSetup): WebhookEngine {
  const { settings, isThere, track } = setup;
  const signBody = createSignature(settings.signature);
  const attempts = createAttemptList({ tally: setup.memory, place: setup.place, onAdd: setup.onAttempt });
  const queues = new Map<Account, Map<string, AppQueue>>();
  const subscriptionIds = new WeakMap<Account, Map<string, string>>();
  let lastDelivery = 0;

  const newDeliveryId = (): string => String((lastDelivery += 1));
  const secretOf = (account: Account, clientId: string): string => {
    const app = account.installations.find(clientId);
    if (app !== undefined) return app.client_secret;
    throw new TypeError(`account ${account.id} has no app installation ${JSON.stringify(cut(clientId))}`);
  };
  const clientOf = (account: Account, clientId: string | undefined): string => {
    const id = clientId ?? account.installations.list()[0]?.client_id;
    if (id !== undefined) return id;
    throw new TypeError(`account ${account.id} has no app installation to sign with; configure or install one`);
  };
  const send = async (
    account: Account,
    clientId: string,
    { url, headers }: Pick<WebhookEndpoint, 'url' | 'headers'>,
    body: string,
  ): Promise<AttemptResult> => {
    const elapsedMs = startStopwatch();
    const own = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
    let kept: Readonly<Record<string, string>> = {};
    try {
      const common = {
        'content-type': 'application/json',
        'x-liveperson-account-id': account.id,
        'x-liveperson-client-id': clientId,
        'x-liveperson-signature': await signBody(secretOf(account, clientId), body),
      };
      // What an installation has there is somebody's password more often than not.
      kept = { ...Object.fromEntries(own.map(([name]) => [name, NOT_KEPT])), ...common };
      const post = { url, headers: { ...Object.fromEntries(own), ...common }, body };
      const status = await statusOf(setup.carriers(), post);
      const reason = status === 200 || status === 201 ? undefined : statusReason(status);
      return { status, reason, durationMs: elapsedMs(), headers: kept };
    } catch (error) {
      return { status: undefined, reason: reasonOf(error), durationMs: elapsedMs(), headers: kept };
    }
  };
  const queueOf = (account: Account, clientId: string): AppQueue => {
    const ofAccount = queues.get(account) ?? new Map<string, AppQueue>();
    // One of an account that is gone has nothing to do any more.
    if (ofAccount.size === 0) for (const other of queues.keys()) if (!isThere(other)) queues.delete(other);
    queues.set(account, ofAccount);
    const known = ofAccount.get(clientId);
    if (known !== undefined) return known;
    const queue = createAppQueue({
      account,
      clientId,
      send: ({ body }, endpoint) => send(account, clientId, endpoint, body),
      track,
      record: ({ id, event, conversationId, body, attempts: count }, url, result, fate) => {
        attempts.add({
          deliveryId: id,
          accountId: account.id,
          clientId,
          event,
          conversationId,
          url,
          attempt: count,
          atMs: account.clock.now(),
          ...result,
          ...fate,
          body,
        });
      },
      isHeld: () => setup.isPaused(account.id) || !isThere(account),
      isGone: () => !isThere(account),
    });
    ofAccount.set(clientId, queue);
    return queue;
  };
  const subscriptionIdOf = (account: Account, clientId: string): string => {
    const ofAccount = subscriptionIds.get(account) ?? new Map<string, string>();
    subscriptionIds.set(account, ofAccount);
    const id = ofAccount.get(clientId) ?? account.ids.fork(`subscription/${clientId}`).uuid();
    ofAccount.set(clientId, id);
    return id;
  };
  /** Once, and outside of any order. */
  const sendOnce = async (
    account: Account,
    clientId: string,
    endpoint: Pick<WebhookEndpoint, 'url' | 'headers'>,
    about: Pick<WebhookAttempt, 'deliveryId' | 'event' | 'conversationId' | 'attempt' | 'body'>,
  ): Promise<WebhookAttempt> => {
    const sending = send(account, clientId, endpoint, about.body);
    track(sending);
    const result = await sending;
    return attempts.add({
      ...about,
      accountId: account.id,
      clientId,
      url: endpoint.url,
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
        queueOf(account, clientId).owe({
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
    sign: async (account, clientId, body) => signBody(secretOf(account, clientOf(account, clientId)), body),
    resume: () => {
      for (const ofAccount of queues.values()) for (const queue of ofAccount.values()) queue.resume();
    },
    owed: (accountId) => {
      const asked = [...queues].filter(([account]) => isThere(account) && (accountId ?? account.id) === account.id);
      return asked.flatMap(([, ofAccount]) => [...ofAccount.values()]).reduce((sum, queue) => sum + queue.count(), 0);
    },
    dropOwed: () => {
      const all = [...queues.values()].flatMap((ofAccount) => [...ofAccount.values()]);
      const [most] = all.sort((one, other) => other.count() - one.count());
      return most?.dropOlderHalf() ?? 0;
    },
  };
}

/** Stands in an attempt for the value of a header that is the installation's own. */
const NOT_KEPT = '<not kept>';

/** @throws WebhookFailure when there is no whole answer, or nobody to ask. */
async function statusOf(carriers: readonly WebhookCarrier[], post: Parameters<WebhookCarrier>[0]): Promise<number> {
  if (isLivePersonHost(new URL(post.url).hostname))
    throw new WebhookFailure("the address is a host of LivePerson's, which this mock stands for: it would tell itself");
  for (const carry of carriers) {
    const answer = await carry(post);
    if (answer !== undefined) return answer.status;
  }
  throw new WebhookFailure(NO_RECEIVER);
}

function statusReason(status: number): string {
  const isRedirect = status >= 300 && status < 400;
  return `answered with ${String(status)}${isRedirect ? ', which is not followed' : ''}; only 200 and 201 count`;
}

function reasonOf(error: unknown): string {
  if (error instanceof WebhookFailure || error instanceof TypeError) return error.message;
  return `the delivery failed: ${error instanceof Error ? error.name : typeof error}`;
}
