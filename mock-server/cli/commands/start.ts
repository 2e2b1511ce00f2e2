import { defineCommand } from '../command.ts';
import { describeVariables } from '../environment.ts';
import { engineFlags, openMock, serverFlags } from '../mock-options.ts';
import { readPort } from '../port.ts';
import { DEFAULT_URL } from '../running-mock.ts';

/** Serves the mock until Ctrl-C or SIGTERM. */
export const start = defineCommand({
  usage: 'start',
  isDefault: true,
  summary: 'serve the mock',
  flags: {
    ...serverFlags,
    ...engineFlags,
    proxy: {
      type: 'string',
      describe: "also serve a forward proxy on this port: it answers LivePerson's hosts and passes everything else on",
    },
    json: { type: 'boolean', describe: 'print exactly one line on stdout, as JSON, when ready, and no request log' },
    quiet: { type: 'boolean', describe: 'no request log' },
  },
  examples: [
    ['start', `serve at ${DEFAULT_URL}`],
    ['start --port 0 --json', 'pick a free port and print it, for a script'],
    ['start --set sendApi.strictVersion=true', 'set one option by its name'],
    ['start --config lp-auth-mock.json --closed', 'only the accounts of a file'],
  ],
  notes: describeVariables(),
  run: async (typed, terminal) => {
    const { logLine } = await import('../request-log.ts');
    const isJson = typed.json === true;
    const proxyPort = typed.proxy === undefined ? undefined : readPort('proxy', typed.proxy);
    const mock = await openMock(
      typed,
      terminal,
      isJson || typed.quiet === true
        ? undefined
        : (exchange) => {
            terminal.print(logLine(exchange));
          },
    );
    const { serveUntilStopped } = await import('../serve-until-stopped.ts');
    return serveUntilStopped(mock, terminal, { proxyPort, isJson });
  },
});
