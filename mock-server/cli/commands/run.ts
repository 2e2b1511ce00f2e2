import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GuidedCommand } from '../../interception/guided-command.ts';
import type { Mock } from '../../mock.ts';
import { defineCommand, UsageError } from '../command.ts';
import { lpVariables } from '../lp-variables.ts';
import { engineFlags, openMock } from '../mock-options.ts';
import type { RunReport } from '../run-report.ts';
import { createRunReport } from '../run-report.ts';
import { serve } from '../serve.ts';
import type { Terminal } from '../terminal.ts';

/** Runs a command that finds the mock where it would find LivePerson. */
export const run = defineCommand({
  usage: 'run',
  summary: "run a command that finds a mock of its own at LivePerson's hosts",
  flags: {
    account: { type: 'string', describe: 'account that the LP_ variables name (default: the first configured one)' },
    ...engineFlags,
  },
  examples: [
    ['run -- npm test', 'a Node program, unchanged'],
    ['run -- sh tutorial.sh', "commands of LivePerson's pages, with $LP_IDP and the like in them"],
    ['run --strict -- ./gradlew test', 'refuse what only this mock accepts'],
  ],
  notes:
    'The command goes after --, and run exits with its exit code. It gets LP_ACCOUNT, LP_CLIENT_ID, LP_CLIENT_SECRET, ' +
    'LP_CONN_ID, LP_APP_CONN_ID, LP_SENTINEL, LP_IDP, LP_ASYNCMESSAGINGENT, LP_ACCDNDOMAIN and LP_AUTH_MOCK_URL.',
  run: async (typed, terminal) => {
    const command = commandOf(typed['--']);
    const report = createRunReport();
    const mock = await openMock(typed, terminal, (exchange) => {
      report.record(exchange);
    });
    const variables = lpVariables(mock, typed.account);
    const { hearStopSignals } = await import('../../interception/stop-signals.ts');
    // From before there is anything to leave behind until all of it is put away.
    const heard = hearStopSignals(process);
    try {
      return await runBeside(
        mock,
        terminal,
        {
          command,
          variables,
          signals: heard.signals,
          early: heard.early,
          cwd: terminal.cwd,
          env: terminal.env,
          isInteractive: terminal.isInputTyped,
          redirectFile: redirectFile(),
          onNotice: (line) => {
            terminal.complain(`lp-auth-mock: ${line}`);
          },
        },
        report,
      );
    } finally {
      heard.release();
    }
  },
});

async function runBeside(mock: Mock, terminal: Terminal, command: GuidedCommand, report: RunReport): Promise<number> {
  // Whatever is configured for a server of its own: clients of LivePerson insist on TLS, with LivePerson's names.
  const server = await serve(mock, terminal, { port: 0, host: 'localhost', tls: true });
  const { runGuided } = await import('../../interception/guided-command.ts');
  try {
    const exitCode = await runGuided(mock, server, command);
    for (const line of report.lines()) terminal.complain(`lp-auth-mock: ${line}`);
    return exitCode;
  } catch (error) {
    const { CommandNotStarted } = await import('../../interception/child-process.ts');
    if (!(error instanceof CommandNotStarted)) throw error;
    terminal.complain(`lp-auth-mock: ${error.message}`);
    return error.exitCode;
  } finally {
    await server.close();
  }
}

function commandOf(words: readonly string[] | undefined): [string, ...string[]] {
  const [program, ...args] = words ?? [];
  if (program === undefined || program === '')
    throw new UsageError('run needs a command after --, for instance: run -- npm test');
  return [program, ...args];
}

/** Beside the adapters in the sources, beside the program in the package. */
function redirectFile(): string {
  const places = ['./redirect.cjs', '../redirect.cjs', '../../interception/redirect.cjs'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`redirect.cjs is missing; looked for ${places.join(', ')}`);
  return found;
}
