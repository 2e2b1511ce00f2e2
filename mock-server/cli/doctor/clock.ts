import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimeSource } from '../../clock.ts';
import type { Finding } from './finding.ts';

/** When this was written: a clock that stands before it is wrong. */
const WRITTEN = Date.parse('2026-11-01T00:00:00Z');

/** Tokens and certificates bear times; more than this between two clocks is noticed by one of them. */
const TOLERANCE_MS = 5000;

/**
 * Whether this process and the file system, which may be another machine's, agree on a time that can be.
 *
 * @param temporary - folder for temporary files. Default: that of this machine
 */
export async function checkClock(time: TimeSource = Date, temporary = tmpdir()): Promise<Finding> {
  const now = time.now();
  if (now < WRITTEN)
    return {
      level: 'fail',
      line: `the clock stands at ${new Date(now).toISOString()}, which is in the past`,
      remedy: 'set the clock; certificates are not valid yet at that time',
    };
  const skewMs = await fileSystemSkew(time, temporary).catch(() => undefined);
  if (skewMs === undefined)
    return { level: 'skip', line: 'clock skew: the folder for temporary files cannot be written' };
  if (Math.abs(skewMs) <= TOLERANCE_MS) return { level: 'ok', line: `clock: ${new Date(now).toISOString()}` };
  return {
    level: 'note',
    line: `clock: this process and the file system are ${String(Math.round(Math.abs(skewMs) / 1000))} s apart`,
    remedy:
      'synchronise the clocks of machine and container; otherwise tokens of one are expired, or from the future, in the other',
  };
}

async function fileSystemSkew(time: TimeSource, temporary: string): Promise<number> {
  const folder = await mkdtemp(join(temporary, 'lp-auth-mock-doctor-'));
  try {
    const file = join(folder, 'now');
    await writeFile(file, '');
    return (await stat(file)).mtimeMs - time.now();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
