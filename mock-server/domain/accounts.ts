import QuickLRU from 'quick-lru';
import type { Clock } from '../clock.ts';
import { createClock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { AccountSettings } from './account-options.ts';
import { ACCOUNT_ID } from './account-options.ts';
import type { Account, AccountState } from './account.ts';
import { createAccount } from './account.ts';
import type { ClientVerdict } from './app.ts';
import { authenticate, unconfiguredApp } from './app.ts';
import type { Connector } from './connector.ts';

/** The accounts of one mock. */
export interface Accounts {
  /** The configured ones in their order, then the created ones. */
  readonly configured: readonly Account[];
  /** Every account there is: the configured and the created ones, and those that an open mock took in. */
  all(): readonly Account[];
  /** The account of that id. An open mock takes in any plausible id; undefined otherwise. */
  find(accountId: string): Account | undefined;
  /** Whether it is there as it was made: neither removed nor reset since. */
  has(account: Account): boolean;
  /** Whether the client may have a token for the account. */
  authenticateClient(account: Account, clientId: string, clientSecret: string): ClientVerdict;
  /** Adds an account while the mock runs. @throws TypeError when one of that id is configured or was created. */
  create(settings: AccountSettings): Account;
  /** Removes a created account with everything in it. False when no such account was created. */
  remove(accountId: string): boolean;
  /** Forgets what was done to one account, or to all; those that nobody configured go as well. */
  reset(accountId?: string): void;
  /** Puts an account into an earlier state. */
  restore(account: Account, state: AccountState): void;
}

/**
 * How many accounts that nobody configured are kept; the library keeps up to twice as many. Past that the one unused
 * longest is forgotten with everything in it.
 */
export const MAX_UNCONFIGURED_ACCOUNTS = 500;

/** How many created accounts are kept. Past that the one that was created first is removed. */
export const MAX_CREATED_ACCOUNTS = 1000;

export interface AccountsSetup {
  readonly settings: readonly AccountSettings[];
  /** Refuse what is not configured. */
  readonly closed: boolean;
  /** The clock that the accounts' clocks follow. */
  readonly clock: Clock;
  readonly ids: Ids;
  readonly defaultConnectors: readonly Connector[];
  /** Called with the id of an account that is gone, so that what is kept of it elsewhere can go too. */
  onForget(accountId: string): void;
}

export function createAccounts(setup: AccountsSetup): Accounts {
  const { closed } = setup;
  const onForget = (accountId: string): void => { setup.onForget(accountId); };
  const configured = new Map<string, Account>();
  const created = new Map<string, Account>();
  const unconfigured = new QuickLRU<string, Account>({ maxSize: MAX_UNCONFIGURED_ACCOUNTS, onEviction: onForget });

  const make = (settings: AccountSettings, state?: AccountState): Account => createAccount(settings, {
    clock: createClock(setup.clock),
    ids: setup.ids.fork(settings.accountId),
    defaultConnectors: setup.defaultConnectors,
  }, state);
  for (const settings of setup.settings) configured.set(settings.accountId, make(settings));

  const takeIn = (accountId: string): Account | undefined => {
    if (closed || !ACCOUNT_ID.test(accountId)) return undefined;
    const account = make({ accountId, agents: [], apps: [], unAuthMessaging: true });
    unconfigured.set(accountId, account);
    return account;
  };
  const known = (accountId: string): Account | undefined => configured.get(accountId) ?? created.get(accountId) ?? unconfigured.get(accountId);
  const remake = (account: Account, state?: AccountState): void => {
    const home = [configured, created].find((map) => map.has(account.id)) ?? unconfigured;
    home.set(account.id, make(account.settings, state));
  };
  const remove = (accountId: string): boolean => {
    const removed = created.delete(accountId);
    if (removed) onForget(accountId);
    return removed;
  };
  const isForeignClient = (clientId: string): boolean =>
    [...configured.values(), ...created.values()].some(({ apps }) => apps.has(clientId));

  return {
    get configured() { return [...configured.values(), ...created.values()]; },
    all: () => [...configured.values(), ...created.values(), ...unconfigured.values()],
    find: (accountId) => known(accountId) ?? takeIn(accountId),
    has: (account) => known(account.id) === account,
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
      if (configured.has(accountId) || created.has(accountId)) throw new TypeError(`there is an account ${accountId} already`);
      const [first] = created.keys();
      if (created.size >= MAX_CREATED_ACCOUNTS && first !== undefined) remove(first);
      if (unconfigured.delete(accountId)) onForget(accountId);
      const account = make(settings);
      created.set(accountId, account);
      return account;
    },
    remove,
    reset: (accountId) => {
      const accounts = accountId === undefined ? [...configured.values(), ...created.values()] : [known(accountId)];
      if (accountId === undefined) unconfigured.clear();
      for (const account of accounts) if (account !== undefined) remake(account);
    },
    restore: remake,
  };
}
