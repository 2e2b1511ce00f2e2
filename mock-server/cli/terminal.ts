import { isatty } from 'node:tty';

/** The signals that ask a command to end. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/** What a command knows of the outside: everything a test wants to hold in its own hands. */
export interface Terminal {
  /** Writes to stdout and ends the line. */
  print(text: string): void;
  /** Writes to stderr and ends the line. */
  complain(text: string): void;
  /** All of stdin, as UTF-8. */
  readInput(): Promise<string>;
  /** Whether stdin is a keyboard, so that nothing is piped in. */
  readonly isInputTyped: boolean;
  /** Columns to write help in. */
  readonly width: number;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** Hears Ctrl-C and SIGTERM from now on, instead of dying of them. */
  onSignal(listener: (signal: StopSignal) => void): void;
}

/** Waits for Ctrl-C or SIGTERM. */
export function untilStopped(terminal: Terminal): Promise<StopSignal> {
  return new Promise((resolve) => { terminal.onSignal(resolve); });
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  // A reader that has seen enough (`| head -1`) is no reason to end in an error, nor to end a server.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    print: (text) => { process.stdout.write(`${text}\n`); },
    complain: (text) => { process.stderr.write(`${text}\n`); },
    readInput: async () => Buffer.concat(await process.stdin.toArray() as Buffer[]).toString('utf8'),
    isInputTyped: isatty(0),
    width: Math.min(process.stdout.columns || 100, 120),
    cwd: process.cwd(),
    env: process.env,
    pid: process.pid,
    onSignal: (listener) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, listener);
    },
  };
}
