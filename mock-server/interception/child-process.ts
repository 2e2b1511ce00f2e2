import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import type { StopSignal } from './stop-signals.ts';
import { STOP_SIGNALS } from './stop-signals.ts';
import { windowsCommandLine } from './windows-command-line.ts';

/** How a command is run. */
export interface ChildSetup {
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hears the signals that ask this process to end; `process` is one. */
  readonly signals: NodeJS.EventEmitter;
  /** A signal that came before the command was started: it is not started then. Default: none did. */
  readonly early?: (() => StopSignal | undefined) | undefined;
  /** Whether a person sits at the terminal, whose keys reach the command without our help. */
  readonly isInteractive: boolean;
  /** How long a command that was asked to end may take before it is killed. Default: 5000. */
  readonly graceMs?: number | undefined;
}

/** A command that could not be started. */
export class CommandNotStarted extends Error {
  override readonly name = 'CommandNotStarted';
  /** As shells have it: 127 when there is no such program, 126 when it may not be run. */
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

const DEFAULT_GRACE_MS = 5000;

/** How often to look whether what the command started has ended too. */
const LOOK_MS = 20;

/** The dead may stay listed for as long as nobody has asked for their exit codes; no reason to wait for that. */
const MAX_LOOKS_AFTER_KILL = 25;

/**
 * Runs a command with this process's own stdin, stdout and stderr, and passes signals on. Without a person at the
 * terminal the command gets a process group of its own, so that all it started can be ended with it.
 *
 * @returns its exit code; 128 and the signal's number when a signal ended it.
 * @throws CommandNotStarted when there is no such program, or it may not be run.
 */
export async function runChild(setup: ChildSetup): Promise<number> {
  const { command, signals, early = () => undefined } = setup;
  const signal = early();
  if (signal !== undefined) return 128 + constants.signals[signal];
  const held: { group?: Group } = {};
  const stopper = createStopper(() => held.group, setup);
  const killAtExit = (): void => {
    killGroup(held.group);
  };
  // Before the command starts: a signal that ended this process in between would leave it behind.
  process.once('exit', killAtExit);
  for (const each of STOP_SIGNALS) signals.on(each, stopper.listener);
  try {
    held.group = startGroup(setup);
    const code = await untilExit(held.group.child, command[0]);
    await stopper.untilGroupEnded();
    return code;
  } finally {
    process.off('exit', killAtExit);
    for (const each of STOP_SIGNALS) signals.off(each, stopper.listener);
    stopper.cancel();
  }
}

function startGroup({ command, cwd, env, isInteractive }: ChildSetup): Group {
  const hasGroup = !isInteractive && process.platform !== 'win32';
  return { child: start(command, { cwd, env, stdio: 'inherit', detached: hasGroup }), hasGroup };
}

/** Windows starts npm and the like, which are scripts, by its shell alone. */
function start(command: ChildSetup['command'], options: SpawnOptions): ChildProcess {
  if (process.platform === 'win32') return spawn(windowsCommandLine(command), { ...options, shell: true });
  const [program, ...args] = command;
  return spawn(program, args, options);
}

/** A command, and whether it leads a process group. */
interface Group {
  readonly child: ChildProcess;
  readonly hasGroup: boolean;
}

function createStopper(
  group: () => Group | undefined,
  { isInteractive, graceMs = DEFAULT_GRACE_MS }: ChildSetup,
): { readonly listener: (signal: StopSignal) => void; untilGroupEnded(): Promise<void>; cancel(): void } {
  let killer: NodeJS.Timeout | undefined;
  let isKilled = false;
  const kill = (): void => {
    isKilled = true;
    killGroup(group());
  };
  return {
    listener: (signal) => {
      // At a keyboard the terminal has sent Ctrl-C to the command already, and its user can press it again.
      if (isInteractive && (signal === 'SIGINT' || signal === 'SIGBREAK')) return;
      // Windows tells every program of a console by itself, and whatever is sent from here would end one at once.
      if (process.platform !== 'win32') send(group(), signal);
      killer ??= setTimeout(kill, graceMs);
    },
    untilGroupEnded: async () => {
      if (killer === undefined || group()?.hasGroup !== true) return;
      for (let looks = 0; looks < MAX_LOOKS_AFTER_KILL && send(group(), 0); looks += isKilled ? 1 : 0) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    cancel: () => {
      clearTimeout(killer);
    },
  };
}

function untilExit(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') reject(new CommandNotStarted(`no such command: ${program}`, 127));
      else reject(new CommandNotStarted(`${program} cannot be run (${error.code ?? error.message})`, 126));
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    });
  });
}

/** Ends a command at once, with all that it started where the platform can tell what that is. */
function killGroup(group: Group | undefined): void {
  if (process.platform !== 'win32') send(group, 'SIGKILL');
  // The child is a shell there, and whatever it started would outlive it.
  else if (isRunning(group))
    spawnSync('taskkill', ['/pid', String(group.child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
}

function isRunning(group: Group | undefined): group is Group {
  return group?.child.pid !== undefined && group.child.exitCode === null && group.child.signalCode === null;
}

/** Sends to the whole group where there is one. @returns whether anybody was there to get it. */
function send(group: Group | undefined, signal: NodeJS.Signals | 0): boolean {
  if (group?.child.pid === undefined) return false;
  const {
    child: { pid },
    hasGroup,
  } = group;
  try {
    return process.kill(hasGroup ? -pid : pid, signal);
  } catch {
    return false;
  }
}
