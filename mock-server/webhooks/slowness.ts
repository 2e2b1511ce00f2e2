/** For how long an endpoint must have been too slow to be disabled, by the account's clock. */
const SLOW_FOR_MS = 120_000;

/** What an app's endpoints are measured by. */
export interface SlownessSetup {
  /** How long an attempt may take, in milliseconds of the wall's time. */
  readonly slowMs: number;
  /** The account's clock. */
  readonly nowMs: () => number;
  /** The installation as it is now: another object once it was installed anew. */
  readonly installed: () => object | undefined;
}

/** Which endpoints of an app take too long. One that does so for two minutes is disabled until it is installed anew. */
export interface Slowness {
  /** An attempt is over, and took so long. Whether its endpoint is disabled from now on. */
  readonly note: (url: string, durationMs: number) => boolean;
  /** Why nothing is sent to an endpoint any more. Undefined: it is not disabled. */
  readonly complaint: (url: string) => string | undefined;
  /** Enables all again. */
  readonly forgive: () => void;
}

/** An endpoint whose last attempts all took too long. */
interface Slow {
  readonly sinceMs: number;
  isDisabled: boolean;
}

export function createSlowness({ slowMs, nowMs, installed }: SlownessSetup): Slowness {
  let before: object | undefined;
  const slow = new Map<string, Slow>();
  const slowOnes = (): Map<string, Slow> => {
    const now = installed();
    if (now !== before) slow.clear();
    before = now;
    return slow;
  };
  return {
    note: (url, durationMs) => {
      const endpoints = slowOnes();
      const known = endpoints.get(url);
      if (known?.isDisabled === true) return false;
      if (durationMs <= slowMs) endpoints.delete(url);
      else if (known === undefined) endpoints.set(url, { sinceMs: nowMs(), isDisabled: false });
      else known.isDisabled = nowMs() - known.sinceMs >= SLOW_FOR_MS;
      return known?.isDisabled === true;
    },
    complaint: (url) =>
      slowOnes().get(url)?.isDisabled === true
        ? `the endpoint was disabled: each attempt of two minutes took over ${String(slowMs)} ms (webhooks.slowMs); ` +
          'install it again, or resume the webhooks'
        : undefined,
    forgive: () => {
      slow.clear();
    },
  };
}
