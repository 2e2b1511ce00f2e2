import { expect, it } from '@jest/globals';
import { UsageError } from '../../../mock-server/cli/command.ts';
import { runProgram } from '../../../mock-server/cli/program.ts';
import { createCapturedTerminal, run } from '../../cli/captured-terminal.ts';

/** Runs a command whose output cannot be printed. */
async function failWith(error: unknown): Promise<readonly string[]> {
  const terminal = createCapturedTerminal();
  const print = (): never => {
    throw error;
  };
  expect(await runProgram(['endpoints'], { ...terminal, print })).toBe(1);
  return terminal.complained;
}

it("a mistake of the user's is told line by line", async () => {
  expect(await failWith(new UsageError('one\nother'))).toEqual(['lp-auth-mock: one', 'lp-auth-mock: other']);
});

it.each<[string, unknown, string]>([
  ['an error with its stack', Object.assign(new Error('a'), { stack: 'a\nat b' }), 'a\nat b'],
  ['one without by its words', Object.assign(new RangeError('a'), { stack: undefined }), 'a'],
  ['anything else by what it is', 7, '7'],
])('what is no mistake of the user is to be reported, %s', async (_, error, shown) => {
  expect(await failWith(error)).toEqual([`lp-auth-mock: an error in lp-auth-mock itself; please report it: ${shown}`]);
});

it('what would steer the terminal is shown, in what is printed and in complaints', async () => {
  const terminal = createCapturedTerminal();
  const refused = await runProgram(['\u001b[31mred'], terminal);
  expect([refused, terminal.complained]).toEqual([1, ['lp-auth-mock: unknown command \\u001b[31mred; see --help']]);
  const { stdout } = await run(['inspect', 'a\u001b[31mb', '--offline']);
  expect(stdout).not.toContain('\u001b');
});

it('help and version are printed, and what cannot be understood is not', async () => {
  expect(await run(['--version'])).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*$/),
    stderr: '',
  });
  const help = await run(['--help']);
  expect(help).toEqual({ exitCode: 0, stdout: expect.stringContaining('lp-auth-mock'), stderr: '' });
  expect(await run(['endpoints', '--no-such'])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(/^lp-auth-mock: unknown option --no-such/),
  });
});
