import { afterEach, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildSetup } from '../../mock-server/interception/child-process.ts';
import { runChild } from '../../mock-server/interception/child-process.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const scratch = createScratchFolder();
let marks = 0;

/** A command that writes its process ids into a file as soon as it listens to signals, and what a test does with it. */
function setup(
  script: string,
  changes: Partial<ChildSetup> = {},
): { readonly ended: Promise<number>; readonly signals: EventEmitter; readonly untilReady: () => Promise<number[]> } {
  marks += 1;
  const mark = join(scratch.path, `ready-${String(marks)}`);
  const signals = new EventEmitter();
  const ended = runChild({
    command: ['sh', '-c', script],
    cwd: scratch.path,
    env: { ...process.env, MARK: mark },
    signals,
    isInteractive: false,
    ...changes,
  });
  return {
    ended,
    signals,
    untilReady: async () => {
      while (!existsSync(mark) || !readFileSync(mark, 'utf8').endsWith('\n'))
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      const pids = readFileSync(mark, 'utf8').trim().split(' ').map(Number);
      started.push(...pids);
      return pids;
    },
  };
}

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0).filter(isAlive)) process.kill(pid, 'SIGKILL');
});

function isAlive(pid: number): boolean {
  const status = `/proc/${String(pid)}/stat`;
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for yet is dead too.
    return !(existsSync(status) && /\) Z /.test(readFileSync(status, 'utf8')));
  } catch {
    return false;
  }
}

describe('a command', () => {
  it.each([
    ['exit 0', 0],
    ['exit 7', 7],
    ['kill -TERM $$', 143],
    ['kill -KILL $$', 137],
  ])('%s ends with %d', async (script, code) => {
    expect(await setup(script).ended).toBe(code);
  });

  it.each([
    [['no-such-program'], 'no such command: no-such-program', 127],
    [['/'], '/ cannot be run (EACCES)', 126],
  ] as const)('%j is refused as shells do', async (command, message, exitCode) => {
    await expect(setup('', { command }).ended).rejects.toMatchObject({ name: 'CommandNotStarted', message, exitCode });
  });

  it.each([
    ['SIGTERM', 15],
    ['SIGINT', 2],
    ['SIGHUP', 1],
  ] as const)('gets %s passed on, and may answer it in its own way', async (signal, number) => {
    const { ended, signals, untilReady } = setup(
      `trap 'exit ${String(40 + number)}' ${String(number)}; echo $$ > $MARK; while :; do sleep 0.05; done`,
    );
    await untilReady();
    signals.emit(signal, signal);
    expect(await ended).toBe(40 + number);
  });

  it('is killed when it ignores the signal for too long, with all that it started', async () => {
    const { ended, signals, untilReady } = setup(
      "trap '' TERM; sleep 1000 & echo $$ $! > $MARK; wait; while :; do sleep 1; done",
      { graceMs: 100 },
    );
    const pids = await untilReady();
    signals.emit('SIGTERM', 'SIGTERM');
    expect(await ended).toBe(137);
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it('leaves nothing behind when it obeys the signal and what it started does not', async () => {
    const { ended, signals, untilReady } = setup(
      'sh -c "trap \'\' TERM; while :; do sleep 0.05; done" & echo $$ $! > $MARK; wait',
      { graceMs: 100 },
    );
    const pids = await untilReady();
    signals.emit('SIGTERM', 'SIGTERM');
    expect(await ended).toBe(143);
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it('may leave behind what it started when it ends by itself', async () => {
    const { ended, untilReady } = setup('sleep 1000 & echo $$ $! > $MARK');
    const [, left = 0] = await untilReady();
    expect(await ended).toBe(0);
    expect(isAlive(left)).toBe(true);
  });

  it('with a person at the keyboard gets Ctrl-C from the terminal alone, and SIGTERM from here', async () => {
    const { ended, signals, untilReady } = setup(
      "trap 'exit 42' INT; trap 'exit 55' TERM; echo $$ > $MARK; while :; do sleep 0.05; done",
      { isInteractive: true },
    );
    await untilReady();
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGTERM', 'SIGTERM');
    expect(await ended).toBe(55);
  });

  it('is not started when a signal came before', async () => {
    const mark = join(scratch.path, 'started');
    expect(await setup(`touch ${mark}`, { early: () => 'SIGTERM' }).ended).toBe(143);
    expect(existsSync(mark)).toBe(false);
  });

  it('is started once its signals are listened to, so that none can end this process in between', async () => {
    const running = (): number => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
    // The commands of earlier tests have ended, and may not have been put away yet.
    while (running() > 0)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    const atFirst = 0;
    const runningAt: number[] = [];
    class Noting extends EventEmitter {
      override on(...listening: Parameters<EventEmitter['on']>): this {
        runningAt.push(running());
        return super.on(...listening);
      }
    }
    const { ended, untilReady } = setup('echo $$ > $MARK; sleep 0.5', { signals: new Noting() });
    await untilReady();
    expect([runningAt, running()]).toEqual([[atFirst, atFirst, atFirst, atFirst], atFirst + 1]);
    await ended;
  });

  it('leaves no listener behind when it cannot even be tried', async () => {
    const { ended, signals } = setup('', { command: ['\0'] });
    await expect(ended).rejects.toThrow('null bytes');
    expect(signals.eventNames()).toEqual([]);
  });

  it('leaves no listener behind', async () => {
    const { ended, signals } = setup('exit 0');
    expect(signals.eventNames()).toEqual(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']);
    await ended;
    expect(signals.eventNames()).toEqual([]);
  });
});
