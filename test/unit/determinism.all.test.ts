import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { searchPrinted } from '../support/watch/printed.ts';
import { runFlow, seededMock } from './seeded-flow.ts';

/** The flow in a process of its own. */
async function runInProcess(seed: string): Promise<string> {
  const script = fileURLToPath(new URL('seeded-process.ts', import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, seed], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  searchPrinted('seeded-process', stderr);
  return stdout;
}

it('two processes with a seed and a frozen clock answer byte for byte alike, and so does this one', async () => {
  const [one, two] = await Promise.all([runInProcess('run-7'), runInProcess('run-7')]);
  expect(two).toBe(one);
  expect(JSON.stringify(await runFlow(seededMock('run-7')))).toBe(one);
});
