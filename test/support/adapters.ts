import type { Adapter } from './adapter.ts';
import { expressAdapter, serverAdapter } from './adapter-http.ts';
import { handleAdapter } from './adapter-handle.ts';
import { mswAdapter } from './adapter-msw.ts';
import { isEverything } from './everything.ts';

/**
 * The ways to reach the engine that each conformance file runs through. The browser's adapter is the one beside them: a
 * Chromium takes a second to start, so `test/adapters/msw-browser.test.ts` runs all files through one of them.
 */
export const adapters: readonly Adapter[] = [handleAdapter, expressAdapter, serverAdapter, mswAdapter];

/** What a behaviour means shows through one of them; what the wire carries is tried through all. */
export const usualAdapters: readonly Adapter[] = isEverything ? adapters : [handleAdapter];
