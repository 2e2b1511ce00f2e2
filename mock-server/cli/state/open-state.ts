import { startStopwatch, startTimer } from '../../clock.ts';
import type { KeptMock } from '../../control/state/kept-state.ts';
import { markOf, takeState, takeUpState } from '../../control/state/kept-state.ts';
import { UsageError } from '../command.ts';
import { inOwnWords } from '../own-words.ts';
import type { Terminal } from '../terminal.ts';
import type { StateFile } from './state-file.ts';
import { openStateFile } from './state-file.ts';
import { keepState } from './state-keeper.ts';

/** Which file, and how it is kept. */
export interface StateOptions {
  /** Relative to the terminal's folder, or absolute. */
  readonly file: string;
  /** The flag or the variable that names it. */
  readonly writtenAs: string;
  readonly maxBytes: number;
  /** Default: the platform's, whatever the mock's clock does. */
  readonly startTimer?: ((ms: number, run: () => void) => () => void) | undefined;
}

/** The state of a mock that is kept in a file. */
export interface OpenedState {
  readonly path: string;
  /** Whether the mock goes on from there; else it began anew. */
  readonly isTakenUp: boolean;
  /** Writes what is not yet written, and leaves the file to others. Whether all of it is kept. */
  close(): Promise<boolean>;
}

/**
 * Takes up the state of a file, where there is one, and keeps it there from now on.
 *
 * @throws UsageError in one sentence when it cannot; then the file is as it was, and the mock of no use.
 */
export async function openState(
  mock: KeptMock,
  { file, writtenAs, maxBytes, startTimer: start = startUnawaited }: StateOptions,
  { cwd, complain }: Pick<Terminal, 'cwd' | 'complain'>,
): Promise<OpenedState> {
  const opened = await openNamed(file, writtenAs, cwd, maxBytes);
  const { path, text } = opened;
  try {
    if (text !== undefined) takeUp(mock, path, text);
  } catch (error) {
    await opened.release();
    throw error instanceof UsageError ? new UsageError(`${writtenAs}: ${error.message}`) : error;
  }
  const keeper = keepState({
    mark: () => markOf(mock),
    take: () => JSON.stringify(takeState(mock)),
    write: (next) => opened.write(next),
    tell: (words) => {
      complain(`lp-auth-mock: the state in ${path} ${words}`);
    },
    isKept: text !== undefined,
    startTimer: start,
    startStopwatch,
  });
  return {
    path,
    isTakenUp: text !== undefined,
    close: async () => {
      const isKept = await keeper.close();
      await opened.release();
      return isKept;
    },
  };
}

/** A mock that nobody asks any more need not live for it: what is left to write is written at its end. */
function startUnawaited(ms: number, run: () => void): () => void {
  return startTimer(ms, run, false);
}

async function openNamed(file: string, writtenAs: string, cwd: string, maxBytes: number): Promise<StateFile> {
  try {
    if (file === '') throw new UsageError('expected the name of a file');
    return await openStateFile(file, cwd, maxBytes);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${writtenAs}: ${error.message}`) : error;
  }
}

/** @throws UsageError when it is no state, or not one of this mock. */
function takeUp(mock: KeptMock, path: string, text: string): void {
  try {
    takeUpState(mock, JSON.parse(text));
  } catch (error) {
    const anew = 'remove it to begin anew';
    if (error instanceof SyntaxError)
      throw new UsageError(`${path} is no whole JSON: it was cut short, or is no state of a mock; ${anew}`);
    if (!(error instanceof Error)) throw error;
    const [why = ''] = error.message.split('\n');
    throw new UsageError(`${path} cannot be taken up: ${inOwnWords(why)}; ${anew}`);
  }
}
