import { afterAll, afterEach } from '@jest/globals';
import { format } from 'node:util';
import { failIfFound, searchError, searchWritten } from './findings.ts';

/** What this process prints, whoever does it. */
const restore = [process.stdout, process.stderr].map((stream) => {
  const write = stream.write.bind(stream) as (...given: readonly unknown[]) => boolean;
  stream.write = (...given: readonly unknown[]): boolean => {
    searchWritten('the output of the tests', String(given[0]));
    return write(...given);
  };
  return () => { stream.write = write; };
});

for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
  const print = console[method].bind(console);
  console[method] = (...given: readonly unknown[]) => {
    searchWritten(`console.${method}`, format(...given));
    print(...given);
  };
}

/** The message of every error that the mock makes, wherever it goes and whether or not anybody shows it. */
for (const name of ['Error', 'TypeError', 'RangeError'] as const) {
  const Made = globalThis[name];
  const construct = (target: ErrorConstructor, given: unknown[], asked: unknown): object => {
    const error = Reflect.construct(target, given, asked === watched ? target : asked as ErrorConstructor) as Error;
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
  for (const each of restore) each();
  failIfFound();
});
