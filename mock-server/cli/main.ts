#!/usr/bin/env node
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

// Not by a top-level await, which CommonJS has none of: as that the program is bundled, because it loads faster.
void runProgram(process.argv.slice(2), processTerminal()).then((exitCode) => {
  // What was written may still be on its way, and a timer of the mock must not keep an ended command alive.
  process.stdout.write('', () => {
    process.stderr.write('', () => {
      process.exit(exitCode);
    });
  });
});
