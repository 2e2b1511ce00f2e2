import type { Account } from '../../domain/account.ts';
import type { Accounts } from '../../domain/accounts.ts';
import type { WebhookEvent } from '../../domain/webhook-settings.ts';
import { WEBHOOK_EVENTS } from '../../domain/webhook-settings.ts';
import { cut } from '../../memory/cut.ts';
import type { WebhookAttempt, WebhookFilter } from '../../webhooks/attempt.ts';
import type { WebhookCarrier } from '../../webhooks/carrier.ts';
import type { WebhookReceiver } from '../../webhooks/in-process.ts';
import { requireAccount } from '../state/require-account.ts';
import type { WebhookHub } from './hub.ts';

export { WEBHOOK_EVENTS };

/** Which app installation is meant. */
export interface WebhookApp {
  /** Default: the first account that is configured. Of one account's controls only that one. */
  readonly accountId?: string | undefined;
  /** Default: the account's first app installation. */
  readonly clientId?: string | undefined;
}

/** How the deliveries of a mock or of one account stand. */
export interface WebhookState {
  /** Whether they are held back until `resume`; of a mock, those of every account. */
  readonly isPaused: boolean;
  /** How many are owed: held back, under way, or to be tried again. */
  readonly owed: number;
}

/** The webhooks of a mock or of one account. */
export interface WebhookControl {
  /** The last 2,000 attempts at most, oldest first. */
  list(filter?: WebhookFilter): readonly WebhookAttempt[];
  /**
   * Sends the body of an attempt once more, newly signed, to where the installation wants it now; it is not retried,
   * and a pause does not hold it.
   *
   * @throws TypeError when there is no such attempt, or its installation is gone.
   */
  resend(id: string): Promise<WebhookAttempt>;
  /**
   * Sends a sample of an event to an address, signed for an app installation: so a receiver can be tried before it is
   * installed.
   *
   * @throws TypeError when it is no URL, no event type, or there is no such app.
   */
  send(url: string, event: WebhookEvent, app?: WebhookApp): Promise<WebhookAttempt>;
  /** Holds all deliveries back until `resume` or a reset; what happens meanwhile is owed. */
  pause(): void;
  /** Goes on with the deliveries, also to endpoints that were disabled for being slow. */
  resume(): void;
  /** Whether deliveries are held back, and how many are owed. */
  state(): WebhookState;
  /**
   * The value of `x-liveperson-signature` for a body: to call your own receiver as LivePerson would.
   *
   * @throws TypeError when there is no such app.
   */
  sign(body: string, app?: WebhookApp): Promise<string>;
}

/** The same in process, where somebody can be told of who receives. */
export interface MockWebhooks extends WebhookControl {
  /**
   * Delivers to a function of this process, before anybody else is asked: it gets each webhook as a Fetch request, and
   * answers with a Fetch response. Undefined takes it away. A reset leaves it.
   */
  deliverTo(receiver: WebhookReceiver | undefined): void;
  /** Adds a way to receivers: what an adapter calls that has one. Returns what takes it away. */
  carryBy(carrier: WebhookCarrier): () => void;
}

/** @param only - whose; undefined for those of all accounts */
export function createWebhookControl(hub: WebhookHub, accounts: () => Accounts, only?: string): WebhookControl {
  const accountOf = ({ accountId }: WebhookApp): Account => {
    if (only !== undefined && accountId !== undefined && accountId !== only)
      throw new TypeError(`accountId is ${JSON.stringify(cut(accountId))}, and these are the webhooks of ${only}`);
    const id = only ?? accountId ?? accounts().configured[0]?.id;
    if (id === undefined) throw new TypeError('this mock is configured with no account; say which is meant: accountId');
    return requireAccount(accounts(), id);
  };
  const whose = (filter: WebhookFilter): WebhookFilter => {
    if (only !== undefined) requireAccount(accounts(), only);
    return only === undefined ? filter : { ...filter, accountId: only };
  };
  return {
    list: (filter = {}) => {
      const { accountId } = filter;
      const kept = hub.current()?.attempts.list(whose(filter)) ?? [];
      return kept.filter((each) => accountId === undefined || each.accountId === accountId);
    },
    resend: async (id) => {
      const attempt = hub.current()?.attempts.find(id);
      if (attempt === undefined || (only !== undefined && attempt.accountId !== only))
        throw new TypeError(`there is no attempt ${JSON.stringify(cut(id))} at a webhook`);
      return (await hub.open()).resend(requireAccount(accounts(), attempt.accountId), attempt);
    },
    send: async (url, event, app = {}) => {
      if (!WEBHOOK_EVENTS.includes(event))
        throw new TypeError(`event is ${JSON.stringify(cut(event))}; use one of ${WEBHOOK_EVENTS.join(', ')}`);
      const account = accountOf(app);
      return (await hub.open()).sendSample(account, app.clientId, url, event);
    },
    pause: () => {
      hub.pause(only);
    },
    resume: () => {
      hub.resume(only);
    },
    state: () => {
      if (only !== undefined) requireAccount(accounts(), only);
      return { isPaused: hub.isPaused(only), owed: hub.current()?.owed(only) ?? 0 };
    },
    sign: async (body, app = {}) => {
      const account = accountOf(app);
      return (await hub.open()).sign(account, app.clientId, body);
    },
  };
}
