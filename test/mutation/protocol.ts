/** What the tool asks of a child, which has the tests and the mutants in its process. */
export interface RunRequest {
  /** The test file, from the root of the repository. */
  readonly test: string;
  /** Which of its tests run, by their place in the file; absent: all that pass without a mutant. */
  readonly only?: readonly number[];
  /** The mutants that are on from the first line that is loaded, by their file; such files are loaded anew. */
  readonly active: Readonly<Record<string, readonly number[]>>;
  /** Whether it is noted which mutants each test reaches; every test runs then. */
  readonly isRehearsal?: boolean;
  /** How often one mutant may be met before it counts as a loop without an end. */
  readonly hitLimit: number;
  /** How long each test may take, in ticks of {@link TICK_MS}. */
  readonly tickLimit: number;
}

/** A test that waits too long is noticed in ticks, because a busy machine is late with them too. */
export const TICK_MS = 25;

/** What one test met. */
export interface Outcome {
  /** Its place in the file; -1 for the loading of the file itself. */
  readonly index: number;
  readonly title: string;
  readonly ms: number;
  /** Why it failed; absent when it passed. */
  readonly error?: string;
  /** Whether it failed by something that nobody caught, or by waiting: such a failure may be another test's. */
  readonly isElsewhere?: boolean;
}

/** The mutants of a file that a test file reaches: each by its number, with its quickest tests, -1 for the loading. */
export type Reached = Readonly<Record<string, Readonly<Record<number, readonly number[]>>>>;

export interface RunReply {
  /** Up to the first failure, except in a rehearsal. */
  readonly outcomes: readonly Outcome[];
  /** How many tests the file has. */
  readonly count: number;
  /** Of the active mutants those that were met. */
  readonly met: Readonly<Record<string, readonly number[]>>;
  /** Of a rehearsal alone. */
  readonly reached?: Reached;
  readonly mostHits: number;
  /** The memory of the child, in bytes. */
  readonly memory: number;
}

/** The code of one file, as a child loads it. */
export interface Code {
  /** Where the transpiled file is. */
  readonly plain: string;
  /** The same with all mutants in it as switches; absent where nothing is judged. */
  readonly switched?: string;
}

/** Everything that can be loaded, by path from the root. */
export interface Manifest {
  readonly root: string;
  readonly files: Readonly<Record<string, Code>>;
  /** Jest's `moduleNameMapper`, whose targets are paths from the root. */
  readonly mapped: readonly (readonly [pattern: string, path: string])[];
  /** What each file of `mock-server/` loads, by path from the root. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** What Jest loads before each test file. */
  readonly setup: readonly string[];
}

/** The last word of a child that is still there: which test it is about to run. */
export type FromChild = { readonly begun: number } | { readonly reply: RunReply } | { readonly failed: string };
