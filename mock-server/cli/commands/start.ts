import { defineCommand, UsageError } from '../command.ts';
import { engineFlags, openMock, serverFlags } from '../mock-options.ts';
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
    const { startServer } = await import('../../adapters/node-server.ts');
    const server = await startServer(mock).catch((error: unknown) => { throw cannotListen(error, mock.settings.server); });
    const stopped = untilStopped(terminal);
    terminal.print(typed.json === true ? readyLine(mock, server, terminal.pid) : describeReady(mock, server));
    await stopped;
    await server.close();
    return 0;
  },
});

const LISTEN_FAILURES: Readonly<Record<string, (host: string, port: string) => string>> = {
  EADDRINUSE: (_host, port) => `port ${port} is taken; choose another, or --port 0 for any free one`,
  EACCES: (_host, port) => `port ${port} may not be used by this user; choose one above 1023`,
  EADDRNOTAVAIL: (host) => `this machine has no address ${host}`,
  ENOTFOUND: (host) => `no such host: ${host}`,
  EAI_AGAIN: (host) => `no such host: ${host}`,
};

/** What an error of `listen` means to the person who chose the port. */
function cannotListen(error: unknown, { host, port }: { host: string; port: number }): unknown {
  const describe = LISTEN_FAILURES[(error as NodeJS.ErrnoException).code ?? ''];
  return describe === undefined ? error : new UsageError(describe(host, String(port)));
}
