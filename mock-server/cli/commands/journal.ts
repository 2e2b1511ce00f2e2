import type { AdminTransport } from '../../client/transport.ts';
import type { JournalEntry } from '../../control/journal/entry.ts';
import { defineCommand } from '../command.ts';
import { logLine } from '../request-log.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';
import type { Terminal } from '../terminal.ts';
import { untilStopped } from '../terminal.ts';

/** Shows the calls that a running mock has answered. */
export const journal = defineCommand({
  usage: 'journal',
  summary: 'show the calls that a running mock has answered',
  flags: {
    follow: { type: 'boolean', describe: 'keep showing new calls, until Ctrl-C' },
    json: { type: 'boolean', describe: 'one line of JSON for each call, with its tokens decoded' },
    clear: { type: 'boolean', describe: 'delete them instead' },
    ...runningMockFlags,
  },
  examples: [
    ['journal', 'what was called, answered, and why'],
    ['journal --follow --account 12345678', 'one account, as it happens'],
    ['journal --json | jq .reason', 'for a script'],
  ],
  run: async (typed, terminal) =>
    withRunningMock(typed, terminal, async ({ controls, transport }) => {
      const show = (entry: JournalEntry): void => {
        terminal.print(typed.json === true ? JSON.stringify(entry) : logLine(entry));
      };
      const of = typed.account === undefined ? '' : ` of account ${typed.account}`;
      if (typed.clear === true) {
        await controls.journal.clear();
        terminal.complain(`lp-auth-mock: the journal${of} is empty now`);
      } else if (typed.follow === true) await follow(transport, typed.account, terminal, show);
      else {
        const entries = await controls.journal.find();
        entries.forEach(show);
        // Not on stdout, which is a list for the next program.
        if (entries.length === 0) terminal.complain(`lp-auth-mock: no calls${of} are in the journal`);
      }
      return 0;
    }),
});

/** Ends when the user has seen enough. @throws MockUnreachable when the mock ends before. */
async function follow(
  transport: AdminTransport,
  accountId: string | undefined,
  terminal: Terminal,
  show: (entry: JournalEntry) => void,
): Promise<void> {
  const { openEntries } = await import('../../client/journal.ts');
  const hangUp = new AbortController();
  void untilStopped(terminal).then(() => {
    hangUp.abort();
  });
  try {
    for await (const entry of await openEntries(transport, { accountId, after: 0, signal: hangUp.signal })) show(entry);
  } catch (error) {
    if (!hangUp.signal.aborted) throw error;
  }
}
