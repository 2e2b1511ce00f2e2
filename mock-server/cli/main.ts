#!/usr/bin/env node
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

const exitCode = await runProgram(process.argv.slice(2), processTerminal());
// What was written may still be on its way, and a timer of the mock must not keep an ended command alive.
process.stdout.write('', () => { process.stderr.write('', () => { process.exit(exitCode); }); });
