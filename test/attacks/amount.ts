/** How many calls are made in process; of raw connections a tenth of it. `LP_FUZZED_CALLS` says otherwise. */
const FULL = 200_000;
const QUICK = 2_000;

const wanted = process.env['LP_FUZZED_CALLS'] ?? String(process.env['CI'] === 'true' ? FULL : QUICK);
if (!/^[1-9]\d{0,8}$/.test(wanted))
  throw new Error(`LP_FUZZED_CALLS is ${JSON.stringify(wanted)}; give a number of calls`);

export const FUZZED_CALLS = Number(wanted);
export const RAW_CONNECTIONS = Math.ceil(FUZZED_CALLS / 10);

/** Every call is made from this and its own number, so that one that fails can be made alone. */
export const SEED = Number(process.env['LP_FUZZ_SEED'] ?? 20_261_120);

/** So long may all of it take, in milliseconds: far more than it does anywhere, and less than for ever. */
export const LONGEST_MS = 1_800_000;

/** How much of another attack is tried: all of it in CI, and a tenth where a developer waits for it. */
export function amount(all: number): number {
  return process.env['CI'] === 'true' ? all : Math.ceil(all / 10);
}

/** Every so manieth scenario of the corpus gives calls to make others from. */
export const SCENARIO_STEP = process.env['CI'] === 'true' ? 4 : 20;
