/**
 * Whether everything is tested times everything (`npm run test:all`, and CI). `npm test` runs what a behaviour means
 * through one adapter and what the wire carries through all, with a twentieth of the runs of each property.
 */
export const isEverything = process.env['LP_TEST_ALL'] === 'true';

/** How often a property is tried: so often when everything is tested, a twentieth of it otherwise. */
export function runs(count: number): number {
  return isEverything ? count : Math.ceil(count / 20);
}
