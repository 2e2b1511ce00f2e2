import type {
  AccountOptions,
  AccountSettings,
  AppOptions,
  AppSettings,
  ConnectorOptions,
  ConnectorSettings,
} from './account-options.ts';
import { ACCOUNT_DEFAULTS, APP_DEFAULTS, CONNECTOR_DEFAULTS } from './account-options.ts';

/**
 * An account of ours, settled without being checked: what the schema makes of it, member for member and in that order,
 * because answers show it. A test compares; whoever makes a mock need not wait for it.
 */
export function settleOwnAccount({
  accountId,
  agents,
  apps,
  unAuthMessaging,
}: Omit<AccountOptions, 'connectors'>): AccountSettings {
  return {
    accountId,
    agents: (agents ?? ACCOUNT_DEFAULTS.agents).map((agent) => ({ ...agent })),
    apps: (apps ?? ACCOUNT_DEFAULTS.apps).map(settleApp),
    unAuthMessaging: unAuthMessaging ?? ACCOUNT_DEFAULTS.unAuthMessaging,
  };
}

/** Connectors of ours, likewise. */
export function settleOwnConnectors(connectors: readonly ConnectorOptions[]): ConnectorSettings[] {
  return connectors.map(({ id, deleted, name, description, type, configuration }) => ({
    id,
    deleted: deleted ?? CONNECTOR_DEFAULTS.deleted,
    name: name ?? CONNECTOR_DEFAULTS.name,
    description: description ?? CONNECTOR_DEFAULTS.description,
    type: type ?? CONNECTOR_DEFAULTS.type,
    configuration: { ...(configuration ?? CONNECTOR_DEFAULTS.configuration) },
  }));
}

/** In the order of LivePerson's record. */
function settleApp({ grant_types, scope, enabled, deleted, ...app }: AppOptions): AppSettings {
  const { client_id, client_secret, client_name, description, response_types, redirect_uris, capabilities } = app;
  return {
    client_id,
    client_secret,
    ...(client_name !== undefined && { client_name }),
    ...(description !== undefined && { description }),
    grant_types: [...(grant_types ?? APP_DEFAULTS.grant_types)],
    ...(response_types !== undefined && { response_types: [...response_types] }),
    ...(redirect_uris !== undefined && { redirect_uris: [...redirect_uris] }),
    scope: scope ?? APP_DEFAULTS.scope,
    enabled: enabled ?? APP_DEFAULTS.enabled,
    deleted: deleted ?? APP_DEFAULTS.deleted,
    ...(capabilities !== undefined && { capabilities: { ...capabilities } }),
  };
}
