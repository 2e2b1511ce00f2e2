import { UsageError } from './command.ts';

/** A port as it was typed behind a flag; 0 stands for any free one. @throws UsageError when it is none. */
export function readPort(flag: string, typed: string): number {
  if (!/^\d{1,5}$/.test(typed) || Number(typed) > 65_535)
    throw new UsageError(`--${flag} ${typed}: a port is a number up to 65535`);
  return Number(typed);
}
