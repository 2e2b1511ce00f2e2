import type { Terminal } from '../terminal.ts';

/** What one check found. */
export interface Finding {
  /** `fail` stops the mock or a client of it, `note` may surprise somebody, `skip` could not be looked at. */
  readonly level: 'ok' | 'note' | 'fail' | 'skip';
  /** What is so, in one line. */
  readonly line: string;
  /** What to do about it, in one line. */
  readonly remedy?: string | undefined;
}

/** What checks know of the outside. */
export interface Surroundings {
  readonly env: Terminal['env'];
  readonly cwd: string;
  /** The port that the mock is to take. */
  readonly port: number;
  /** Folder of the development CA. */
  readonly dataFolder: string;
}
