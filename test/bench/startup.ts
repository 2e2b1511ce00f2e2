import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { median } from './statistics.ts';

const DIST = new URL('../../dist/', import.meta.url);

/** The most that importing our MSW entry may add to importing msw, in milliseconds. */
const IMPORT_MARK_MS = 30;

/** Times what the built package costs at start. Gives the number of marks that were missed. */
export async function timeStartup(rounds: number): Promise<number> {
  if (!existsSync(DIST)) {
    console.log('\nStart-up times need the built package: npm run build');
    return 0;
  }
  const added = median(Array.from({ length: rounds }, importTime));
  const ready: number[] = [];
  for (let round = 0; round < rounds; round += 1) ready.push(await readyTime());
  const missed = added > IMPORT_MARK_MS;
  console.log(`\nimport 'lp-auth-mock/msw' adds ${added.toFixed(1)} ms to importing msw (mark: at most ${String(IMPORT_MARK_MS)})${missed ? ' MISSED' : ''}`);
  console.log(`the command line is ready after ${median(ready).toFixed(0)} ms, node's own start included`);
  return missed ? 1 : 0;
}

function importTime(): number {
  const script = `await import('msw'); const t = performance.now(); await import(${JSON.stringify(new URL('msw.js', DIST).href)}); console.log(performance.now() - t)`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

/** From the start of the process to its ready line. */
function readyTime(): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [new URL('cli.js', DIST).pathname, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', () => {
      resolve(performance.now() - startedAt);
      child.kill();
    });
  });
}
