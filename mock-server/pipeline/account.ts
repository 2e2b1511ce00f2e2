import type { SchedulingClock } from '../clock.ts';
import type { Capture } from '../control/capture/capture.ts';
import type { Engine } from '../endpoints/endpoint.ts';
import type { Ids } from '../ids.ts';
import type { IdentifiedCall, RoutedCall } from './call-record.ts';
import { noTokens, recordTokens } from './record-tokens.ts';

const NO_PARAMETERS = Object.freeze({});

/** What a mock has for calls of no account, and what keeps what is said. */
interface Surroundings {
  readonly engine: Engine;
  readonly clock: SchedulingClock;
  readonly ids: Ids;
  readonly capture: Capture | undefined;
}

/**
 * Finds the account of a call, before anything can refuse it, and what its endpoint is given. Only a call that a row
 * answers can make an account.
 */
export function identifyAccount(around: Surroundings, routed: RoutedCall): IdentifiedCall {
  const { engine, clock, ids, capture } = around;
  const { call, match, endpoint, accountId } = routed;
  const account =
    accountId === undefined ? undefined : engine.accounts[match.kind === 'found' ? 'enter' : 'find'](accountId);
  const seen = noTokens(capture);
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
