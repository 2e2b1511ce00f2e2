import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { snippetsOf } from '../docs/snippets.ts';
import type { Ran } from './run.ts';
import { attempt, run } from './run.ts';
import { makeTemporaryFolder, repository } from './tarball.ts';

// Installs the tools of the build three times over.
jest.setTimeout(1_800_000);

/** Without a registry nothing here can be installed. CI has to have one: there the tests fail instead. */
const asked = await attempt('npm', ['view', 'esbuild', 'version', '--fetch-retries=0'], repository);
const describeInstalled = asked.code === 0 || process.env['CI'] === 'true' ? describe : describe.skip;

const TOKEN = /(?:^|\n)eyJ[\w-]+\.[\w-]+\.[\w-]+\n?$/;

/** The lines of the README's section that are for one place. */
const linesFor = (place: string): string[] =>
  snippetsOf('README.md')
    .filter(({ info }) => info === `sh ${place}`)
    .flatMap(({ code }) => code.trim().split('\n'));

describeInstalled("The README's ways to get the package (skipped where no npm registry answers)", () => {
  const folder = makeTemporaryFolder();
  // Named as `git clone` names it: the README's lines go by that.
  const clone = join(folder, 'lp-auth-mock');
  const global = join(folder, 'global');
  const project = join(folder, 'project');
  beforeAll(() => {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' })
      .split('\0')
      .filter((file) => file !== '');
    for (const file of files) if (existsSync(join(repository, file))) copyInto(clone, file);
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@localhost', ...args], { cwd: clone });
    };
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'all');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const shell = (line: string, cwd: string): Promise<Ran> =>
    attempt('sh', ['-c', line], cwd, {
      npm_config_prefix: global,
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      PATH: [join(global, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    });

  async function expectAllWork(lines: readonly string[], cwd: string): Promise<void> {
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const { code, stdout, stderr } = await shell(line, cwd);
      expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
      if (line.endsWith('token app')) expect(stdout).toMatch(TOKEN);
    }
  }

  it('npm ci, with and without scripts, builds nothing in a clone', async () => {
    await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], clone);
    await run('npm', ['ci', '--no-audit', '--no-fund'], clone);
    expect(existsSync(join(clone, 'dist'))).toBe(false);
  });

  it('in the clone', async () => {
    await expectAllWork(linesFor('clone'), clone);
  });

  it('as a tarball, which npm pack writes in the clone', async () => {
    // As on a fresh clone.
    rmSync(join(clone, 'node_modules'), { recursive: true });
    await run('npm', ['pack'], clone);
    await expectAllWork(linesFor('project'), project);
  });

  it('with a test of its own, which passes', async () => {
    const [snippet] = snippetsOf('README.md').filter(({ info }) => info === 'js jest-esm');
    writeFileSync(join(project, 'connector.test.mjs'), snippet?.code ?? '');
    await expectAllWork(linesFor('tests'), project);
  });

  it('from git', async () => {
    rmSync(join(clone, 'dist'), { recursive: true, force: true });
    const other = join(folder, 'by-git');
    mkdirSync(other);
    writeFileSync(join(other, 'package.json'), '{ "private": true }\n');
    await expectAllWork(
      linesFor('git').map((line) => line.replace('<URL>', pathToFileURL(clone).href)),
      other,
    );
  });
});

function copyInto(target: string, file: string): void {
  mkdirSync(dirname(join(target, file)), { recursive: true });
  cpSync(join(repository, file), join(target, file));
}
