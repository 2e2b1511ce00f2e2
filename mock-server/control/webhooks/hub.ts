import type { Settings } from '../../config/settings.ts';
import type { Account } from '../../domain/account.ts';
import type { Happening } from '../../domain/event-log.ts';
import { webhookSettings } from '../../domain/webhook-settings.ts';
import { inTurn, lazily } from '../../lazily.ts';
import type { Keeper, MemoryBudget } from '../../memory/budget.ts';
import { uncounted } from '../../memory/budget.ts';
import type { UnderWay } from '../../under-way.ts';
import type { AttemptPlace, ToldAttempt } from '../../webhooks/attempt.ts';
import type { WebhookCarrier } from '../../webhooks/carrier.ts';
import type { WebhookEngine } from '../../webhooks/engine.ts';
import type { WebhookReceiver } from '../../webhooks/in-process.ts';

/** What a mock has of webhooks from its start; what delivers them is loaded for the first who has an endpoint. */
export interface WebhookHub {
  /** What counts the attempts that are kept. */
  readonly countIn: (memory: MemoryBudget) => void;
  /** What says behind what an attempt comes. */
  readonly placeBy: (place: () => AttemptPlace) => void;
  /** The attempts as they happen. */
  readonly attempts: AttemptSource;
  /** An account has installations: reads its events as soon as one of its apps has an endpoint. */
  readonly onInstallations: (account: Account, isThere: (account: Account) => boolean) => void;
  /** Who delivers; undefined as long as there was nothing to deliver. */
  readonly current: () => WebhookEngine | undefined;
  readonly open: () => Promise<WebhookEngine>;
  /** Adds somebody who may know receivers. Answers what ends that. */
  readonly carryBy: (carrier: WebhookCarrier) => () => void;
  /** Puts a receiver before all others, or takes it away. */
  readonly deliverTo: (receiver: WebhookReceiver | undefined) => void;
  /** @param accountId - default: every account */
  readonly pause: (accountId?: string) => void;
  readonly resume: (accountId?: string) => void;
  /** Whether deliveries are held back: of an account, or of every account. */
  readonly isPaused: (accountId?: string) => boolean;
  /** Forgets the attempts, and goes on where deliveries were paused: a reset. */
  readonly clear: (accountId?: string) => void;
  /** What of it can be given up for want of memory, the first one first. */
  readonly keepers: readonly Keeper[];
}

/** Where one hears of attempts. */
export interface AttemptSource {
  /** Those behind that id that are kept, oldest first. */
  after(id: number): readonly ToldAttempt[];
  /** 0 when there was none yet. */
  lastId(): number;
  /** Calls back with each attempt from now on; answers what ends that. */
  watch(onAttempt: (attempt: ToldAttempt) => void): () => void;
}

export function createWebhookHub(settings: Settings['webhooks'], underWay: UnderWay): WebhookHub {
  const carriers = new Set<WebhookCarrier>();
  const paused = new Set<string>();
  let isAllPaused = false;
  let receiver: WebhookCarrier | undefined;
  let isThere: (account: Account) => boolean = () => true;
  let engine: WebhookEngine | undefined;
  let memory: MemoryBudget | undefined;
  let place = (): AttemptPlace => ({ afterEntry: 0, afterChange: 0 });
  const watchers = new Set<(attempt: ToldAttempt) => void>();
  /** What happened while the engine was being loaded. */
  let untold: (readonly [account: Account, happening: Happening])[] = [];

  const isPaused = (accountId?: string): boolean => isAllPaused || (accountId !== undefined && paused.has(accountId));
  const open = lazily(async (): Promise<WebhookEngine> => {
    const { createWebhookEngine } = await inTurn(() => import('../../webhooks/engine.ts'));
    engine = createWebhookEngine({
      settings,
      carriers: () => [...(receiver === undefined ? [] : [receiver]), ...carriers],
      isPaused,
      isThere: (account) => isThere(account),
      track: underWay.track,
      memory: memory?.tally() ?? uncounted(),
      place: () => place(),
      onAttempt: (attempt) => {
        for (const watcher of watchers) watcher(attempt);
      },
    });
    for (const [account, happening] of untold.splice(0)) engine.tell(account, happening);
    return engine;
  });
  const tell = (account: Account, happening: Happening): void => {
    // As it is now: it goes on changing while the engine is being loaded.
    const frozen = { ...happening, conversation: { ...happening.conversation, messages: [] } };
    if (engine !== undefined) engine.tell(account, frozen);
    else {
      untold.push([account, frozen]);
      underWay.track(Promise.resolve(open()));
    }
  };
  return {
    countIn: (budget) => {
      memory = budget;
    },
    placeBy: (given) => {
      place = given;
    },
    attempts: {
      after: (id) => engine?.attempts.toldAfter(id) ?? [],
      lastId: () => engine?.attempts.lastId() ?? 0,
      watch: (onAttempt) => {
        watchers.add(onAttempt);
        return () => {
          watchers.delete(onAttempt);
        };
      },
    },
    onInstallations: (account, isStillThere) => {
      isThere = isStillThere;
      let isReading = false;
      const read = (): void => {
        if (isReading || !hasEndpoint(account)) return;
        isReading = true;
        account.events.read((happening) => {
          tell(account, happening);
        });
      };
      read();
      account.installations.onChange(read);
    },
    current: () => engine,
    open: async () => open(),
    carryBy: (carrier) => {
      carriers.add(carrier);
      return () => {
        carriers.delete(carrier);
      };
    },
    deliverTo: (given) => {
      receiver = given === undefined ? undefined : carrierOf(given, settings.timeoutMs);
    },
    pause: (accountId) => {
      if (accountId === undefined) isAllPaused = true;
      else paused.add(accountId);
    },
    resume: (accountId) => {
      if (accountId === undefined) {
        isAllPaused = false;
        paused.clear();
      } else paused.delete(accountId);
      engine?.resume(accountId);
    },
    isPaused,
    clear: (accountId) => {
      if (accountId === undefined) {
        isAllPaused = false;
        paused.clear();
      } else paused.delete(accountId);
      untold = untold.filter(([account]) => accountId !== undefined && account.id !== accountId);
      engine?.attempts.clear(accountId);
    },
    keepers: [
      { what: 'attempts at webhooks', evict: () => engine?.attempts.forgetOlder() ?? 0 },
      { what: 'webhooks that were owed', evict: () => engine?.dropOwed() ?? 0 },
    ],
  };
}

function hasEndpoint({ apps }: Account): boolean {
  for (const { capabilities } of apps.values()) if (webhookSettings(capabilities) !== undefined) return true;
  return false;
}

/** Loaded for the first delivery. */
function carrierOf(receiver: WebhookReceiver, timeoutMs: number): WebhookCarrier {
  const load = lazily(async () => {
    const { carryInProcess } = await inTurn(() => import('../../webhooks/in-process.ts'));
    return carryInProcess(receiver, timeoutMs);
  });
  return async (post) => (await load())(post);
}
