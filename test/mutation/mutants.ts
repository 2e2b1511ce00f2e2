import { Instrumenter } from '@stryker-mutator/instrumenter';

/** One change to the code. */
export interface Mutant {
  /** Its number in its file. */
  readonly id: number;
  /** What kind of change, in StrykerJS's words. */
  readonly mutator: string;
  /** In the file, from 1. */
  readonly line: number;
  /** The text that it replaces, from and to which character of the file. */
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
}

export interface Switched {
  /** With all mutants in it as switches: asks `stryMutAct_9fa48(id)`, and tells `stryCov_9fa48(...ids)`. */
  readonly code: string;
  readonly mutants: readonly Mutant[];
}

const silent = (): void => undefined;
const instrumenter = new Instrumenter({
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
});

/** @param path - from the root, for the parser to know the language by */
export async function writeSwitches(path: string, source: string): Promise<Switched> {
  const { files, mutants } = await instrumenter.instrument([{ name: path, content: source, mutate: true }], {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
    noHeader: true,
  });
  const lines = lineStarts(source);
  const placeOf = ({ line, column }: { line: number; column: number }): number => (lines[line] ?? 0) + column;
  return {
    code: files[0]?.content ?? source,
    mutants: mutants.map(({ id, mutatorName, location, replacement }) => ({
      id: Number(id),
      mutator: mutatorName,
      line: location.start.line + 1,
      from: placeOf(location.start),
      to: placeOf(location.end),
      replacement,
    })),
  };
}

function lineStarts(source: string): readonly number[] {
  return [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
}
