import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { searchPrinted } from '../support/watch/printed.ts';

/** How a program ended that was run for a test. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As long as any program may take: an install by git URL, on a slow line, is the longest. */
const TIME_LIMIT_MS = 600_000;

/** Runs a program to its end. What it writes is kept whole; a program that fails is an answer, not an error. */
export function attempt(
  program: string,
  args: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { cwd, env: { ...consumerEnvironment(cwd), ...variables }, timeout: TIME_LIMIT_MS, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        searchPrinted([program, ...args].join(' '), `${stdout}\n${stderr}`);
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, stdout, stderr });
        else reject(error ?? new Error(`${program} ended without a code`));
      },
    );
  });
}

/** Runs a program that must succeed, and gives what it wrote to standard output. */
export async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await attempt(program, args, cwd);
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${String(code)}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Runs this very node, so that a run under another version tests that version throughout. */
export function runNode(args: readonly string[], cwd: string): Promise<string> {
  return run(process.execPath, args, cwd);
}

/**
 * This process's environment without what Jest and `npm test` have put there, with this node before all others, and
 * with a data folder that is thrown away with the project.
 */
export function consumerEnvironment(folder: string): NodeJS.ProcessEnv {
  const ours =
    /^(?:npm_(?:package|lifecycle|command|config_local_prefix)|INIT_CWD|JEST_|NODE_ENV|NODE_OPTIONS|FORCE_COLOR)/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    LP_AUTH_MOCK_HOME: join(folder, 'data'),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
  };
}
