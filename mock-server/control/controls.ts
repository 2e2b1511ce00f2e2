import type { ClockControl, RestorableClock } from '../clock.ts';
import type { Account } from '../domain/account.ts';
import type { Accounts } from '../domain/accounts.ts';
import type { ChangeableKeyRing } from '../tokens/key-ring.ts';
import type { ConversationControl } from './conversations/conversations.ts';
import { createConversationControl } from './conversations/conversations.ts';
import type { SocketControl } from './conversations/sockets.ts';
import { createSocketControl } from './conversations/sockets.ts';
import type { AccountCredentials } from './state/account-register.ts';
import { credentialsOf } from './state/account-register.ts';
import type { ChangeLog } from './changes/change-log.ts';
import { noteChange, recordedClock } from './changes/recorded.ts';
import type { Faults, FaultsSetup } from './faults/faults.ts';
import { createFaults } from './faults/faults.ts';
import type { Journal } from './journal/journal.ts';
import { createJournal } from './journal/journal.ts';
import type { JournalStore } from './journal/store.ts';
import type { Mint, MintSetup } from './mint/mint.ts';
import { createMint } from './mint/create-mint.ts';
import { requireAccount } from './state/require-account.ts';
import type { Snapshot } from './state/snapshot-data.ts';
import type { SnapshotSetup } from './state/snapshot.ts';
import type { WebhookHub } from './webhooks/hub.ts';
import type { WebhookControl } from './webhooks/webhooks.ts';
import { createWebhookControl } from './webhooks/webhooks.ts';
import { restoreAccountSnapshot, restoreSnapshot, takeAccountSnapshot, takeSnapshot } from './state/snapshot.ts';

/** What a tester can change and see, with the same methods for a whole mock and for one account. */
export interface Controls {
  /**
   * The time that issuing, checking, the refresh window and the journal follow. An account's clock follows the mock's.
   * Moved on its own, it keeps that distance; frozen on its own, it stays frozen whatever the mock's does; `reset`
   * makes it follow the mock's again.
   */
  readonly clock: ClockControl;
  /** Provokes failures. */
  readonly faults: Faults;
  /** The calls that the mock has answered. */
  readonly journal: Journal;
  /** Makes tokens without a call. */
  readonly mint: Mint;
  /** The conversations, in which a test can take part. */
  readonly conversations: ConversationControl;
  /** The open sockets. */
  readonly sockets: SocketControl;
  /** The webhooks that were sent to app installations, and their retries. */
  readonly webhooks: WebhookControl;
  /**
   * Goes back to the start: clock, conversations, app installations, webhooks, revoked tokens, agents' sessions, faults
   * and journal and, for a whole mock, the keys. Accounts and options stay; ids are not reused. A call that is in
   * progress while its account is reset is not recorded in the journal.
   */
  reset(): void;
  /** Takes a snapshot of the state, to go back to. */
  snapshot(): Snapshot;
  /**
   * Goes back to that state; the journal starts over. A created account that has since been removed comes back as one
   * that was never configured.
   *
   * @throws TypeError when it is not a snapshot, or one side has an account that the other lacks; nothing is changed
   *   then.
   */
  restore(snapshot: Snapshot): void;
}

/** One account of a mock. Nothing that you do here affects another account. */
export interface AccountControls extends Controls {
  readonly accountId: string;
  /** What you need to use the account. */
  readonly credentials: AccountCredentials;
}

export interface ControlsSetup extends FaultsSetup, MintSetup, SnapshotSetup {
  readonly accounts: Accounts;
  readonly clock: RestorableClock;
  readonly keys: ChangeableKeyRing;
  readonly changes: ChangeLog;
  readonly webhooks: WebhookHub;
}

/** The controls of a whole mock. */
export function mockControls(setup: ControlsSetup): Omit<Controls, 'reset'> & { reset(accountId?: string): void } {
  const { clock, changes } = setup;
  return {
    clock: recordedClock(clock, () => clock, changes),
    faults: createFaults(setup),
    journal: noted(createJournal(setup.journal), setup, () => clock),
    mint: createMint(setup),
    conversations: createConversationControl(setup.accounts),
    sockets: createSocketControl(setup.accounts),
    webhooks: createWebhookControl(setup.webhooks, () => setup.accounts),
    reset: (accountId) => {
      if (accountId !== undefined) requireAccount(setup.accounts, accountId);
      reset(setup, accountId);
      noteChange(changes, clock, 'reset', accountId);
    },
    snapshot: () => takeSnapshot(setup),
    restore: (snapshot) => {
      restoreSnapshot(setup, snapshot);
      noteChange(changes, clock, 'restore');
    },
  };
}

/** @throws TypeError when the mock has no such account. */
export function accountControls(setup: ControlsSetup, accountId: string): AccountControls {
  // Looked up each time, because a reset makes the account anew.
  const account = (): Account => requireAccount(setup.accounts, accountId);
  account();
  return {
    accountId,
    get credentials() {
      return credentialsOf(account());
    },
    clock: recordedClock(clockOf(account), () => account().clock, setup.changes, accountId),
    faults: createFaults(setup, accountId),
    journal: noted(
      createJournal(whileThereIs(account, setup.journal), accountId),
      setup,
      () => account().clock,
      accountId,
    ),
    mint: createMint(setup, accountId),
    conversations: createConversationControl(setup.accounts, accountId),
    sockets: createSocketControl(setup.accounts, accountId),
    webhooks: createWebhookControl(setup.webhooks, () => setup.accounts, accountId),
    reset: () => {
      account();
      reset(setup, accountId);
      noteChange(setup.changes, setup.clock, 'reset', accountId);
    },
    snapshot: () => takeAccountSnapshot(setup, account()),
    restore: (snapshot) => {
      restoreAccountSnapshot(setup, account(), snapshot);
      noteChange(setup.changes, account().clock, 'restore', accountId);
    },
  };
}

/** A journal whose clearing stands among the changes. */
function noted(
  journal: Journal,
  { changes }: ControlsSetup,
  clock: () => RestorableClock,
  accountId?: string,
): Journal {
  return {
    ...journal,
    clear: () => {
      journal.clear();
      noteChange(changes, clock(), 'journal.clear', accountId);
    },
  };
}

/** The journal of an account that a closed mock has no more is no empty one. */
function whileThereIs(account: () => Account, journal: JournalStore): JournalStore {
  return {
    ...journal,
    entries: (accountId) => {
      account();
      return journal.entries(accountId);
    },
  };
}

/**
 * The account's clock, whichever that is: a reset makes another, and who holds this one must go on moving the right
 * one.
 */
function clockOf(account: () => Account): ClockControl {
  return {
    now: () => account().clock.now(),
    nowSeconds: () => account().clock.nowSeconds(),
    advance: (by) => {
      account().clock.advance(by);
    },
    advanceAsync: (by) => account().clock.advanceAsync(by),
    freeze: (at) => {
      account().clock.freeze(at);
    },
    set: (at) => {
      account().clock.set(at);
    },
    reset: () => {
      account().clock.reset();
    },
  };
}

function reset(setup: ControlsSetup, accountId?: string): void {
  const { engine, accounts, faults, journal, webhooks, clock, keys } = setup;
  accounts.reset(accountId);
  engine.functions.forget(accountId);
  faults.clear(accountId);
  journal.clear(accountId);
  webhooks.clear(accountId);
  if (accountId !== undefined) return;
  clock.reset();
  keys.reset();
}
