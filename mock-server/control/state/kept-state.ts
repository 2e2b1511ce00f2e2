import { ConfigError, settleAccount } from '../../config/settle.ts';
import type { AccountSettings } from '../../domain/account-options.ts';
import type { ControlsSetup } from '../controls.ts';
import type { Snapshot } from './snapshot-data.ts';
import { takeSnapshot } from './snapshot.ts';

/** The format that this version writes, and the newest that it reads. */
export const STATE_FORMAT = 1;

/** What outlasts the process of a mock: its snapshot, and the accounts that it can be created anew with. */
export interface KeptState {
  readonly format: typeof STATE_FORMAT;
  /** With their secrets: a snapshot has none. */
  readonly created: readonly AccountSettings[];
  readonly snapshot: Snapshot;
}

/** A mock whose state is kept. */
export interface KeptMock {
  readonly controlled: () => ControlsSetup;
  readonly restore: (snapshot: Snapshot) => void;
}

export function takeState({ controlled }: KeptMock): KeptState {
  const setup = controlled();
  return {
    format: STATE_FORMAT,
    created: setup.accounts.created.map(({ settings }) => settings),
    snapshot: takeSnapshot(setup),
  };
}

/**
 * Takes up what was kept, or a snapshot alone. When it throws, the mock is of no use any more.
 *
 * @throws TypeError, RangeError or ConfigError when it is of another format, or does not fit this mock.
 */
export function takeUpState({ controlled, restore }: KeptMock, given: unknown): void {
  const { created, snapshot } = partsOf(given);
  const { accounts } = controlled();
  for (const settings of created) {
    const account = settleAccount(settings);
    // By now it is configured: that counts.
    if (!accounts.configured.some(({ id }) => id === account.accountId)) accounts.create(account);
  }
  restore(snapshot as Snapshot);
}

function partsOf(given: unknown): { readonly created: readonly unknown[]; readonly snapshot: unknown } {
  if (typeof given !== 'object' || given === null) throw new ConfigError('it is no state of a mock');
  const { format, version, created = [], snapshot } = given as Readonly<Record<string, unknown>>;
  const newest = [format, version].find((each): each is number => typeof each === 'number' && each > STATE_FORMAT);
  if (newest !== undefined)
    throw new TypeError(
      `it is of format ${String(newest)}, and this version reads ${String(STATE_FORMAT)}: a newer one wrote it`,
    );
  if (format === undefined) return { created: [], snapshot: given };
  if (format !== STATE_FORMAT || !Array.isArray(created)) throw new ConfigError('it is no state of a mock');
  return { created, snapshot };
}

/**
 * Differs in a member whenever something was done that the state may hold: it is asked often, and the state is large.
 * Not all that changes it changes the state.
 */
export function markOf({ controlled }: KeptMock): readonly unknown[] {
  const { accounts, changes, clock, faults, journal } = controlled();
  const { offsetMs, frozenAtMs } = clock.state();
  return [
    ...[journal.lastId(), changes.lastId(), offsetMs, frozenAtMs],
    ...faults.list().flatMap(({ id, seen, fired }) => [id, seen, fired]),
    ...accounts.all().flatMap(({ events, memory, settings }) => [settings, events.lastId(), memory.bytes()]),
  ];
}
