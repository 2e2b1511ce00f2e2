import { defineCommand } from '../command.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';

/** Puts a running mock back to its start. */
export const reset = defineCommand({
  usage: 'reset',
  summary: 'reset a running mock, or one account of it, to its initial state',
  flags: runningMockFlags,
  examples: [
    ['reset', 'clock, keys, faults, journal, conversations, sessions'],
    ['reset --account 12345678', 'only what was done to one account'],
  ],
  notes: 'Accounts and options stay; with --account, so do the keys.',
  run: async (typed, terminal) =>
    withRunningMock(typed, terminal, async ({ controls }) => {
      await controls.reset();
      terminal.complain(
        `lp-auth-mock: ${typed.account === undefined ? 'the mock' : `account ${typed.account}`} is reset`,
      );
      return 0;
    }),
});
