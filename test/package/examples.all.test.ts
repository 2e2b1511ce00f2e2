import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
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

/** A Python that has pytest: Debian's belongs to its own Python, which need not be the first in `PATH`. */
const PYTHON = required(
  'pytest',
  ['python3', '/usr/bin/python3'].find((program) => spawnSync(program, ['-m', 'pytest', '--version']).status === 0),
);

/** JUnit and what runs it in one jar, where Debian's package `junit5` puts it. */
const JUNIT = required('junit5', ['/usr/share/java/junit-platform-console-standalone.jar'].find(existsSync));

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

  (PYTHON === undefined ? it.skip : it)('the pytest project passes', async () => {
    const { code, stdout, stderr } = await attempt(
      PYTHON ?? '',
      ['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider'],
      inExample('python'),
    );
    expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
    expect(stdout).toContain('4 passed');
  });

  (JUNIT === undefined || !hasPrograms('javac') ? it.skip : it)('the JUnit project passes', async () => {
    const jar = JUNIT ?? '';
    const classes = join(folder, 'classes');
    const sources = readdirSync(inExample('java')).filter((name) => name.endsWith('.java'));
    const compiled = await attempt('javac', ['-Xlint:all', '-d', classes, '-cp', jar, ...sources], inExample('java'));
    expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' });
    const { code, stdout, stderr } = await attempt(
      'java',
      ['-cp', [jar, classes].join(delimiter), 'org.junit.platform.console.ConsoleLauncher', '-c', 'ConnectorTest'],
      inExample('java'),
    );
    expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
    expect(stdout).toContain('3 tests successful');
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

/** What a test needs; where it is missing the test is skipped, but for CI, which has to have it. */
function required(name: string, found: string | undefined): string | undefined {
  if (found !== undefined) return found;
  if (process.env['CI'] === 'true') throw new Error(`${name} is not installed`);
  console.warn(`not tested here: ${name} is not installed`);
  return undefined;
}

/** An example's folder. What it would install stands in the project above it. */
function inExample(name: string): string {
  return join(folder, 'examples', name);
}
