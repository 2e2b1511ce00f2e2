import type { AccountControls } from '../control/controls.ts';
import type { Mock } from '../mock.ts';
import { UsageError } from './command.ts';

/** The account that was typed behind `--account`. @throws UsageError when the mock has none such. */
export function namedAccount(mock: Mock, accountId: string): AccountControls {
  try {
    return mock.account(accountId);
  } catch {
    const configured = mock.accounts.list().map((account) => account.accountId);
    throw new UsageError(
      `--account ${accountId}: this mock has no such account; configured: ${configured.join(', ') || 'none'}`,
    );
  }
}
