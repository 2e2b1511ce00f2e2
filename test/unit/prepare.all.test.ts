import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../mock-server/prepare.mjs', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lp-auth-mock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A checkout whose dependencies are there, with a build that only writes the file that a build writes last. */
function checkOut(): void {
  for (const name of ['mock-server', 'fixtures', 'keys']) mkdirSync(join(folder, name));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'fixtures/a.json'])
    writeFileSync(join(folder, name), '{}');
  cpSync(SCRIPT, join(folder, 'mock-server', 'prepare.mjs'));
  writeFileSync(
    join(folder, 'mock-server', 'ensure-deps.mjs'),
    "console.error('dependencies', process.env.npm_config_global ?? 'local');",
  );
  writeFileSync(
    join(folder, 'mock-server', 'build.mjs'),
    `
    import { mkdirSync, writeFileSync } from 'node:fs';
    mkdirSync('dist', { recursive: true });
    writeFileSync('dist/sbom.cdx.json', '{}');
    console.error('build');`,
  );
}

/** Runs the script as npm does, for a command of npm's with its configuration. */
function prepare(command: string, config: Readonly<Record<string, string>> = {}): string {
  const variables = Object.fromEntries(Object.entries(config).map(([name, value]) => [`npm_config_${name}`, value]));
  const outside = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const env = { ...outside, npm_command: command, ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['mock-server/prepare.mjs'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  return stderr;
}

const BUILDS = 'dependencies local\nbuild\n';

it.each([
  ['npm ci in a clone', 'ci', {}, ''],
  ['npm install in a clone', 'install', { local_prefix: '.' }, ''],
  ['an install by git URL or folder from another project', 'install', { local_prefix: tmpdir() }, BUILDS],
  ['npm install -g . in a clone', 'install', { local_prefix: '.', global: 'true' }, BUILDS],
  ['npm link in a clone', 'link', { local_prefix: '.', global: 'true' }, BUILDS],
  ['npx of a git URL', 'exec', { local_prefix: tmpdir() }, BUILDS],
])('%s', (_, command, config, said) => {
  checkOut();
  expect(prepare(command, config)).toBe(said);
  expect(existsSync(join(folder, 'dist'))).toBe(said !== '');
});

it('builds once, and again after a change', () => {
  checkOut();
  expect(prepare('pack')).toBe(BUILDS);
  expect(prepare('pack')).toBe('');
  const later = new Date(Date.now() + 60_000);
  utimesSync(join(folder, 'fixtures', 'a.json'), later, later);
  expect(prepare('pack')).toBe(BUILDS);
});
