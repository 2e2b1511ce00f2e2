import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hearStopSignals } from '../../mock-server/interception/stop-signals.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { PROGRAM, runShell } from '../cli/spawned-cli.ts';

const scratch = createScratchFolder();

describe('signals that run hears', () => {
  it('go to whoever listens, else the first is kept, and a second is left to end the process', () => {
    const source = new EventEmitter();
    const { signals, early } = hearStopSignals(source);
    const heard: string[] = [];
    const hear = (signal: string): void => {
      heard.push(signal);
    };
    signals.on('SIGTERM', hear);
    source.emit('SIGTERM', 'SIGTERM');
    expect([heard, early()]).toEqual([['SIGTERM'], undefined]);
    signals.off('SIGTERM', hear);
    source.emit('SIGHUP', 'SIGHUP');
    expect([heard, early(), source.eventNames()]).toEqual([['SIGTERM'], 'SIGHUP', []]);
  });

  it('are heard no more once released', () => {
    const source = new EventEmitter();
    hearStopSignals(source).release();
    expect(source.eventNames()).toEqual([]);
  });
});

// A hook of the module loader that sends a signal when the part of the program that starts the command is loaded.
const hook = (signal: string): string =>
  `export async function load(url, context, next) { if (url.includes('/guided-command')) process.kill(process.pid, '${signal}'); return next(url, context); }`;

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
])(
  'run that gets %s before its command is started does not start it, and leaves nothing behind',
  async (signal, exitCode) => {
    const preload = scratch.write(
      `${signal}.mjs`,
      `import { register } from 'node:module'; register('data:text/javascript,${encodeURIComponent(hook(signal)).replaceAll("'", '%27')}');`,
    );
    const mark = join(scratch.path, `started-${signal}`);
    const temporary = join(scratch.path, `tmp-${signal}`);
    mkdirSync(temporary);
    const ended = await runShell(`node --import ${join(scratch.path, preload)} "${PROGRAM}" run -- touch ${mark}`, {
      TMPDIR: temporary,
    });
    expect(ended).toEqual({ exitCode, stdout: '', stderr: 'lp-auth-mock: answered 0 calls\n' });
    expect([existsSync(mark), readdirSync(temporary).filter((name) => name.startsWith('lp-auth-mock'))]).toEqual([
      false,
      [],
    ]);
  },
);
