import type { AccountCredentials } from '../control/account-register.ts';
import type { Mock } from '../mock.ts';
import { UsageError } from './command.ts';

/** The client that stands for any when an account is not configured: an open mock takes every one. */
const ANY_CLIENT = { clientId: 'any-client', clientSecret: 'any-secret' };

/**
 * The variables by which LivePerson's pages and samples name account, hosts, connector and client.
 *
 * @param accountId - default: the first configured account
 * @throws UsageError when the mock would refuse the account.
 */
export async function lpVariables(mock: Mock, accountId: string | undefined): Promise<Record<string, string>> {
  const { accountId: id, clientId, clientSecret, connectorId } = await findAccount(mock, accountId);
  const { sentinel, idp, asyncMessagingEnt, acCdnDomain } = mock.hosts.services;
  const variables = {
    LP_ACCOUNT: id,
    LP_SENTINEL: sentinel,
    LP_IDP: idp,
    LP_ASYNCMESSAGINGENT: asyncMessagingEnt,
    LP_ACCDNDOMAIN: acCdnDomain,
    // The page on anonymous messaging uses both names for the same connector.
    LP_CONN_ID: connectorId?.toString(),
    LP_APP_CONN_ID: connectorId?.toString(),
    LP_CLIENT_ID: clientId,
    LP_CLIENT_SECRET: clientSecret,
  };
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

async function findAccount(mock: Mock, accountId: string | undefined): Promise<AccountCredentials> {
  const configured = mock.accounts.list();
  const found = accountId === undefined ? configured[0] : configured.find((account) => account.accountId === accountId);
  if (found !== undefined) return found;
  if (accountId === undefined) throw new UsageError('no account is configured; name one with --account');
  const connectorId = await anonymousConnectorOf(mock, accountId);
  if (connectorId === undefined) throw new UsageError(`--account ${accountId}: this mock has no such account; configured: ${configured.map((account) => account.accountId).join(', ')}`);
  return { accountId, ...ANY_CLIENT, connectorId };
}

/** Asked for as the pages do: by the connector list. Undefined when the mock refuses the account. */
async function anonymousConnectorOf(mock: Mock, accountId: string): Promise<number | undefined> {
  const path = `/api/account/${encodeURIComponent(accountId)}/configuration/le-connectors/all-connectors`;
  const reply = await mock.handle({ method: 'GET', path, query: new URLSearchParams(), headers: {}, body: '', origin: 'http://localhost' });
  if ('abort' in reply || reply.status !== 200) return undefined;
  const connectors = JSON.parse(reply.body) as readonly { id: number; configuration: { jsMethodName?: string } }[];
  return connectors.find(({ configuration }) => configuration.jsMethodName === 'lpTag.taglets.unAuthMessaging.lpUnauthFunction')?.id;
}
