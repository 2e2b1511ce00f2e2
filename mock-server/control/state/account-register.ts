import { settleAccount } from '../../config/settle.ts';
import type { AccountOptions } from '../../domain/account-options.ts';
import type { Account } from '../../domain/account.ts';
import type { Accounts } from '../../domain/accounts.ts';
import { digits } from '../../domain/agent.ts';
import { isAnonymous } from '../../domain/connector.ts';
import type { Ids } from '../../ids.ts';

/** What you need to use a configured account. */
export interface AccountCredentials {
  readonly accountId: string;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  /** The connector for anonymous consumers. */
  readonly connectorId: number | undefined;
}

/** The accounts of a mock, which a tester can add to. */
export interface AccountRegister {
  /** The configured accounts in order, then the created ones. */
  list(): readonly AccountCredentials[];
  /**
   * Adds an account of your own: every account has its own state, clock, faults and journal, so tests that each create
   * one can share a mock. Up to 1,000 are kept; after that, creating one removes the oldest. From then on, other
   * accounts that have clients refuse the client ids of its apps.
   *
   * @param options - default: a new numeric id, one app with new credentials, the default connectors
   * @throws ConfigError when an option is unknown or out of range.
   * @throws TypeError when there already is an account with that id.
   */
  create(options?: Partial<AccountOptions>): AccountCredentials;
  /** Removes a created account and everything in it. Returns false when no account with that id was created. */
  remove(accountId: string): boolean;
}

export function createAccountRegister(accounts: Accounts, ids: Ids): AccountRegister {
  return {
    list: () => accounts.configured.map(credentialsOf),
    create: (options = {}) =>
      credentialsOf(
        accounts.create(
          settleAccount({
            ...options,
            accountId: options.accountId ?? freshId(accounts, ids),
            apps: options.apps ?? [{ client_id: ids.uuid(), client_secret: ids.hex(CLIENT_SECRET_CHARS) }],
          }),
        ),
      ),
    remove: (accountId) => accounts.remove(accountId),
  };
}

const CLIENT_SECRET_CHARS = 26;
/** More than LivePerson's have, so that none is anybody's. */
const ACCOUNT_ID_DIGITS = 10;

function freshId(accounts: Accounts, ids: Ids): string {
  const taken = new Set(accounts.all().map(({ id }) => id));
  let id = digits(ids, ACCOUNT_ID_DIGITS);
  while (taken.has(id)) id = digits(ids, ACCOUNT_ID_DIGITS);
  return id;
}

export function credentialsOf(account: Account): AccountCredentials {
  const [app = [...account.apps.values()][0]] = account.installations.list();
  return {
    accountId: account.id,
    clientId: app?.client_id,
    clientSecret: app?.client_secret,
    connectorId: account.connectors.find(isAnonymous)?.id,
  };
}
