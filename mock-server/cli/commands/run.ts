import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunningServer } from '../../adapters/node-server.ts';
import type { Mock } from '../../mock.ts';
import { defineCommand, UsageError } from '../command.ts';
import { lpVariables } from '../lp-variables.ts';
import { engineFlags, openMock } from '../mock-options.ts';
import { createRunReport } from '../run-report.ts';
import { serve } from '../serve.ts';
import type { Terminal } from '../terminal.ts';

/** Runs a command that finds the mock where it would find LivePerson. */
export const run = defineCommand({
  usage: 'run',
  summary: "run a command with LivePerson's hosts leading to a mock of its own",
  flags: {
    account: { type: 'string', describe: 'account that the LP_ variables name [the first configured one]' },
    ...engineFlags,
  },
  examples: [
    ['run -- npm test', 'a program in Node, without a change'],
    ['run -- sh tutorial.sh', "commands of LivePerson's pages, with $LP_IDP and the like in them"],
    ['run --strict -- ./gradlew test', 'refuse what only this mock accepts'],
  ],
  notes: 'The command stands behind --, and its exit code is that of run. It gets LP_ACCOUNT, LP_CLIENT_ID, LP_CLIENT_SECRET, '
    + 'LP_CONN_ID, LP_APP_CONN_ID, LP_SENTINEL, LP_IDP, LP_ASYNCMESSAGINGENT, LP_ACCDNDOMAIN and LP_AUTH_MOCK_URL.',
  run: async (typed, terminal) => {
    const command = commandOf(typed['--']);
    const report = createRunReport();
    const mock = await openMock(typed, terminal, (exchange) => { report.record(exchange); });
    const variables = await lpVariables(mock, typed.account);
    // Whatever is configured for a server of its own: clients of LivePerson insist on TLS, with LivePerson's names.
    const server = await serve(mock, terminal, { port: 0, host: 'localhost', tls: true });
    try {
      const exitCode = await runWith(command, variables, mock, server, terminal);
      for (const line of report.lines()) terminal.complain(`lp-auth-mock: ${line}`);
      return exitCode;
    } catch (error) {
      const { CommandNotStarted } = await import('../../adapters/child-process.ts');
      if (!(error instanceof CommandNotStarted)) throw error;
      terminal.complain(`lp-auth-mock: ${error.message}`);
      return error.exitCode;
    } finally {
      await server.close();
    }
  },
});

function commandOf(words: readonly string[] | undefined): [string, ...string[]] {
  const [program, ...args] = words ?? [];
  if (program === undefined || program === '') throw new UsageError('run needs a command behind --, for instance: run -- npm test');
  return [program, ...args];
}

async function runWith(
  command: [string, ...string[]], variables: Readonly<Record<string, string>>, mock: Mock, server: RunningServer, terminal: Terminal,
): Promise<number> {
  const [{ startProxy }, { readUpstreamProxy }, { writeChildTrust }, { childEnvironment }, { runChild }] = await Promise.all([
    import('../../adapters/proxy.ts'), import('../../adapters/upstream-proxy.ts'), import('../../adapters/child-trust.ts'),
    import('../../adapters/child-environment.ts'), import('../../adapters/child-process.ts'),
  ]);
  const upstream = readUpstreamProxy(terminal.env);
  for (const scheme of upstream.unusable) terminal.complain(`lp-auth-mock: your ${scheme.replace(':', '')} proxy cannot be gone through: other hosts than LivePerson's are reached directly`);
  const proxy = await startProxy(mock, server, { upstream });
  const trust = await writeChildTrust((await server.certificates())?.ca ?? '', terminal.env);
  try {
    const route = { url: server.url, port: server.port, proxyPort: proxy.port, domains: mock.domains, trust, redirectFile: redirectFile() };
    const env = { ...childEnvironment(terminal.env, route), ...variables };
    return await runChild({ command, cwd: terminal.cwd, env, signals: process, isInteractive: terminal.isInputTyped });
  } finally {
    await Promise.all([proxy.close(), trust.remove()]);
  }
}

/** Beside the adapters in the sources, beside the program in the package. */
function redirectFile(): string {
  const places = ['./redirect.cjs', '../redirect.cjs', '../../adapters/redirect.cjs'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`redirect.cjs is missing; looked for ${places.join(', ')}`);
  return found;
}
