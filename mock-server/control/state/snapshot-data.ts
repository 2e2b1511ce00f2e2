import type { ClockState } from '../../clock.ts';
import type { AccountState } from '../../domain/account.ts';
import type { FaultSpec } from '../faults/spec.ts';

/** A fault and how far it is. */
export interface FaultSnapshot {
  readonly id: string;
  readonly spec: FaultSpec;
  readonly seen: number;
  readonly fired: number;
}

export interface AccountSnapshot extends AccountState {
  readonly faults: readonly FaultSnapshot[];
}

/**
 * What was done to a mock or to one account, as plain data: clocks, conversations, revoked tokens, faults. It holds no
 * secret, so neither agents' sessions nor keys nor the credentials of created accounts; nor the journal, nor faults whose
 * `match` is a function.
 */
export interface Snapshot {
  readonly version: 1;
  /** The clock of the mock and its faults for all accounts; undefined in a snapshot of one account. */
  readonly mock?: { readonly clock: ClockState; readonly faults: readonly FaultSnapshot[] } | undefined;
  /** By account id. */
  readonly accounts: Readonly<Record<string, AccountSnapshot>>;
}
