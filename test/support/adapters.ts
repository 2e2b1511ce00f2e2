import type { Adapter } from './adapter.ts';
import { expressAdapter, serverAdapter } from './adapter-http.ts';
import { handleAdapter } from './adapter-handle.ts';
import { mswAdapter } from './adapter-msw.ts';
import { isEverything } from './everything.ts';

/**
 * The ways to reach the engine that each conformance file runs through. The browser's adapter is the one beside them: a
 * Chromium takes a second to start, so `test/adapters/msw-browser.test.ts` runs all files through one of them.
 */
export const adapters: readonly Adapter[] = [handleAdapter, expressAdapter, serverAdapter, mswAdapter].filter(isWanted);

/** CI repeats the suite with another MSW: the adapters that do not use it have said all with the first. */
function isWanted({ name }: Adapter): boolean {
  return process.env['LP_TEST_ADAPTERS'] !== 'msw' || name === handleAdapter.name || name === mswAdapter.name;
}

/** What a behaviour means shows through one of them; what the wire carries is tried through all. */
export const usualAdapters: readonly Adapter[] = isEverything ? adapters : [handleAdapter];
