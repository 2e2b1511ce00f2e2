import { DEFAULT_PORT } from '../../config/default-port.ts';
import { defineCommand } from '../command.ts';
import type { Finding, Surroundings } from '../doctor/finding.ts';
import { readPort } from '../port.ts';
import { certificateOptions, serve } from '../serve.ts';
import type { Terminal } from '../terminal.ts';

/** Looks for whatever may keep the mock, or a client of it, from working here. */
export const doctor = defineCommand({
  usage: 'doctor',
  summary: 'check what the mock and its clients need on this machine',
  flags: { port: { type: 'string', describe: `port that the mock will use (default: ${String(DEFAULT_PORT)})` } },
  examples: [['doctor', 'one line for each check, and what to do about each problem']],
  notes: 'The exit code is 1 when a check fails; a note is not a failure.',
  run: async (typed, terminal) => {
    const surroundings = surroundingsOf(typed.port, terminal);
    let isWell = true;
    for await (const finding of findings(surroundings, terminal)) {
      terminal.print(describe(finding));
      if (finding.level === 'fail') isWell = false;
    }
    return isWell ? 0 : 1;
  },
});

function surroundingsOf(port: string | undefined, terminal: Terminal): Surroundings {
  return {
    env: terminal.env,
    cwd: terminal.cwd,
    port: port === undefined ? DEFAULT_PORT : readPort('port', port),
    dataFolder: certificateOptions(terminal).dataFolder ?? '',
  };
}

/** One by one, because each is told as soon as it is known. */
async function* findings(surroundings: Surroundings, terminal: Terminal): AsyncGenerator<Finding> {
  yield (await import('../doctor/node-version.ts')).checkNodeVersion();
  yield* await (await import('../doctor/listening.ts')).checkListening(surroundings);
  yield await (await import('../doctor/clock.ts')).checkClock();
  yield (await import('../doctor/proxy-variables.ts')).checkProxyVariables(surroundings);
  yield (await import('../doctor/msw-version.ts')).checkMswVersion(surroundings);
  yield* whileServing(surroundings, terminal);
}

/** What takes a mock that runs: on a free port, because the wanted one may be taken. */
async function* whileServing(surroundings: Surroundings, terminal: Terminal): AsyncGenerator<Finding> {
  const { createMock } = await import('../../mock.ts');
  const mock = createMock();
  yield await (await import('../doctor/certificates.ts')).checkCertificates(mock, surroundings);
  const server = await serve(mock, terminal, { port: 0, host: 'localhost', tls: true });
  try {
    const caFile = (await server.certificates())?.caFile;
    if (caFile === undefined)
      yield {
        level: 'fail',
        line: `the development CA cannot be kept in ${surroundings.dataFolder}`,
        remedy: 'set LP_AUTH_MOCK_HOME to a folder that can be written',
      };
    else yield* await (await import('../doctor/trust.ts')).checkTrust(server, caFile, surroundings);
    yield* await (await import('../doctor/token-flow.ts')).checkTokenFlow(mock, server);
  } finally {
    await server.close();
  }
}

function describe({ level, line, remedy }: Finding): string {
  return `${level.padEnd(5)} ${line}${remedy === undefined ? '' : `\n      -> ${remedy}`}`;
}
