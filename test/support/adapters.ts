import type { Adapter } from './adapter.ts';
import { expressAdapter, serverAdapter } from './adapter-http.ts';
import { handleAdapter } from './adapter-handle.ts';
import { mswAdapter } from './adapter-msw.ts';
import { workerAdapter } from './adapter-worker.ts';
import { isEverything } from './everything.ts';

/**
 * The ways to reach the engine that each conformance file runs through. The browser's adapter is the one beside them: a
 * Chromium takes a second to start, so `test/adapters/msw-browser.test.ts` runs all files through one of them.
 */
export const adapters: readonly Adapter[] = chosen();

/**
 * CI repeats the suite with another MSW: the adapters that do not use it have said all with the first. The worker has a
 * step of its own: each of its mocks starts a workerd.
 */
function chosen(): readonly Adapter[] {
  const { LP_TEST_ADAPTERS: wanted } = process.env;
  if (wanted === 'msw') return [handleAdapter, mswAdapter];
  if (wanted === 'worker') return [workerAdapter];
  return [handleAdapter, expressAdapter, serverAdapter, mswAdapter];
}

/** What a behaviour means shows through one of them; what the wire carries is tried through all. */
export const usualAdapters: readonly Adapter[] =
  isEverything || process.env['LP_TEST_ADAPTERS'] === 'worker' ? adapters : [handleAdapter];
