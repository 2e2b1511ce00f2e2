import type { AgentClient, AgentClientOptions } from './agent-client.ts';
import { openAgentClient } from './agent-client.ts';
import type { ClientsSetup } from './connection.ts';
import type { ConsumerClient, ConsumerClientOptions } from './consumer-client.ts';
import { openConsumerClient } from './consumer-client.ts';

/** Ready clients of the sockets, for tests. */
export interface Clients {
  consumer(options?: ConsumerClientOptions): Promise<ConsumerClient>;
  agentClient(options?: AgentClientOptions): Promise<AgentClient>;
}

export function createClients(setup: ClientsSetup): Clients {
  return {
    consumer: (options) => openConsumerClient(setup, options),
    agentClient: (options) => openAgentClient(setup, options),
  };
}
