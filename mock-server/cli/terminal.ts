import { isatty } from 'node:tty';

/**
 * What asks a command to end: a signal, or that nobody reads any more what it prints (`| head -1`), told as SIGPIPE.
 */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGPIPE';

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
  /**
   * Opens an address in the default browser, and resolves once that has taken it, which may be never.
   *
   * @throws BrowserNotOpened when there is none, or it does not take the address.
   */
  browse(url: string): Promise<void>;
  /**
   * Hears the first Ctrl-C or SIGTERM from now on, instead of dying of it, or that nobody reads stdout any more. A
   * second signal ends the process at once.
   */
  onSignal(listener: (signal: StopSignal) => void): void;
}

/** Waits for Ctrl-C or SIGTERM, or until nobody reads on. */
export function untilStopped(terminal: Terminal): Promise<StopSignal> {
  return new Promise((resolve) => {
    terminal.onSignal(resolve);
  });
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  // A reader that has seen enough is no reason to end in an error.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    print: (text) => {
      process.stdout.write(`${text}\n`);
    },
    complain: (text) => {
      process.stderr.write(`${text}\n`);
    },
    readInput: async () => Buffer.concat((await process.stdin.toArray()) as Buffer[]).toString('utf8'),
    isInputTyped: isatty(0),
    width: Math.min(process.stdout.columns || 100, 120),
    cwd: process.cwd(),
    env: process.env,
    pid: process.pid,
    browse: async (url) => (await import('./open-browser.ts')).openBrowser(url),
    onSignal: hearFirstSignal,
  };
}

function hearFirstSignal(listener: (signal: StopSignal) => void): void {
  const hear = (signal: StopSignal): void => {
    // Without a listener the next one ends the process, as signals do.
    for (const each of ['SIGINT', 'SIGTERM'] as const) process.off(each, hear);
    process.stdout.off('error', hearUnread);
    listener(signal);
  };
  const hearUnread = (): void => {
    hear('SIGPIPE');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, hear);
  process.stdout.on('error', hearUnread);
  // It may have happened with what was printed before.
  if (process.stdout.errored !== null) process.nextTick(hearUnread);
}
