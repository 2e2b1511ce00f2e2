import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { AccountSettings, AgentOptions, AppSettings } from './account-options.ts';
import type { AgentSessions } from './agent.ts';
import { createAgentSessions } from './agent.ts';
import type { Connector } from './connector.ts';
import type { Conversations } from './conversation.ts';
import { createConversations } from './conversation.ts';

/** One LivePerson account: the cell that all state hangs on. Two accounts never share any. */
export interface Account {
  readonly id: string;
  /** False for an account that nobody configured and that an open mock took in. */
  readonly configured: boolean;
  readonly agents: readonly AgentOptions[];
  readonly agentSessions: AgentSessions;
  readonly apps: ReadonlyMap<string, AppSettings>;
  readonly connectors: readonly Connector[];
  /** The feature Messaging.Un_Auth_Messaging. */
  readonly unAuthMessaging: boolean;
  readonly conversations: Conversations;
  /** Anonymous tokens that were revoked (IDP code 1049). */
  readonly revokedTokens: Set<string>;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function createAccount(
  settings: AccountSettings,
  supplies: { readonly configured: boolean; readonly clock: Clock; readonly ids: Ids; readonly defaultConnectors: readonly Connector[] },
): Account {
  return {
    id: settings.accountId,
    configured: supplies.configured,
    agents: settings.agents,
    agentSessions: createAgentSessions(supplies.ids.fork('agents')),
    apps: new Map(settings.apps.map((app) => [app.client_id, app])),
    connectors: settings.connectors ?? supplies.defaultConnectors,
    unAuthMessaging: settings.unAuthMessaging,
    conversations: createConversations(supplies.ids),
    revokedTokens: new Set(),
    clock: supplies.clock,
    ids: supplies.ids,
  };
}
