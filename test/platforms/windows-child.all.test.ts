import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const SCRIPT = fileURLToPath(new URL('run-as-on-windows.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const scratch = createScratchFolder();
const bin = join(scratch.path, 'bin');
const at = (name: string): string => join(scratch.path, name);

const program = (name: string, lines: readonly string[]): void => {
  chmodSync(join(scratch.path, scratch.write(join('bin', name), ['#!/bin/sh', ...lines, ''].join('\n'))), 0o755);
};

beforeAll(() => {
  mkdirSync(bin);
  // Notes what it was given. What it starts goes on when it is ended by itself alone, as with the shell of Windows.
  program('cmd.exe', [
    `printf '%s\\n' "$@" > ${at('given')}`,
    'case "$4" in *stubborn*) trap "echo signalled >> signals" INT TERM HUP',
    `echo $$ > ${at('pid')}; echo ready`,
    'while :; do sleep 0.05; done;; esac',
    'exit 7',
  ]);
  program('taskkill', [`echo "$@" >> ${at('killed')}`, 'kill -KILL "$2"']);
});

/**
 * Runs a command in a process that believes to be on Windows. The signal comes when the command says that it is ready.
 */
async function runOnWindows(signal: string, command: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, ['--import', TSX, SCRIPT, signal, ...command], {
    cwd: scratch.path,
    env: { ...process.env, NODE_OPTIONS: '', PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdin.on('error', () => undefined);
  for await (const part of child.stdout) {
    said += String(part);
    if (said.endsWith('ready\n')) child.stdin.write('now\n');
  }
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as unknown;
}

// Its programs are scripts for `sh`, which stand for the two that only Windows has.
(process.platform === 'win32' ? describe.skip : describe)('a guided command on Windows', () => {
  it('is one line for cmd.exe, and its exit code is that of the run', async () => {
    expect(await runOnWindows('SIGTERM', ['npm', 'run', 'my test'])).toEqual({ exitCode: 7 });
    expect(readFileSync(at('given'), 'utf8').split('\n').slice(0, 4)).toEqual([
      '/d',
      '/s',
      '/c',
      '"npm ^"run^" ^"my^ test^""',
    ]);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGBREAK'])(
    'gets %s from the console; when it stays it is ended with all that it started',
    async (signal) => {
      const { exitCode } = (await runOnWindows(signal, ['stubborn'])) as { exitCode: number };
      const pid = readFileSync(at('pid'), 'utf8').trim();
      expect(exitCode).toBe(137);
      expect(readFileSync(at('killed'), 'utf8').trim().split('\n').at(-1)).toBe(`/pid ${pid} /T /F`);
      expect(existsSync(at('signals'))).toBe(false);
    },
  );
});
