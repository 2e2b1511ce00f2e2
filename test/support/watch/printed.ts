import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isClient, isPrintedOnPurpose } from './exceptions.ts';
import { searchWritten } from './findings.ts';

/** Searches what a command line has printed. */
export function searchPrinted(command: string, text: string): void {
  for (const line of text.split('\n')) if (!isPrintedOnPurpose(command, line)) searchWritten(`what \`${command}\` printed`, line);
}

/** Searches what a child process prints, line by line as it comes. */
export function searchChild(command: string, { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable }): void {
  const streams = isClient(command) ? [stderr] : [stdout, stderr];
  for (const input of streams) createInterface({ input }).on('line', (line) => { searchPrinted(command, line); });
}
