import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('memory-flood.ts', import.meta.url));
const IS_CI = process.env['CI'] === 'true';

interface Flood {
  readonly megabytes: number;
  /** Calls of a megabyte, of every kind. */
  readonly long: number;
  /** Calls that leave as much behind as they can, of every kind. */
  readonly small: number;
  /** Of the kind that leaves most: unbounded they would take more than twice the limit. */
  readonly logins: number;
}

interface Growth {
  /** By how much the heap was over that of an idle mock, at its largest, in megabytes. */
  readonly most: number;
  readonly afterLong: number;
  readonly notes: number;
  readonly lastNote?: string;
}

/** In a process that ends where the hostile page used to end the mock: with a heap of 512 MB. */
async function flood({ megabytes, long, small, logins }: Flood): Promise<Growth> {
  const flags = ['--expose-gc', '--max-old-space-size=512', '--import', 'tsx'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, SCRIPT, ...[megabytes, long, small, logins].map(String)],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return JSON.parse(stdout) as Growth;
}

describe('the heap over that of an idle mock, whatever is sent', () => {
  it('is 200 MB at most with the defaults', async () => {
    const { most, afterLong } = await flood({
      megabytes: 200,
      long: IS_CI ? 3000 : 700,
      small: IS_CI ? 2000 : 1000,
      logins: IS_CI ? 150_000 : 100_000,
    });
    expect(most).toBeLessThan(200);
    // Of a gigabyte of long calls next to nothing is left.
    expect(afterLong).toBeLessThan(40);
  }, 600_000);

  it('follows limits.megabytes, and the journal says in few lines what went', async () => {
    const { most, notes, lastNote } = await flood({
      megabytes: 30,
      long: 60,
      small: IS_CI ? 4000 : 2000,
      logins: 15_000,
    });
    expect(most).toBeLessThan(30);
    expect(notes).toBeGreaterThan(0);
    expect(notes).toBeLessThan(30);
    expect(lastNote).toMatch(/^what the mock keeps reached limits\.megabytes \(30\); gone: \d+ /);
  }, 600_000);
});
