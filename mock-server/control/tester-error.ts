/** What a tester handed in, a function of a fault or of the options, threw: neither the mock nor the call is to blame. */
export class TesterError extends Error {
  override readonly name = 'TesterError';
  /** What threw, for the start of a sentence. */
  readonly what: string;

  constructor(what: string, cause: unknown) {
    super(`${what} threw`, { cause });
    this.what = what;
  }
}
