import type { Command } from '../command.ts';
import { endpoints } from './endpoints.ts';
import { inspect } from './inspect.ts';
import { run } from './run.ts';
import { start } from './start.ts';
import { token } from './token.ts';

/** Every command. Help, parsing and suggestions follow from these rows. */
export const commands: readonly Command[] = [
  start,
  run,
  endpoints,
  token,
  inspect,
];
