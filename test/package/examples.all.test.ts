import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { FLAGS } from '../support/browser/chromium.ts';
import { findChromium } from '../support/browser/find-chromium.ts';
import { decode } from '../support/flows.ts';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { openProject } from './project.ts';
import { attempt } from './run.ts';
import { repository } from './tarball.ts';

// Test runners and a browser are started here, which a busy machine takes its time for.
jest.setTimeout(180_000);

const project = await openProject(['@playwright/test@1', 'jest@30']);
const { folder } = project ?? { folder: '' };
const describeInstalled = project === undefined ? describe.skip : describe;
if (project !== undefined) cpSync(join(repository, 'examples'), join(folder, 'examples'), { recursive: true });

const chromium = findChromium();
const npx = (command: string, args: readonly string[], cwd = folder): ReturnType<typeof attempt> =>
  attempt('npx', ['--no', command, ...args], cwd);

describeInstalled('The examples, with the installed tarball (skipped where no npm registry answers)', () => {
  afterAll(() => {
    project?.remove();
  });

  it('the connector says a word under run', async () => {
    const { code, stdout, stderr } = await npx('lp-auth-mock', [
      'run',
      '--',
      'node',
      'examples/connector/connector.mjs',
      'Hello!',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'lp-auth-mock: answered 7 calls\n' });
    expect(JSON.parse(stdout)).toEqual({ code: 'OK', body: { sequence: 0 }, reqId: '1' });
  });

  (hasPrograms('curl', 'jq') ? it : it.skip)('the visitor in a shell has its tokens under run', async () => {
    const { code, stdout } = await npx('lp-auth-mock', [
      'run',
      '--',
      'sh',
      '-c',
      "sh examples/visitor/visitor.sh | sed 's/[^.]*$/cut/'",
    ]);
    expect(code).toBe(0);
    const tokens = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    ) as Record<string, string>;
    const subjectOf = (name: string): unknown => decode(tokens[name] ?? '').claims['sub'];
    expect(subjectOf('LP_JWT')).toBe(subjectOf('LP_EXT_JWT'));
    expect(subjectOf('refreshed')).toBe(subjectOf('LP_EXT_JWT'));
  });

  it('the Jest project passes', async () => {
    const { code, stderr } = await attempt(
      process.execPath,
      ['--experimental-vm-modules', join(folder, 'node_modules', 'jest', 'bin', 'jest.js')],
      inExample('jest'),
    );
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toContain('3 passed, 3 total');
  });

  it('the Vitest project passes', async () => {
    const { code, stdout, stderr } = await npx('vitest', ['run'], inExample('vitest'));
    expect({ code, stderr: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('2 passed');
  });

  // CI has to have a browser: there the test fails instead.
  (chromium === undefined && process.env['CI'] !== 'true' ? it.skip : it)(
    'the Playwright project passes in Chromium',
    async () => {
      const variables = { CHROMIUM_PATH: chromium ?? '', CHROMIUM_FLAGS: FLAGS.join(' ') };
      const { code, stdout, stderr } = await attempt(
        'npx',
        ['--no', 'playwright', 'test'],
        inExample('playwright'),
        variables,
      );
      expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
      expect(stdout).toContain('1 passed');
    },
  );
});

/** An example's folder. What it would install stands in the project above it. */
function inExample(name: string): string {
  return join(folder, 'examples', name);
}
