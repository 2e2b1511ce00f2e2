import type { Command } from '../command.ts';
import { ca } from './ca.ts';
import { doctor } from './doctor.ts';
import { endpoints } from './endpoints.ts';
import { inspect } from './inspect.ts';
import { proxy } from './proxy.ts';
import { run } from './run.ts';
import { start } from './start.ts';
import { token } from './token.ts';

/** Every command. Help, parsing and suggestions follow from these rows. */
export const commands: readonly Command[] = [
  start,
  run,
  proxy,
  ca,
  doctor,
  endpoints,
  token,
  inspect,
];
