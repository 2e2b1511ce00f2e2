/**
 * What a tester handed in, a function of a fault or of the options, failed: neither the mock nor the call is to blame.
 */
export class TesterError extends Error {
  override readonly name = 'TesterError';

  /**
   * @param message - what failed and, where nothing was thrown, how; it is told to the caller
   * @param options - `cause` is what was thrown; of that only the place is told, as it may quote a secret
   */
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
  }
}
