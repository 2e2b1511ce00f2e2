import { afterAll, afterEach } from '@jest/globals';
import { failIfFound, searchError } from './findings.ts';
import { watchConsole, watchWrites } from './printed.ts';
import { disableStorages, noteStorages } from './storages.ts';

const endWatches = [process.stdout, process.stderr].map(watchWrites);
watchConsole(console);
noteStorages();

/** The message of every error that the mock makes, wherever it goes and whether or not anybody shows it. */
for (const name of ['Error', 'TypeError', 'RangeError'] as const) {
  const Made = globalThis[name];
  const construct = (target: ErrorConstructor, given: unknown[], asked: unknown): object => {
    const error = Reflect.construct(target, given, asked === watched ? target : (asked as ErrorConstructor)) as Error;
    // The first line of the stack is the place that made it: the mock tells it.
    if (asked === watched) Made.captureStackTrace(error, construct);
    searchError(error);
    return error;
  };
  const watched: ErrorConstructor = new Proxy(Made, { construct });
  globalThis[name] = watched;
}

afterEach(failIfFound);

afterAll(() => {
  for (const end of endWatches) end();
  disableStorages();
  failIfFound();
});
