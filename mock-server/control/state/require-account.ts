import { cut } from '../../memory/cut.ts';
import type { Account } from '../../domain/account.ts';
import type { Accounts } from '../../domain/accounts.ts';

/** The account of that id. @throws TypeError when the mock has none. */
export function requireAccount(accounts: Accounts, accountId: string): Account {
  const account = accounts.enter(accountId);
  if (account !== undefined) return account;
  throw new TypeError(
    `this mock has no account ${JSON.stringify(cut(accountId))}: it is closed, or that is no account id`,
  );
}
