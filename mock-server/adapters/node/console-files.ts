import { bundleConsole } from '../../console/bundle.mjs';
import { lazily } from '../../lazily.ts';

/**
 * The files of the console by their names, bundled from their sources. In the package `packaged-console-files.ts`
 * stands in the place of this file.
 */
export const readConsoleFiles = lazily<ReadonlyMap<string, string>>(bundleConsole);
