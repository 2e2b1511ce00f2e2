import type { JournalEntry } from '../../control/journal-entry.ts';
import { defineCommand } from '../command.ts';
import { logLine } from '../request-log.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';
import { untilStopped } from '../terminal.ts';

/** Shows the calls that a running mock has answered. */
export const journal = defineCommand({
  usage: 'journal',
  summary: 'show the calls that a running mock has answered',
  flags: {
    follow: { type: 'boolean', describe: 'go on with those to come, until Ctrl-C' },
    json: { type: 'boolean', describe: 'a line of JSON for each call, with its tokens taken apart' },
    clear: { type: 'boolean', describe: 'forget them instead' },
    ...runningMockFlags,
  },
  examples: [
    ['journal', 'what was asked, answered, and why'],
    ['journal --follow --account 12345678', 'one account, as it happens'],
    ['journal --json | jq .reason', 'for a script'],
  ],
  run: async (typed, terminal) => withRunningMock(typed, async (controls) => {
    if (typed.clear === true) {
      await controls.journal.clear();
      return 0;
    }
    const show = (entry: JournalEntry): void => { terminal.print(typed.json === true ? JSON.stringify(entry) : logLine(entry)); };
    let last = 0;
    const showNew = (entry: JournalEntry): void => {
      if (entry.id <= last) return;
      last = entry.id;
      show(entry);
    };
    if (typed.follow !== true) {
      (await controls.journal.find()).forEach(showNew);
      return 0;
    }
    // Those to come are waited for before the kept ones are asked for, so that none falls between.
    const early: JournalEntry[] = [];
    let hear = (entry: JournalEntry): void => { early.push(entry); };
    const stop = await controls.journal.watch((entry) => { hear(entry); });
    (await controls.journal.find()).forEach(showNew);
    hear = showNew;
    early.forEach(showNew);
    await untilStopped(terminal);
    stop();
    return 0;
  }),
});
