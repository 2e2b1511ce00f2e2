import type { RestorableClock } from '../../clock.ts';
import { cut } from '../../memory/cut.ts';
import type { Account } from '../../domain/account.ts';
import { accountState } from '../../domain/account.ts';
import type { Accounts } from '../../domain/accounts.ts';
import type { EndpointRow } from '../../endpoints/endpoint.ts';
import type { Fault, FaultStore } from '../faults/store.ts';
import type { JournalStore } from '../journal/store.ts';
import type { WebhookHub } from '../webhooks/hub.ts';
import { requireAccount } from './require-account.ts';
import type { AccountSnapshot, FaultSnapshot, Snapshot } from './snapshot-data.ts';
import { checkSnapshot } from './snapshot-schema.ts';

export interface SnapshotSetup {
  readonly accounts: Accounts;
  readonly clock: RestorableClock;
  readonly faults: FaultStore;
  readonly journal: JournalStore;
  readonly endpoints: readonly EndpointRow[];
}

/** What a restored state also ends: the webhooks of before. */
export interface RestoreSetup extends SnapshotSetup {
  readonly webhooks: WebhookHub;
}

export function takeSnapshot({ accounts, clock, faults }: SnapshotSetup): Snapshot {
  const forAll = faults.list().filter(({ spec }) => spec.account === undefined);
  return {
    version: 1,
    mock: { clock: clock.state(), faults: faultSnapshots(forAll) },
    accounts: Object.fromEntries(restorable(accounts).map((account) => [account.id, accountSnapshot(account, faults)])),
  };
}

/** Every account but those that nobody configured and that are on their way out: there would be no room for them. */
function restorable(accounts: Accounts): readonly Account[] {
  const { configured, maxUnconfigured } = accounts;
  return accounts.all().slice(0, configured.length + maxUnconfigured);
}

export function takeAccountSnapshot({ faults }: Pick<SnapshotSetup, 'faults'>, account: Account): Snapshot {
  return { version: 1, accounts: { [account.id]: accountSnapshot(account, faults) } };
}

function accountSnapshot(account: Account, faults: FaultStore): AccountSnapshot {
  return { ...accountState(account), faults: faultSnapshots(faults.list(account.id)) };
}

/** Faults and their progress, without those whose `match` is a function. */
export function faultSnapshots(faults: readonly Fault[]): FaultSnapshot[] {
  return faults
    .filter(({ spec }) => typeof spec.match !== 'function')
    .map(({ id, spec, seen, fired }) => ({ id, spec, seen, fired }));
}

/**
 * Puts everything back that the snapshot has. One of a whole mock also resets the accounts that it does not know.
 *
 * @throws TypeError when it is no snapshot, or has an account that the mock has not; then nothing was changed.
 * @throws RangeError when there is no room for its accounts or its faults; then nothing was changed.
 */
export function restoreSnapshot(setup: RestoreSetup, snapshot: Snapshot): void {
  const { mock, accounts } = checkSnapshot(snapshot, setup.endpoints);
  requireRoomForAccounts(setup.accounts, Object.keys(accounts));
  const specs = [mock, ...Object.values(accounts)].flatMap((place) => place?.faults.map(({ spec }) => spec) ?? []);
  setup.faults.requireRoom(specs, mock === undefined ? Object.keys(accounts) : 'all');
  for (const accountId of Object.keys(accounts)) requireAccount(setup.accounts, accountId);
  if (mock !== undefined) {
    setup.accounts.reset();
    setup.faults.clear();
    setup.journal.clear();
    setup.webhooks.clear();
    setup.clock.resume(mock.clock);
    for (const fault of mock.faults) setup.faults.add({ ...fault.spec, account: undefined }, fault);
  }
  // All of them before any is armed: there is room for what comes, once these are gone.
  for (const accountId of Object.keys(accounts)) setup.faults.clear(accountId);
  for (const [accountId, state] of Object.entries(accounts)) {
    restoreAccount(setup, requireAccount(setup.accounts, accountId), state);
  }
}

/** An account that this mock was not configured with takes the place of another such one once there are too many. */
function requireRoomForAccounts({ configured, maxUnconfigured }: Accounts, accountIds: readonly string[]): void {
  const own = new Set(configured.map(({ id }) => id));
  const others = accountIds.filter((accountId) => !own.has(accountId)).length;
  if (others <= maxUnconfigured) return;
  const most = String(maxUnconfigured);
  throw new RangeError(
    `snapshot: accounts: Expected at most ${most} that this mock is not configured with, and there are ${String(others)}`,
  );
}

/** @throws TypeError when the snapshot has no such account. */
export function restoreAccountSnapshot(setup: RestoreSetup, account: Account, snapshot: Snapshot): void {
  const { accounts } = checkSnapshot(snapshot, setup.endpoints);
  const state = Object.hasOwn(accounts, account.id) ? accounts[account.id] : undefined;
  if (state === undefined)
    throw new TypeError(`the snapshot has no account ${account.id}; it has ${listed(Object.keys(accounts))}`);
  setup.faults.requireRoom(
    state.faults.map(({ spec }) => spec),
    [account.id],
  );
  restoreAccount(setup, account, state);
}

function listed(accountIds: readonly string[]): string {
  return cut(accountIds.slice(0, 20).join(', ')) || 'none';
}

function restoreAccount(
  { accounts, faults, journal, webhooks }: RestoreSetup,
  account: Account,
  state: AccountSnapshot,
): void {
  accounts.restore(account, state);
  faults.clear(account.id);
  journal.clear(account.id);
  webhooks.clear(account.id);
  // Whoever's state it was: it is this account's now.
  for (const fault of state.faults) faults.add({ ...fault.spec, account: account.id }, fault);
}
