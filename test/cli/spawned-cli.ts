import { afterAll } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { searchChild } from '../support/watch/printed.ts';

/** The command line in a process of its own. */
export interface SpawnedCli {
  /** Everything written to stdout so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Waits until stdout has so many whole lines; gives them. Rejects when the process ends before. */
  untilLines(count: number): Promise<string[]>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** No test file leaves a process behind, however its tests ended. */
const children: ChildProcess[] = [];
afterAll(async () => {
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(running.map(end));
});

/** The program, bundled for these tests (`test/support/bundle-program.mjs`). */
export const PROGRAM = process.env['LP_TEST_PROGRAM'] ?? '';

/** The same as a command of a shell. */
export const CLI = `node "${PROGRAM}"`;

/**
 * @param nodeFlags - what `node` itself gets
 * @param program - default: the bundled one
 */
export function spawnCli(
  argv: readonly string[],
  nodeFlags: readonly string[] = [],
  program: string = PROGRAM,
): SpawnedCli {
  const child = spawn(process.execPath, [...nodeFlags, program, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: shellEnvironment(),
  });
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  searchChild(argv.join(' '), child);
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    untilLines: (count) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const lines = stdout.split('\n').slice(0, -1);
          if (lines.length >= count) resolve(lines);
        };
        child.stdout.on('data', look);
        child.once('close', () => {
          reject(new Error(`ended early: ${stderr}`));
        });
        look();
      }),
    kill: (signal) => {
      child.kill(signal);
    },
    ended: end(child),
  };
}

function end(child: ChildProcess): SpawnedCli['ended'] {
  return new Promise((resolve) => {
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal });
    });
  });
}

/** A mock in a process of its own, ready. */
export async function spawnMock(...argv: readonly string[]): Promise<SpawnedCli & { readonly port: number }> {
  const cli = spawnCli(['start', '--port', '0', '--json', ...argv]);
  const [line = ''] = await cli.untilLines(1);
  return { ...cli, port: (JSON.parse(line) as { port: number }).port };
}

/** No proxy between a test and its own machine. */
export function shellEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NO_PROXY: '*', no_proxy: '*' };
}

/**
 * Whether the shell has all these programs; says so when it has not. CI has to have them: there the tests fail instead.
 */
export function hasPrograms(...names: readonly string[]): boolean {
  const missing = names.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (missing.length > 0) console.warn(`not tested here: ${missing.join(' and ')} not installed`);
  return missing.length === 0 || process.env['CI'] === 'true';
}

/** Runs a script of the shell to its end. */
export function runShell(
  script: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const child = spawn('sh', ['-c', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...shellEnvironment(), ...variables },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  searchChild(script, child);
  return new Promise((resolve) => {
    child.once('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
}
