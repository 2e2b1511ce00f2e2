import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { format } from 'node:util';
import { isClient, isPrintedOnPurpose } from './exceptions.ts';
import { searchWritten } from './findings.ts';

/** Searches what a command line has printed. */
export function searchPrinted(command: string, text: string): void {
  for (const line of text.split('\n'))
    if (!isPrintedOnPurpose(command, line)) searchWritten(`what \`${command}\` printed`, line);
}

/** Searches what a child process prints, line by line as it comes. */
export function searchChild(
  command: string,
  { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable },
): void {
  const streams = isClient(command) ? [stderr] : [stdout, stderr];
  for (const input of streams)
    createInterface({ input }).on('line', (line) => {
      searchPrinted(command, line);
    });
}

/** Searches what this process prints through a console. */
export function watchConsole(console: Pick<Console, 'debug' | 'error' | 'info' | 'log' | 'warn'>): void {
  for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    const print = console[method].bind(console);
    console[method] = (...given: readonly unknown[]) => {
      searchWritten(`console.${method}`, format(...given));
      print(...given);
    };
  }
}

/** Searches what this process writes to a stream; answers what ends that, because the stream outlives the test file. */
export function watchWrites(stream: Pick<NodeJS.WriteStream, 'write'>): () => void {
  const write = stream.write.bind(stream) as (...given: readonly unknown[]) => boolean;
  stream.write = (...given: readonly unknown[]): boolean => {
    searchWritten('the output of the tests', String(given[0]));
    return write(...given);
  };
  return () => {
    stream.write = write;
  };
}
