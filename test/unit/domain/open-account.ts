import type { RestorableClock } from '../../../mock-server/clock.ts';
import { createClock } from '../../../mock-server/clock.ts';
import type { AccountSettings } from '../../../mock-server/domain/account-options.ts';
import type { Account, AccountState, AccountSupplies } from '../../../mock-server/domain/account.ts';
import { createAccount } from '../../../mock-server/domain/account.ts';
import type { Accounts, AccountsSetup } from '../../../mock-server/domain/accounts.ts';
import { createAccounts } from '../../../mock-server/domain/accounts.ts';
import { createIds } from '../../../mock-server/ids.ts';
import { createMemoryBudget, uncounted } from '../../../mock-server/memory/budget.ts';

/** A clock that stands at 0 until it is moved. */
export function standingClock(): RestorableClock {
  const clock = createClock({ now: () => 0 });
  clock.freeze(new Date(0));
  return clock;
}

export function settingsOf(accountId: string, settings: Partial<AccountSettings> = {}): AccountSettings {
  return { accountId, agents: [], apps: [], unAuthMessaging: true, ...settings };
}

export function appOf(clientId: string): AccountSettings['apps'][number] {
  const rest = { grant_types: ['client_credentials'], scope: 'msg.consumer', enabled: true, deleted: false };
  return { client_id: clientId, client_secret: `secret of ${clientId}`, ...rest };
}

/** An account by itself, with a seed. */
export function openAccount(
  settings: Partial<AccountSettings> = {},
  supplies: Partial<AccountSupplies> = {},
  state?: AccountState,
): Account {
  const usual = { clock: standingClock(), ids: createIds('seed'), memory: uncounted(), defaultConnectors: [] };
  return createAccount(settingsOf('100', settings), { ...usual, ...supplies }, state);
}

/** Accounts without anybody who hears of them. */
export function openAccounts(setup: Partial<AccountsSetup> = {}): Accounts {
  return createAccounts({
    settings: [
      settingsOf('100', { apps: [appOf('app')] }),
      settingsOf('200', { apps: [appOf('other')] }),
      settingsOf('300'),
    ],
    closed: false,
    maxUnconfigured: 100,
    clock: standingClock(),
    ids: createIds('seed'),
    defaultConnectors: [],
    memory: createMemoryBudget(100),
    onForget: () => undefined,
    ...setup,
  });
}

/** The account of that id, which is taken in where it is not there. */
export function entered(accounts: Accounts, accountId: string): Account {
  const account = accounts.enter(accountId);
  if (account === undefined) throw new Error(`no account ${accountId}`);
  return account;
}

/** So many ids of accounts that nobody configured. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `guest-${String(index)}`);
}
