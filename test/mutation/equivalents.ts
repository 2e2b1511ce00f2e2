/** A change that nobody can notice. */
export interface Equivalent {
  /** Its file, from the root. */
  readonly file: string;
  /** The text that is replaced, as it stands there, with all its white space as one space. */
  readonly code: string;
  /** What replaces it, in StrykerJS's spelling, white space as above. */
  readonly becomes: string;
  /** The line that it stands in, trimmed, where the same change elsewhere in the file is no equivalent. */
  readonly line?: string;
  /** Why nobody can notice. */
  readonly why: string;
}

/** At most 4 % of a folder, which the tool checks. One that a test notices is reported: it is none, and goes. */
export const EQUIVALENTS: readonly Equivalent[] = [];
