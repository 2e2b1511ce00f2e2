import type { Pair } from '../pair.ts';
import { play } from '../play.ts';
import type { Scenario } from '../scenario.ts';
import { accountConfig } from './account-config.ts';
import { agent } from './agent.ts';
import { codeFlow } from './code-flow.ts';
import { connectors } from './connectors.ts';
import { domainApi } from './domain-api.ts';
import { everyEndpoint } from './every-endpoint.ts';
import { faults } from './faults.ts';
import { functions } from './functions.ts';
import { history } from './history.ts';
import { historySearches } from './history-searches.ts';
import { idp } from './idp.ts';
import { messagingRest } from './messaging-rest.ts';
import { installations } from './installations.ts';
import { paths } from './paths.ts';
import { sendApiCommands } from './send-api-commands.ts';
import { sendApi } from './send-api.ts';
import { sentinel } from './sentinel.ts';
import { timeAndKeys } from './time-and-keys.ts';
import { tokens } from './tokens.ts';
import { uploads } from './uploads.ts';
import { webhooks } from './webhooks.ts';

/** Every scenario there is. A new one is recorded into a file of its own; those that stand here keep their names. */
export const scenarios: readonly Scenario[] = [
  ...everyEndpoint,
  ...faults,
  ...domainApi,
  ...sentinel,
  ...idp,
  ...connectors,
  ...tokens,
  ...sendApiCommands,
  ...sendApi,
  ...agent,
  ...history,
  ...historySearches,
  ...messagingRest,
  ...installations,
  ...webhooks,
  ...codeFlow,
  ...timeAndKeys,
  ...paths,
  ...uploads,
  ...functions,
  ...accountConfig,
];

/** Plays all of them, one after the other. */
export async function playAll(): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const scenario of scenarios) pairs.push(...(await play(scenario)));
  return pairs;
}
