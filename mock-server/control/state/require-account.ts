import { cut } from '../../memory/cut.ts';
import type { Account } from '../../domain/account.ts';
import { ACCOUNT_ID } from '../../domain/account-options.ts';
import type { Accounts } from '../../domain/accounts.ts';

/** The account of that id. @throws TypeError when the mock has none. */
export function requireAccount(accounts: Accounts, accountId: string): Account {
  const account = accounts.enter(accountId);
  if (account !== undefined) return account;
  const why = ACCOUNT_ID.test(accountId) ? 'it is closed' : 'that is not an account id';
  throw new TypeError(`this mock has no account ${JSON.stringify(cut(accountId))}: ${why}`);
}
