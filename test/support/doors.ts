import type { Door } from './door.ts';
import { expressDoor } from './door-express.ts';
import { handleDoor } from './door-handle.ts';
import { mswDoor } from './door-msw.ts';

/** Every way to reach the engine. */
export const doors: readonly Door[] = [handleDoor, expressDoor, mswDoor];
