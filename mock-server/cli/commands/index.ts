import type { Command } from '../command.ts';
import { start } from './start.ts';

/** Every command. Help, parsing and suggestions follow from these rows. */
export const commands: readonly Command[] = [
  start,
];
