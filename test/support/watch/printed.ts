import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isPrintedOnPurpose } from './exceptions.ts';
import { searchWritten } from './findings.ts';

/** Searches what a command line has printed. */
export function searchPrinted(command: string, text: string): void {
  for (const line of text.split('\n')) if (!isPrintedOnPurpose(command, line)) searchWritten(`what \`${command}\` printed`, line);
}

/** Searches what a child process prints, line by line as it comes. */
export function searchStream(command: string, stream: Readable): void {
  createInterface({ input: stream }).on('line', (line) => { searchPrinted(command, line); });
}
