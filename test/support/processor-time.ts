/**
 * The processor time that this process has taken so far, in milliseconds. A busy machine stretches it less than the
 * wall clock, and some times still.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What takes the square of 250 kB takes half a minute or more, and what goes through it once some milliseconds. */
export const SQUARE_MS = 10_000;
