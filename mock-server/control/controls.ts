import type { ClockControl } from '../clock.ts';
import type { Account } from '../domain/account.ts';
import type { Faults, FaultsSetup } from './faults.ts';
import { createFaults } from './faults.ts';
import type { Journal } from './journal.ts';
import { createJournal } from './journal.ts';
import type { JournalStore } from './journal-store.ts';
import type { Mint, MintSetup } from './mint.ts';
import { createMint } from './mint.ts';
import { requireAccount } from './require-account.ts';

/** What a tester can change and see: the same verbs for a whole mock and for one account of it. */
export interface Controls {
  /**
   * The time that issuing, checking, the refresh window and the journal follow. An account's clock runs on the mock's:
   * moved on its own it keeps that distance, frozen on its own it stands whatever the mock's does, and `reset` puts it
   * back on the mock's.
   */
  readonly clock: ClockControl;
  /** Failures that you ask for. */
  readonly faults: Faults;
  /** The calls that were answered. */
  readonly journal: Journal;
  /** Makes tokens without a call. */
  readonly mint: Mint;
  /** Back to the start: clock, conversations, revoked tokens, agents' sessions, faults and journal. Accounts, options and keys stay. */
  reset(): void;
}

/** One account of a mock. Nothing that is done here shows in another account. */
export interface AccountControls extends Controls {
  readonly accountId: string;
}

export interface ControlsSetup extends FaultsSetup, MintSetup {
  readonly journal: JournalStore;
  reset(accountId: string): void;
}

/** @throws TypeError when the mock has no such account. */
export function accountControls(setup: ControlsSetup, accountId: string): AccountControls {
  // Looked up each time, because a reset makes the account anew.
  const account = (): Account => requireAccount(setup.accounts, accountId);
  account();
  return {
    accountId,
    get clock() { return account().clock; },
    faults: createFaults(setup, accountId),
    journal: createJournal(setup.journal, accountId),
    mint: createMint(setup, accountId),
    reset: () => { setup.reset(accountId); },
  };
}
