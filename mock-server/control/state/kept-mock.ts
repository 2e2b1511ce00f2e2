import type { ClockState, RestorableClock } from '../../clock.ts';
import type { Account } from '../../domain/account.ts';
import type { Accounts } from '../../domain/accounts.ts';
import type { Fault, FaultStore } from '../faults/store.ts';
import type { AccountHead, KeptAccount, RowChanges, Rows, RowWriter } from './account-rows.ts';
import { createRowWriter, headOf, readRows } from './account-rows.ts';
import { faultSnapshots } from './snapshot.ts';
import type { FaultSnapshot } from './snapshot-data.ts';

/** What is kept of a mock in a store of rows, so that it goes on after its process has ended. */
export interface KeptMock {
  /**
   * The names of the rows that are gone since it was last asked, and then every row that changed.
   *
   * @param touched - the accounts that may have changed, beside those in whose conversations something happened.
   *   Default: all of them
   */
  changes(touched?: ReadonlySet<string>): RowChanges;
  /** Takes up what was kept. Faults stay unarmed until the answer is called, so that sockets can be taken up first. */
  takeUp(rows: Rows): () => void;
}

interface MockHead {
  readonly clock: ClockState;
  readonly faults: readonly FaultSnapshot[];
}

export interface KeptMockSetup {
  readonly accounts: Accounts;
  readonly clock: RestorableClock;
  readonly faults: FaultStore;
}

/** The row of the mock itself; no account has an empty id. */
const MOCK = '/h';

interface Followed {
  readonly account: Account;
  readonly writer: RowWriter;
  readonly readHead: () => AccountHead;
  /** The rows that are kept of it. */
  readonly names: Set<string>;
}

/** Follows a mock. Rows are named `{account}/{kind}`, and are in the order in which they first came. */
export function createKeptMock({ accounts, clock, faults }: KeptMockSetup): KeptMock {
  const followed = new Map<string, Followed>();
  const ofOptions = new Set(accounts.configured.map(({ id }) => id));
  let mockRow = '';

  const follow = (account: Account, isStored: boolean, names = new Set<string>()): void => {
    const isCreated = accounts.configured.includes(account) && !ofOptions.has(account.id);
    const readHead = (): AccountHead => ({
      ...headOf(account),
      faults: faultSnapshots(faults.list(account.id)),
      ...(isCreated ? { settings: account.settings } : {}),
    });
    followed.get(account.id)?.writer.stop();
    followed.set(account.id, { account, writer: createRowWriter(account, readHead, isStored), readHead, names });
  };
  /** One that was made anew has all its rows written, and those of the earlier one go. */
  const followNew = (gone: string[]): void => {
    for (const account of accounts.all()) {
      const known = followed.get(account.id);
      if (known?.account === account) continue;
      for (const name of known?.names ?? []) gone.push(`${account.id}/${name}`);
      follow(account, false);
    }
  };
  const forgetGone = (gone: string[]): void => {
    for (const [accountId, { account, writer, names }] of followed) {
      if (accounts.has(account)) continue;
      for (const name of names) gone.push(`${accountId}/${name}`);
      writer.stop();
      followed.delete(accountId);
    }
  };
  const mockHead = (): string => {
    const head: MockHead = { clock: clock.state(), faults: faultSnapshots(faults.list().filter(isForAll)) };
    return JSON.stringify(head);
  };
  const armAll = (accountId: string | undefined, armed: readonly FaultSnapshot[]): void => {
    for (const fault of armed) faults.add({ ...fault.spec, account: accountId }, fault);
  };
  const takeUpAccount = (accountId: string, kept: KeptAccount): void => {
    const { head, state, profiles } = kept;
    if (head.settings !== undefined && accounts.find(accountId) === undefined) accounts.create(head.settings);
    const before = accounts.enter(accountId);
    // It was taken up under other options.
    if (before === undefined) return;
    accounts.restore(before, state);
    const account = accounts.find(accountId);
    if (account === undefined) return;
    account.agentSessions.takeUp(head.users, head.sessions);
    for (const [consumerId, profile] of profiles) account.profiles.set(consumerId, profile);
    for (const agent of head.presence) account.presence.set(agent);
  };

  return {
    changes: (touched) => {
      const put: Rows = new Map();
      const gone: string[] = [];
      const head = mockHead();
      if (head !== mockRow) put.set(MOCK, (mockRow = head));
      followNew(gone);
      forgetGone(gone);
      for (const [accountId, { writer, readHead, names }] of followed) {
        if (touched?.has(accountId) === false && !writer.isTouched()) continue;
        const changed = writer.changes();
        // An account is read by its head, even if that is still as the options made it.
        if (changed.put.size > 0 && !names.has('h')) changed.put.set('h', JSON.stringify(readHead()));
        for (const name of changed.gone) if (names.delete(name)) gone.push(`${accountId}/${name}`);
        for (const [name, text] of changed.put) {
          names.add(name);
          put.set(`${accountId}/${name}`, text);
        }
      }
      return { gone, put };
    },
    takeUp: (rows) => {
      const byAccount = new Map<string, Rows>();
      for (const [name, text] of rows) {
        const end = name.indexOf('/');
        const accountId = name.slice(0, end);
        const own = byAccount.get(accountId) ?? new Map<string, string>();
        byAccount.set(accountId, own.set(name.slice(end + 1), text));
      }
      const toArm: (() => void)[] = [];
      mockRow = rows.get(MOCK) ?? '';
      if (mockRow !== '') {
        const { clock: state, faults: armed } = JSON.parse(mockRow) as MockHead;
        clock.resume(state);
        toArm.push(() => {
          armAll(undefined, armed);
        });
      }
      byAccount.delete('');
      for (const [accountId, own] of byAccount) {
        const kept = readRows(own);
        if (kept === undefined) continue;
        takeUpAccount(accountId, kept);
        toArm.push(() => {
          armAll(accountId, kept.head.faults);
        });
      }
      return () => {
        for (const arm of toArm) arm();
        for (const account of accounts.all()) {
          const own = byAccount.get(account.id);
          // What was never kept is as the options make it.
          follow(account, true, new Set(own?.keys()));
        }
        if (mockRow === '') mockRow = mockHead();
      };
    },
  };
}

function isForAll({ spec }: Fault): boolean {
  return spec.account === undefined;
}
