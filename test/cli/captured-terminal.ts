import type { StopSignal, Terminal } from '../../mock-server/cli/terminal.ts';
import { runProgram } from '../../mock-server/cli/program.ts';
import { searchPrinted } from '../support/watch/printed.ts';

/** A terminal that a test holds in its hands. */
export interface CapturedTerminal extends Terminal {
  /** What stdout and stderr got, a string for each call. */
  readonly printed: string[];
  readonly complained: string[];
  /** The addresses that a browser was asked to open. */
  readonly browsed: string[];
  /** Waits for the next thing printed after so many. */
  untilPrinted(count: number): Promise<string>;
  stop(signal: StopSignal): void;
}

/** Where no mock can run: nothing listens there, and `fetch` refuses the port. */
export const NOWHERE = 'http://localhost:1';

interface TerminalParts {
  readonly cwd?: string;
  /** Variables beside those of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in. Default: nothing, and stdin is a keyboard. */
  readonly input?: string;
  /** What is run there, as far as the watch over the output has to know. */
  readonly command?: string;
  /** Why no browser can be opened. Default: one can. */
  readonly noBrowser?: string;
}

export function createCapturedTerminal({
  cwd = process.cwd(),
  env,
  input,
  command = '',
  noBrowser,
}: TerminalParts = {}): CapturedTerminal {
  const browsed: string[] = [];
  const printed: string[] = [];
  const complained: string[] = [];
  const waiting: { count: number; resolve: (text: string) => void }[] = [];
  const listeners: ((signal: StopSignal) => void)[] = [];
  const wake = (): void => {
    for (const { count, resolve } of waiting) if (printed.length >= count) resolve(printed[count - 1] ?? '');
  };
  return {
    printed,
    complained,
    browsed,
    browse: (url) => {
      browsed.push(url);
      return noBrowser === undefined ? Promise.resolve() : Promise.reject(new Error(noBrowser));
    },
    print: (text) => {
      searchPrinted(command, text);
      printed.push(text);
      wake();
    },
    complain: (text) => {
      searchPrinted(command, text);
      complained.push(text);
    },
    readInput: () => Promise.resolve(input ?? ''),
    isInputTyped: input === undefined,
    width: 100,
    cwd,
    // No port of this machine is asked unless a test says which.
    env: { LP_AUTH_MOCK_HOME: process.env['LP_AUTH_MOCK_HOME'], LP_AUTH_MOCK_URL: NOWHERE, ...env },
    pid: 4711,
    onSignal: (listener) => {
      listeners.push(listener);
    },
    untilPrinted: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve });
        wake();
      }),
    stop: (signal) => {
      for (const listener of listeners) listener(signal);
    },
  };
}

/** What a command that ends by itself leaves behind. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, up to its end. */
export async function run(argv: readonly string[], parts: TerminalParts = {}): Promise<Outcome> {
  const terminal = createCapturedTerminal({ command: argv.join(' '), ...parts });
  const exitCode = await runProgram(argv, terminal);
  return { exitCode, stdout: terminal.printed.join('\n'), stderr: terminal.complained.join('\n') };
}
