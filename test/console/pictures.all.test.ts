import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { findChromium } from '../support/browser/find-chromium.ts';

const itInBrowser = findChromium() === undefined ? it.skip : it;

/** What `npm run pictures` writes, as it is run there. */
async function take(): Promise<ReadonlyMap<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'lp-auth-mock-pictures-'));
  try {
    const script = fileURLToPath(new URL('pictures.ts', import.meta.url));
    await promisify(execFile)(process.execPath, ['--import', 'tsx', script, folder]);
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

itInBrowser('npm run pictures makes the same pictures every time, light and dark, and small ones', async () => {
  const [first, second] = [await take(), await take()];
  expect([...first.keys()].sort()).toEqual([
    'calls-dark.png',
    'calls-light.png',
    'picture-dark.png',
    'picture-light.png',
  ]);
  for (const [name, bytes] of first) {
    expect([name, second.get(name)?.equals(bytes)]).toEqual([name, true]);
    expect(bytes.length).toBeLessThan(200_000);
  }
});
