import QuickLRU from 'quick-lru';
import type { Clock } from '../clock.ts';
import { createClock } from '../clock.ts';
import { once } from '../once.ts';
import { detached } from '../memory/detached.ts';
import type { Ids } from '../ids.ts';
import type { Keeper, MemoryBudget } from '../memory/budget.ts';
import { makeRoom } from '../memory/make-room.ts';
import type { AccountSettings, AppSettings } from './account-options.ts';
import { ACCOUNT_ID } from './account-options.ts';
import type { Account, AccountState } from './account.ts';
import { createAccount, endAccount } from './account.ts';
import type { ClientVerdict } from './app.ts';
import { authenticate, identify, unconfiguredApp } from './app.ts';
import type { Connector } from './connector.ts';
import { addedBytes, createCreatedAccounts } from './created-accounts.ts';

/** The accounts of one mock. */
export interface Accounts {
  /** The configured ones in their order, then the created ones. */
  readonly configured: readonly Account[];
  /** Those of them that were created. */
  readonly created: readonly Account[];
  /** How many that nobody configured are kept at least. */
  readonly maxUnconfigured: number;
  /** Every account there is: the configured and the created ones, and those that an open mock took in. */
  all(): readonly Account[];
  /** The account of that id, if it is there. Looking changes nothing, not even which account was unused longest. */
  find(accountId: string): Account | undefined;
  /** The account of that id. An open mock takes in any plausible id; undefined otherwise. */
  enter(accountId: string): Account | undefined;
  /** The account of that id as {@link Accounts.enter} would give it, but one that is not there yet is not taken in. */
  preview(accountId: string): Account | undefined;
  /**
   * Whether the account of that id was there and was forgotten, because too many that nobody configured came after it,
   * or for want of memory. A reset ends that.
   */
  wasForgotten(accountId: string): boolean;
  /** Whether it is there as it was made: neither removed nor reset since. */
  has(account: Account): boolean;
  /** Whether the client may have a token for the account. */
  authenticateClient(account: Account, clientId: string, clientSecret: string): ClientVerdict;
  /** The client of that id, as the account knows it, without a look at its secret. */
  identifyClient(account: Account, clientId: string): ClientVerdict;
  /**
   * Adds an account while the mock runs.
   *
   * @throws TypeError when one of that id is configured or was created.
   * @throws RangeError when its settings are larger than all that were created may be together.
   */
  create(settings: AccountSettings): Account;
  /** Removes a created account with everything in it. False when no such account was created. */
  remove(accountId: string): boolean;
  /** Forgets what was done to one account, or to all; those that nobody configured go as well. */
  reset(accountId?: string): void;
  /** Puts an account into an earlier state. */
  restore(account: Account, state: AccountState): void;
  /** Those that nobody configured, the one unused longest first. */
  readonly unconfiguredAccounts: Keeper;
  /** The uploaded files of all others. */
  readonly uploads: Keeper;
  /** The closed conversations of all others. */
  readonly closedConversations: Keeper;
  /** The agents' sessions of all others. */
  readonly agentSessions: Keeper;
  /** The messages of the conversations that are left. */
  readonly messages: Keeper;
}

/** Of how many accounts that were forgotten the id is remembered, so that a refusal can say so. */
const MAX_FORGOTTEN_ACCOUNTS = 1000;

export interface AccountsSetup {
  readonly settings: readonly AccountSettings[];
  /** Refuse what is not configured. */
  readonly closed: boolean;
  /** How many that nobody configured are kept; the library keeps up to twice as many. */
  readonly maxUnconfigured: number;
  /** The clock that the accounts' clocks follow. */
  readonly clock: Clock;
  /** What the accounts' clocks wait for, see `createClock`. Default: nothing */
  readonly settled?: (() => Promise<void>) | undefined;
  readonly ids: Ids;
  readonly defaultConnectors: readonly Connector[];
  readonly memory: MemoryBudget;
  /** Called with each account that was made, or made anew. Default: nobody hears of it */
  onMake?(account: Account): void;
  /** Called with each account that has app installations, when it has. Default: nobody hears of it */
  onInstallations?(account: Account): void;
  /** Called with the id of an account that is gone, so that what is kept of it elsewhere can go too. */
  onForget(accountId: string): void;
}

export function createAccounts(setup: AccountsSetup): Accounts {
  const { closed } = setup;
  const onForget = (account: Account): void => {
    endAccount(account, 'the account was removed');
    setup.onForget(account.id);
  };
  const forgotten = new Set<string>();
  const rememberForgotten = (accountId: string): void => {
    makeRoom(forgotten, MAX_FORGOTTEN_ACCOUNTS, (oldest) => forgotten.delete(oldest));
    forgotten.add(accountId);
  };
  const created = createCreatedAccounts(setup.memory.limitBytes, onForget);
  const unconfigured = new QuickLRU<string, Account>({
    maxSize: setup.maxUnconfigured,
    onEviction: (_, account) => {
      rememberForgotten(account.id);
      onForget(account);
    },
  });

  const make = (settings: AccountSettings, state?: AccountState): Account => {
    const supplies = {
      clock: createClock(setup.clock, setup.settled),
      ids: setup.ids.fork(settings.accountId),
      memory: setup.memory.tally(),
      defaultConnectors: setup.defaultConnectors,
      onInstallations: (account: Account) => setup.onInstallations?.(account),
    };
    return createAccount(settings, supplies, state);
  };
  /** One that was not there when the mock was made. */
  const makeCounted = (settings: AccountSettings, state?: AccountState): Account => {
    const account = make(settings, state);
    account.memory.count(addedBytes(settings));
    return account;
  };
  /** Made for the first who asks for any: many a mock is made and never asked. */
  const configured = once(
    () => new Map(setup.settings.map((settings) => [settings.accountId, make(settings)] as const)),
  );

  const mayEnter = (accountId: string): boolean => !closed && ACCOUNT_ID.test(accountId);
  const takeIn = (accountId: string): Account | undefined => {
    if (!mayEnter(accountId)) return undefined;
    const account = makeCounted(unconfiguredSettings(accountId));
    unconfigured.set(account.id, account);
    setup.onMake?.(account);
    return account;
  };
  const own = (accountId: string): Account | undefined => configured().get(accountId) ?? created.get(accountId);
  // Not `get`, by which the library makes an account the last to go.
  const find = (accountId: string): Account | undefined => own(accountId) ?? unconfigured.peek(accountId);
  const remake = (account: Account, state?: AccountState): void => {
    const before = find(account.id);
    if (before !== undefined) endAccount(before, 'the account was reset or restored');
    if (configured().has(account.id)) {
      const again = make(account.settings, state);
      configured().set(account.id, again);
      setup.onMake?.(again);
      return;
    }
    const remade = makeCounted(account.settings, state);
    if (created.get(account.id) === undefined) {
      // Else the library would tell of the earlier one, when that is evicted, as if the account were gone.
      unconfigured.delete(account.id);
      unconfigured.set(account.id, remade);
    } else {
      created.set(remade);
    }
    setup.onMake?.(remade);
  };
  /** All that last: whatever is kept of these only goes when it is asked for. */
  const lasting = (): readonly Account[] => [...configured().values(), ...created.list()];

  return {
    maxUnconfigured: setup.maxUnconfigured,
    get configured() {
      return lasting();
    },
    get created() {
      return [...created.list()];
    },
    all: () => [...lasting(), ...unconfigured.values()],
    find,
    enter: (accountId) => own(accountId) ?? unconfigured.get(accountId) ?? takeIn(accountId),
    preview: (accountId) =>
      find(accountId) ?? (mayEnter(accountId) ? make(unconfiguredSettings(accountId)) : undefined),
    wasForgotten: (accountId) => forgotten.has(accountId),
    has: (account) => find(account.id) === account,
    authenticateClient: (account, clientId, clientSecret) =>
      clientOf(account, clientId, { closed, others: lasting }, (app) => authenticate(app, clientSecret)),
    identifyClient: (account, clientId) => clientOf(account, clientId, { closed, others: lasting }, identify),
    create: (settings) => {
      const { accountId } = settings;
      if (own(accountId) !== undefined) throw new TypeError(`there is an account ${accountId} already`);
      created.makeRoomFor(settings);
      const guest = unconfigured.peek(accountId);
      if (guest !== undefined && unconfigured.delete(accountId)) onForget(guest);
      const account = makeCounted(settings);
      created.set(account);
      setup.onMake?.(account);
      setup.memory.settle();
      return account;
    },
    remove: (accountId) => created.remove(accountId),
    reset: (accountId) => {
      if (accountId === undefined) forgotten.clear();
      else forgotten.delete(accountId);
      const accounts = accountId === undefined ? lasting() : [find(accountId)];
      if (accountId === undefined) {
        for (const account of unconfigured.values()) endAccount(account, 'the mock was reset');
        unconfigured.clear();
      }
      for (const account of accounts) if (account !== undefined) remake(account);
    },
    restore: (account, state) => {
      remake(account, state);
      setup.memory.settle();
    },
    unconfiguredAccounts: {
      what: 'accounts that nobody configured',
      evict: () => {
        const before = countOf(unconfigured.values());
        unconfigured.evict(Math.ceil(before / 8));
        return before - countOf(unconfigured.values());
      },
    },
    uploads: {
      what: 'uploaded files',
      evict: () => sumOver(lasting(), ({ existing }) => existing.uploads?.forgetOlder() ?? 0),
    },
    closedConversations: {
      what: 'closed conversations',
      evict: () => sumOver(lasting(), ({ conversations }) => conversations.forgetClosed()),
    },
    messages: {
      what: 'messages',
      evict: () => sumOver(lasting(), ({ conversations }) => conversations.forgetMessages()),
    },
    agentSessions: {
      what: "agents' sessions",
      evict: () =>
        sumOver(
          lasting(),
          ({ agentSessions, existing }) => agentSessions.forgetOlder() + (existing.codeLogins?.forgetOlder() ?? 0),
        ),
    },
  };
}

function unconfiguredSettings(accountId: string): AccountSettings {
  return { accountId: detached(accountId), agents: [], apps: [], unAuthMessaging: true };
}

/** What decides on a client that the account itself does not have. */
interface OtherAccounts {
  readonly closed: boolean;
  readonly others: () => readonly Account[];
}

function clientOf(
  account: Account,
  clientId: string,
  { closed, others }: OtherAccounts,
  judge: (app: AppSettings) => ClientVerdict,
): ClientVerdict {
  const app = account.apps.get(clientId);
  if (app !== undefined) return judge(app);
  const isForeign = others().some(({ apps }) => apps.has(clientId));
  if (isForeign && (closed || account.apps.size > 0)) return { ok: false, failure: 'foreign-account' };
  if (closed) return { ok: false, failure: 'unknown' };
  return { ok: true, app: unconfiguredApp(clientId), ...(isForeign ? { isForeign } : {}) };
}

function countOf(items: Iterable<unknown>): number {
  return [...items].length;
}

function sumOver(accounts: readonly Account[], count: (account: Account) => number): number {
  return accounts.reduce((sum, account) => sum + count(account), 0);
}
