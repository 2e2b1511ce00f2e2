import type { ClockState } from '../../clock.ts';
import type { AccountState } from '../../domain/account.ts';
import type { FaultSpec } from '../faults/spec.ts';

/** A fault and its progress. */
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
 * What was done to a mock or to one account, as plain data: clocks, conversations, consumers' profiles, revoked tokens,
 * logins by the code flow, faults. It holds no secrets, so it leaves out agents' sessions, keys and the credentials of
 * created accounts; it also leaves out the journal, and faults whose `match` is a function.
 */
export interface Snapshot {
  readonly version: 1;
  /** The clock of the mock and its faults for all accounts; undefined in a snapshot of one account. */
  readonly mock?: { readonly clock: ClockState; readonly faults: readonly FaultSnapshot[] } | undefined;
  /** By account id. */
  readonly accounts: Readonly<Record<string, AccountSnapshot>>;
}
