import type { AccountCredentials } from './account-register.ts';

/** The services whose hosts LivePerson's pages write as variables, each with its variable. */
const HOST_VARIABLES = {
  sentinel: 'LP_SENTINEL',
  idp: 'LP_IDP',
  asyncMessagingEnt: 'LP_ASYNCMESSAGINGENT',
  acCdnDomain: 'LP_ACCDNDOMAIN',
} as const;

/**
 * The variables by which LivePerson's pages and samples name account, hosts, connector and client.
 *
 * @param hostOf - the host of a service by its name in the Domain API
 */
export function lpVariablesOf(
  { accountId, clientId, clientSecret, connectorId }: AccountCredentials,
  hostOf: (service: string) => string | undefined,
): Record<string, string> {
  const hosts = Object.entries(HOST_VARIABLES).map(([service, variable]) => [variable, hostOf(service)] as const);
  const variables = {
    LP_ACCOUNT: accountId,
    ...Object.fromEntries(hosts),
    // The page on anonymous messaging uses both names for the same connector.
    LP_CONN_ID: connectorId?.toString(),
    LP_APP_CONN_ID: connectorId?.toString(),
    LP_CLIENT_ID: clientId,
    LP_CLIENT_SECRET: clientSecret,
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
