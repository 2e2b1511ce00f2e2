import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { runProgram } from '../../mock-server/cli/program.ts';
import { createMock } from '../../mock-server/index.ts';
import { createCapturedTerminal } from '../cli/captured-terminal.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { PAGES, snippetsOf } from './snippets.ts';

/** How a page writes the program: in a project that has it, and in the clone. */
const PROGRAM = /^((?:[A-Z_]+=\S+ )*)(?:npx --no lp-auth-mock|npm start(?: --)?)(?: (.*))?$/;

const lines = PAGES.flatMap(snippetsOf)
  .filter(({ info }) => info === 'sh program')
  .flatMap(({ page, line, code }) =>
    code
      .trim()
      .split('\n')
      .map((text, index) => [`${page}, line ${String(line + index + 1)}`, text] as const),
  );

describe('the commands of the pages', () => {
  // What a browser trusts is in the home folder: not in that of whoever runs the tests.
  const home = createScratchFolder();
  let server: RunningServer;
  beforeAll(async () => {
    const mock = createMock();
    server = await startServer(mock, { port: 0 });
    // So that there is something to show.
    await mock.fetch('https://sentinel.liveperson.net/sentinel/well-known/jwks');
    await (await mock.consumer()).requestConversation();
  });
  afterAll(() => server.close());

  it.each(lines)('%s works: %s', async (_, text) => {
    const [, variables = '', words = ''] = PROGRAM.exec(text) ?? [];
    expect(text).toMatch(PROGRAM);
    // Elsewhere it would be the keychain of whoever runs the tests.
    if (/ --(?:un)?trust /.test(text) && (process.platform !== 'linux' || !hasPrograms('certutil'))) return;
    const argv = ownPorts(listOf(words));
    const env = Object.fromEntries(
      listOf(variables).map((each) => each.replace(/=\d+$/, '=0').split('=') as [string, string]),
    );
    const terminal = createCapturedTerminal({
      command: text,
      // What a command writes, it does not write here.
      cwd: / \.\/mock-[\w.]+$/.test(words) ? home.path : process.cwd(),
      env: { LP_AUTH_MOCK_URL: server.url, HOME: home.path, ...env },
    });
    const ended = runProgram(argv, terminal);
    if (isEndless(argv)) {
      await Promise.race([terminal.untilPrinted(1), ended]);
      terminal.stop('SIGINT');
    }
    const exitCode = await ended;
    const complained = terminal.complained.filter((line) => !NOTICE.test(line));
    // The doctor's findings are about the machine of the test.
    expect({ exitCode: argv[0] === 'doctor' ? 0 : exitCode, complained }).toEqual({ exitCode: 0, complained: [] });
    expect(QUIET.includes(argv[0] ?? '') || terminal.printed.length > 0).toBe(true);
  });
});

/** What a command says of what it did, beside its output. */
const NOTICE = /^lp-auth-mock: (?:answered |asked the mock |the clock |the mock is )/;

/** Commands that go on until they are stopped. */
const SERVING = ['start', 'demo', 'proxy'];

/** Commands that may print nothing. */
const QUIET = ['run', 'reset'];

function listOf(words: string): string[] {
  return words.split(' ').filter((word) => word !== '');
}

/** No fixed ports in a test, and no command but our own. */
function ownPorts(argv: readonly string[]): string[] {
  const command = commandOf(argv);
  const end = argv.indexOf('--');
  if (command === 'run') return [...argv.slice(0, end + 1), process.execPath, '-e', '0'];
  const free = argv.map((word) => (/^\d{4}$/.test(word) ? '0' : word));
  const hasPort = !SERVING.includes(command);
  return hasPort ? free : [...(argv[0] === command ? [] : [command]), ...free, '--port', '0'];
}

function isEndless(argv: readonly string[]): boolean {
  return SERVING.includes(commandOf(argv)) || argv.includes('--follow');
}

/** A flag in its place is one of `start`. */
function commandOf([first = 'start']: readonly string[]): string {
  return first.startsWith('--') ? 'start' : first;
}
