import { defineCommand } from '../command.ts';
import { engineFlags, openMock, serverFlags } from '../mock-options.ts';
import { serve } from '../serve.ts';
import { untilStopped } from '../terminal.ts';

/** Serves the mock until Ctrl-C or SIGTERM. */
export const start = defineCommand({
  usage: 'start',
  isDefault: true,
  summary: 'serve the mock',
  flags: {
    ...serverFlags,
    ...engineFlags,
    json: { type: 'boolean', describe: 'print exactly one line on stdout, as JSON, when ready, and no request log' },
    quiet: { type: 'boolean', describe: 'no request log' },
  },
  examples: [
    ['', 'serve at http://localhost:4407'],
    ['--port 0 --json', 'pick a free port and say which, for a script'],
    ['--set sendApi.strictVersion=true', 'one option by name'],
    ['--config lp-auth-mock.json --closed', 'only the accounts of a file'],
  ],
  run: async (typed, terminal) => {
    const [{ describeReady, readyLine }, { logLine }] = await Promise.all([import('../ready.ts'), import('../request-log.ts')]);
    const isLogging = typed.json !== true && typed.quiet !== true;
    const mock = await openMock(typed, terminal, isLogging ? (exchange) => { terminal.print(logLine(exchange)); } : undefined);
    const server = await serve(mock, terminal);
    const stopped = untilStopped(terminal);
    terminal.print(typed.json === true ? await readyLine(mock, server, terminal.pid) : describeReady(mock, server));
    await stopped;
    await server.close();
    return 0;
  },
});
