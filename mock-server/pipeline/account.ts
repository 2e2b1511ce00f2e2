import type { SchedulingClock } from '../clock.ts';
import type { Engine } from '../endpoints/endpoint.ts';
import type { Ids } from '../ids.ts';
import type { IdentifiedCall, RoutedCall } from './call-record.ts';
import type { SeenTokens } from './record-tokens.ts';
import { recordTokens } from './record-tokens.ts';

const NO_PARAMETERS = Object.freeze({});

/**
 * Finds the account of a call, before anything can refuse it, and what its endpoint is given. Only a call that a row
 * answers can make an account.
 */
export function identifyAccount(engine: Engine, clock: SchedulingClock, ids: Ids, routed: RoutedCall): IdentifiedCall {
  const { call, match, endpoint, accountId } = routed;
  const account =
    accountId === undefined ? undefined : engine.accounts[match.kind === 'found' ? 'enter' : 'find'](accountId);
  const seen: SeenTokens = { tokens: [], jsonBytes: 0, heapBytes: 0 };
  const context = {
    settings: engine.settings,
    accounts: engine.accounts,
    keys: engine.keys,
    signer: recordTokens(engine.signer, seen),
    connectorKeys: engine.connectorKeys,
    functions: engine.functions,
    call,
    parameters: 'parameters' in match ? match.parameters : NO_PARAMETERS,
    account,
    clock: account?.clock ?? clock,
    ids: account?.ids ?? ids,
    deviations: [],
  };
  return { call, match, endpoint, accountId, account, context, seen };
}
