import type { Door } from './door.ts';
import { expressDoor, serverDoor } from './door-http.ts';
import { handleDoor } from './door-handle.ts';
import { mswDoor } from './door-msw.ts';
import { isEverything } from './everything.ts';

/**
 * The ways to reach the engine that each conformance file runs through. The browser's door is the one beside them: a
 * Chromium takes a second to start, so `test/adapters/msw-browser.test.ts` runs all files through one of them.
 */
export const doors: readonly Door[] = [handleDoor, expressDoor, serverDoor, mswDoor];

/** What a behaviour means shows through one in process and one over a socket. */
export const usualDoors: readonly Door[] = isEverything ? doors : [handleDoor, serverDoor];
