import { defineCommand } from '../command.ts';
import { describeVariables } from '../environment.ts';
import { DEFAULT_URL } from '../running-mock.ts';
import { startFlags, startMock } from '../start-mock.ts';

/** Serves the mock until Ctrl-C or SIGTERM. */
export const start = defineCommand({
  usage: 'start',
  isDefault: true,
  summary: 'serve the mock',
  flags: {
    ...startFlags,
    open: { type: 'boolean', describe: 'open the console in the browser; switches --capture on' },
  },
  examples: [
    ['start', `serve at ${DEFAULT_URL}`],
    ['start --open', 'the same, and show what happens in the browser'],
    ['start --port 0 --json', 'pick a free port and print it, for a script'],
    ['start --set sendApi.strictVersion=true', 'set one option by its name'],
    ['start --config lp-auth-mock.json --closed', 'only the accounts of a file'],
  ],
  notes: describeVariables(),
  run: async (typed, terminal) => {
    const opensConsole = typed.open === true;
    const presets = opensConsole ? [{ path: 'capture', value: true, writtenAs: '--open' } as const] : [];
    return startMock(typed, terminal, { presets, opensConsole });
  },
});
