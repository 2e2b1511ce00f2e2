import type { Accounts } from '../../domain/accounts.ts';
import type { EndpointRow } from '../../endpoints/endpoint.ts';
import { requireAccount } from '../state/require-account.ts';
import type { FaultSpec } from './spec.ts';
import { checkFault } from './spec.ts';
import type { Fault, FaultState, FaultStore } from './store.ts';
import { faultState } from './store.ts';

/** A fault that was armed. */
export interface FaultHandle {
  readonly id: string;
  /** Disarms it. */
  remove(): void;
  /** How far it is: `armed for 2 more calls, fired once`. */
  explain(): string;
}

/**
 * Failures that a tester asks for. An account's own faults come before those for the whole mock, and older ones before
 * newer; the first that answers ends it, and those behind it do not count the call. Preflights are let through.
 */
export interface Faults {
  /**
   * Arms a fault.
   *
   * @throws TypeError naming what is wrong with it, an error that its endpoint never answers included.
   * @throws RangeError when 200 are armed already, for this account or for the whole mock, or when all faults of the
   * mock together would be over 16 million characters of JSON.
   */
  add(spec: FaultSpec): FaultHandle;
  /** The faults as plain data, spent ones too until they are cleared or make room. */
  list(): readonly FaultState[];
  /** How far one is. @throws TypeError when there is none of that id. */
  explain(id: string): string;
  /** Disarms one. False when there is none of that id. */
  remove(id: string): boolean;
  /** Disarms all. */
  clear(): void;
}

export interface FaultsSetup {
  readonly faults: FaultStore;
  readonly accounts: Accounts;
  readonly endpoints: readonly EndpointRow[];
}

/** @param accountId - whose faults; undefined for those of the whole mock and of every account. */
export function createFaults({ faults, accounts, endpoints }: FaultsSetup, accountId?: string): Faults {
  const find = (id: string): Fault | undefined => faults.list(accountId).find((fault) => fault.id === id);
  return {
    add: (given) => {
      const spec = ofAccount(checkFault(given, endpoints), accountId);
      if (spec.account !== undefined) requireAccount(accounts, spec.account);
      let fault = faults.add(spec);
      // By its id, because a restored snapshot arms it anew.
      const latest = (): Fault => (fault = find(fault.id) ?? fault);
      return {
        id: fault.id,
        remove: () => {
          faults.remove(latest());
        },
        explain: () => faultState(latest()).explanation,
      };
    },
    list: () => faults.list(accountId).map(faultState),
    explain: (id) => {
      const fault = find(id);
      if (fault === undefined) throw new TypeError(`no fault ${JSON.stringify(id)}: it was removed, or never armed`);
      return faultState(fault).explanation;
    },
    remove: (id) => {
      const fault = find(id);
      if (fault !== undefined) faults.remove(fault);
      return fault !== undefined;
    },
    clear: () => {
      faults.clear(accountId);
    },
  };
}

function ofAccount(spec: FaultSpec, accountId: string | undefined): FaultSpec {
  if (accountId === undefined || spec.account === accountId) return spec;
  if (spec.account !== undefined)
    throw new TypeError(`fault: account is ${JSON.stringify(spec.account)}, and these are the faults of ${accountId}`);
  return { ...spec, account: accountId };
}
