import QuickLRU from 'quick-lru';
import type { Clock } from '../clock.ts';
import { createClock } from '../clock.ts';
import { detached } from '../memory/detached.ts';
import { jsonHeapBytes } from '../memory/heap-bytes.ts';
import type { Ids } from '../ids.ts';
import type { Keeper, MemoryBudget } from '../memory/budget.ts';
import type { AccountSettings } from './account-options.ts';
import { ACCOUNT_ID } from './account-options.ts';
import type { Account, AccountState } from './account.ts';
import { createAccount, endAccount } from './account.ts';
import type { ClientVerdict } from './app.ts';
import { authenticate, unconfiguredApp } from './app.ts';
import type { Connector } from './connector.ts';

/** The accounts of one mock. */
export interface Accounts {
  /** The configured ones in their order, then the created ones. */
  readonly configured: readonly Account[];
  /** Every account there is: the configured and the created ones, and those that an open mock took in. */
  all(): readonly Account[];
  /** The account of that id, if it is there. Looking changes nothing, not even which account was unused longest. */
  find(accountId: string): Account | undefined;
  /** The account of that id. An open mock takes in any plausible id; undefined otherwise. */
  enter(accountId: string): Account | undefined;
  /** The account of that id as {@link Accounts.enter} would give it, but one that is not there yet is not taken in. */
  preview(accountId: string): Account | undefined;
  /** Whether it is there as it was made: neither removed nor reset since. */
  has(account: Account): boolean;
  /** Whether the client may have a token for the account. */
  authenticateClient(account: Account, clientId: string, clientSecret: string): ClientVerdict;
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
  /** The closed conversations of all others. */
  readonly closedConversations: Keeper;
  /** The agents' sessions of all others. */
  readonly agentSessions: Keeper;
  /** The messages of the conversations that are left. */
  readonly messages: Keeper;
}

/**
 * How many accounts that nobody configured are kept; the library keeps up to twice as many. Past that the one unused
 * longest is forgotten with everything in it.
 */
export const MAX_UNCONFIGURED_ACCOUNTS = 500;

/** How many created accounts are kept. Past that the one that was created first is removed. */
export const MAX_CREATED_ACCOUNTS = 1000;

/** What an account takes of the heap that has no state yet. */
const ACCOUNT_BYTES = 12_000;

/** The part of the memory that the settings of all created accounts may take. */
const SHARE_OF_CREATED = 0.25;

export interface AccountsSetup {
  readonly settings: readonly AccountSettings[];
  /** Refuse what is not configured. */
  readonly closed: boolean;
  /** The clock that the accounts' clocks follow. */
  readonly clock: Clock;
  /** What the accounts' clocks wait for, see `createClock`. Default: nothing */
  readonly settled?: (() => Promise<void>) | undefined;
  readonly ids: Ids;
  readonly defaultConnectors: readonly Connector[];
  readonly memory: MemoryBudget;
  /** Called with each account that was made, or made anew. Default: nobody hears of it */
  onMake?(account: Account): void;
  /** Called with the id of an account that is gone, so that what is kept of it elsewhere can go too. */
  onForget(accountId: string): void;
}

export function createAccounts(setup: AccountsSetup): Accounts {
  const { closed } = setup;
  const onForget = (account: Account): void => {
    endAccount(account, 'the account was removed');
    setup.onForget(account.id);
  };
  const configured = new Map<string, Account>();
  const created = new Map<string, Account>();
  const unconfigured = new QuickLRU<string, Account>({
    maxSize: MAX_UNCONFIGURED_ACCOUNTS,
    onEviction: (_, account) => {
      onForget(account);
    },
  });

  const make = (settings: AccountSettings, state?: AccountState): Account =>
    createAccount(
      settings,
      {
        clock: createClock(setup.clock, setup.settled),
        ids: setup.ids.fork(settings.accountId),
        memory: setup.memory.tally(),
        defaultConnectors: setup.defaultConnectors,
      },
      state,
    );
  /** One that was not there when the mock was made. */
  const makeCounted = (settings: AccountSettings): Account => {
    const account = make(settings);
    account.memory.count(addedBytes(settings));
    return account;
  };
  for (const settings of setup.settings) configured.set(settings.accountId, make(settings));

  const mayEnter = (accountId: string): boolean => !closed && ACCOUNT_ID.test(accountId);
  const takeIn = (accountId: string): Account | undefined => {
    if (!mayEnter(accountId)) return undefined;
    const account = makeCounted(unconfiguredSettings(accountId));
    unconfigured.set(account.id, account);
    setup.onMake?.(account);
    return account;
  };
  const own = (accountId: string): Account | undefined => configured.get(accountId) ?? created.get(accountId);
  // Not `get`, by which the library makes an account the last to go.
  const find = (accountId: string): Account | undefined => own(accountId) ?? unconfigured.peek(accountId);
  const remake = (account: Account, state?: AccountState): void => {
    const home = [configured, created].find((map) => map.has(account.id)) ?? unconfigured;
    const before = find(account.id);
    if (before !== undefined) endAccount(before, 'the account was reset or restored');
    const remade = make(account.settings, state);
    if (home !== configured) remade.memory.count(addedBytes(account.settings));
    // Else the library would tell of the earlier one, when that is evicted, as if the account were gone.
    if (home === unconfigured) home.delete(account.id);
    home.set(account.id, remade);
    setup.onMake?.(remade);
  };
  const remove = (accountId: string): boolean => {
    const removed = created.get(accountId);
    if (removed === undefined) return false;
    created.delete(accountId);
    createdBytes -= addedBytes(removed.settings);
    onForget(removed);
    return true;
  };
  let createdBytes = 0;
  const makeRoomFor = (bytes: number): void => {
    const shareBytes = setup.memory.limitBytes * SHARE_OF_CREATED;
    if (bytes > shareBytes)
      throw new RangeError(
        `the account is too large: its options would take ${String(bytes)} bytes, and all created accounts may take ${String(shareBytes)} (limits.megabytes)`,
      );
    for (const id of created.keys()) {
      if (created.size < MAX_CREATED_ACCOUNTS && createdBytes + bytes <= shareBytes) return;
      remove(id);
    }
  };
  const isForeignClient = (clientId: string): boolean =>
    [...configured.values(), ...created.values()].some(({ apps }) => apps.has(clientId));

  return {
    get configured() {
      return [...configured.values(), ...created.values()];
    },
    all: () => [...configured.values(), ...created.values(), ...unconfigured.values()],
    find,
    enter: (accountId) => own(accountId) ?? unconfigured.get(accountId) ?? takeIn(accountId),
    preview: (accountId) =>
      find(accountId) ?? (mayEnter(accountId) ? make(unconfiguredSettings(accountId)) : undefined),
    has: (account) => find(account.id) === account,
    authenticateClient: (account, clientId, clientSecret) => {
      const app = account.apps.get(clientId);
      if (app !== undefined) return authenticate(app, clientSecret);
      const isForeign = isForeignClient(clientId);
      if (isForeign && (closed || account.apps.size > 0)) return { ok: false, failure: 'foreign-account' };
      if (closed) return { ok: false, failure: 'unknown' };
      return { ok: true, app: unconfiguredApp(clientId), ...(isForeign ? { isForeign } : {}) };
    },
    create: (settings) => {
      const { accountId } = settings;
      if (configured.has(accountId) || created.has(accountId))
        throw new TypeError(`there is an account ${accountId} already`);
      const bytes = addedBytes(settings);
      makeRoomFor(bytes);
      const guest = unconfigured.peek(accountId);
      if (guest !== undefined && unconfigured.delete(accountId)) onForget(guest);
      const account = makeCounted(settings);
      created.set(accountId, account);
      setup.onMake?.(account);
      createdBytes += bytes;
      setup.memory.settle();
      return account;
    },
    remove,
    reset: (accountId) => {
      const accounts = accountId === undefined ? [...configured.values(), ...created.values()] : [find(accountId)];
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
    closedConversations: {
      what: 'closed conversations',
      evict: () =>
        sumOver([...configured.values(), ...created.values()], ({ conversations }) => conversations.forgetClosed()),
    },
    messages: {
      what: 'messages',
      evict: () =>
        sumOver([...configured.values(), ...created.values()], ({ conversations }) => conversations.forgetMessages()),
    },
    agentSessions: {
      what: "agents' sessions",
      evict: () =>
        sumOver([...configured.values(), ...created.values()], ({ agentSessions }) => agentSessions.forgetOlder()),
    },
  };
}

function unconfiguredSettings(accountId: string): AccountSettings {
  return { accountId: detached(accountId), agents: [], apps: [], unAuthMessaging: true };
}

/** What an account takes that was added while the mock ran. */
function addedBytes(settings: AccountSettings): number {
  return ACCOUNT_BYTES + jsonHeapBytes(settings);
}

function countOf(items: Iterable<unknown>): number {
  return [...items].length;
}

function sumOver(accounts: readonly Account[], count: (account: Account) => number): number {
  return accounts.reduce((sum, account) => sum + count(account), 0);
}
