import QuickLRU from 'quick-lru';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { AccountSettings } from './account-options.ts';
import type { Account } from './account.ts';
import { createAccount } from './account.ts';
import type { ClientVerdict } from './app.ts';
import { authenticate, unconfiguredApp } from './app.ts';
import type { Connector } from './connector.ts';

/** The accounts of one mock. */
export interface Accounts {
  /** The configured ones, in their order. */
  readonly configured: readonly Account[];
  /** The account of that id. An open mock takes in any plausible id; undefined otherwise. */
  find(accountId: string): Account | undefined;
  /** Whether the client may have a token for the account. */
  authenticateClient(account: Account, clientId: string, clientSecret: string): ClientVerdict;
  /** Forgets what was done to every account; what was configured stays. */
  reset(): void;
}

/**
 * How many accounts that nobody configured are kept; the library keeps up to twice as many. Past that the one unused
 * longest is forgotten with its conversations.
 */
const MAX_UNCONFIGURED_ACCOUNTS = 500;

const PLAUSIBLE_ID = /^[A-Za-z0-9_-]{1,64}$/;

export interface AccountsSetup {
  readonly settings: readonly AccountSettings[];
  /** Refuse what is not configured. */
  readonly closed: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly defaultConnectors: readonly Connector[];
}

export function createAccounts(setup: AccountsSetup): Accounts {
  const { clock, ids, closed, defaultConnectors } = setup;
  const make = (settings: AccountSettings, configured: boolean): Account =>
    createAccount(settings, { configured, clock, ids: ids.fork(settings.accountId), defaultConnectors });
  const configured = new Map<string, Account>();
  const configuredClients = new Set<string>();
  const unconfigured = new QuickLRU<string, Account>({ maxSize: MAX_UNCONFIGURED_ACCOUNTS });

  const configure = (): void => {
    for (const settings of setup.settings) {
      const account = make(settings, true);
      configured.set(account.id, account);
      for (const clientId of account.apps.keys()) configuredClients.add(clientId);
    }
  };
  configure();

  const takeIn = (accountId: string): Account | undefined => {
    if (closed || !PLAUSIBLE_ID.test(accountId)) return undefined;
    const account = make({ accountId, agents: [], apps: [], unAuthMessaging: true }, false);
    unconfigured.set(accountId, account);
    return account;
  };

  return {
    get configured() { return [...configured.values()]; },
    find: (accountId) => configured.get(accountId) ?? unconfigured.get(accountId) ?? takeIn(accountId),
    authenticateClient: (account, clientId, clientSecret) => {
      const app = account.apps.get(clientId);
      if (app !== undefined) return authenticate(app, clientSecret);
      if (configuredClients.has(clientId)) return { ok: false, failure: 'foreign-account' };
      return closed ? { ok: false, failure: 'unknown' } : { ok: true, app: unconfiguredApp(clientId) };
    },
    reset: () => {
      configured.clear();
      unconfigured.clear();
      configure();
    },
  };
}
