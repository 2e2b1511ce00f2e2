import type { AccountCredentials } from '../control/state/account-register.ts';
import { lpVariablesOf } from '../control/state/lp-variables.ts';
import type { Mock } from '../mock.ts';
import { UsageError } from './command.ts';
import { namedAccount } from './named-account.ts';

/** The client that stands for any when an account is not configured: an open mock takes every one. */
const ANY_CLIENT = { clientId: 'any-client', clientSecret: 'any-secret' };

/**
 * The variables by which LivePerson's pages and samples name account, hosts, connector and client.
 *
 * @param accountId - default: the first configured account
 * @throws UsageError when the mock would refuse the account.
 */
export function lpVariables(mock: Mock, accountId: string | undefined): Record<string, string> {
  const { services } = mock.hosts;
  return lpVariablesOf(findAccount(mock, accountId), (service) => services[service]);
}

function findAccount(mock: Mock, accountId: string | undefined): AccountCredentials {
  const configured = mock.accounts.list();
  const found = accountId === undefined ? configured[0] : configured.find((account) => account.accountId === accountId);
  if (found !== undefined) return found;
  if (accountId === undefined) throw new UsageError('no account is configured; name one with --account');
  // Looked up and not asked for by a call: the journal is the command's.
  return { accountId, ...ANY_CLIENT, connectorId: namedAccount(mock, accountId).credentials.connectorId };
}
