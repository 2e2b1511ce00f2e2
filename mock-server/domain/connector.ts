import type { ConnectorSettings } from './account-options.ts';

/** The method name that marks the one connector for anonymous consumers (ACR0). Source: unauthenticated messaging. */
export const UNAUTH_METHOD_NAME = 'lpTag.taglets.unAuthMessaging.lpUnauthFunction';

export type Connector = ConnectorSettings;

/** Whether the connector is the one for anonymous consumers. */
export function isAnonymous(connector: Connector): boolean {
  return connector.configuration['jsMethodName'] === UNAUTH_METHOD_NAME;
}

export function findConnector(connectors: readonly Connector[], id: string): Connector | undefined {
  return connectors.find((connector) => String(connector.id) === id && !connector.deleted);
}

/** What `default` stands for: the preferred customer connector, else the first one, else the anonymous one (D29). */
export function defaultConnector(connectors: readonly Connector[]): Connector | undefined {
  const live = connectors.filter((connector) => !connector.deleted);
  const customer = live.filter((connector) => !isAnonymous(connector));
  return customer.find((connector) => connector.configuration['preferred'] === true) ?? customer[0] ?? live[0];
}

/** The connector as the list shows it; what only this mock knows of it stays out. */
export function listed(connector: Connector): Omit<Connector, 'jwks'> {
  const { id, deleted, name, description, type, configuration } = connector;
  return { id, deleted, name, description, type, configuration };
}
