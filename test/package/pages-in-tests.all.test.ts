import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES, snippetsOf } from '../docs/snippets.ts';
import { findChromium } from '../support/browser/find-chromium.ts';
import { openProject } from './project.ts';
import { openSnippetPage } from './snippet-page.ts';
import { attempt, run } from './run.ts';
import { repository } from './tarball.ts';

// Compilers, test runners and a browser are started here, which a busy machine takes its time for.
jest.setTimeout(180_000);

const project = await openProject([
  '@types/jest@30',
  'jest-environment-jsdom@30',
  'jest-fixed-jsdom@0.0.11',
  'babel-jest@30',
  '@babel/plugin-transform-modules-commonjs@7',
]);
const { folder } = project ?? { folder: '' };
const describeInstalled = project === undefined ? describe.skip : describe;

const snippets = PAGES.flatMap(snippetsOf);
const { version: mswVersion } = JSON.parse(
  readFileSync(join(repository, 'node_modules', 'msw', 'package.json'), 'utf8'),
) as { version: string };
const [mswMajor] = mswVersion.split('.');
const jestProgram = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');

describeInstalled("The pages' tests, run with the installed tarball (skipped where no npm registry answers)", () => {
  afterAll(() => {
    project?.remove();
  });

  it.each(['README.md', 'docs/testing.md', 'docs/provoking.md'])('%s: Jest with ES modules', async (page) => {
    const file = `${page.replace(/\W+/g, '-')}.test.mjs`;
    const code = codeOf('js jest-esm', page);
    write(file, code);
    await expectAllPass(['--experimental-vm-modules', jestProgram, '--rootDir', folder, '--json', file], code);
  });

  it('Vitest without globals', async () => {
    const code = codeOf('js vitest');
    write('page.vitest.test.mjs', code);
    await expectAllPass(
      [join(folder, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=json', 'page.vitest'],
      code,
    );
  });

  it('Jest with CommonJS, without any settings', async () => {
    const code = codeOf('js jest-commonjs');
    write('page-plain.test.js', code);
    await expectAllPass([jestProgram, '--rootDir', folder, '--json', 'page-plain'], code);
  });

  // MSW 3 has no CommonJS at all; docs/testing.md says what to do instead.
  if (mswMajor === '2') {
    it('Jest with CommonJS and MSW 2', async () => {
      const code = codeOf('js jest-commonjs-msw');
      write('page-msw.test.js', code);
      write('page-msw.config.js', codeOf('js jest-commonjs-msw-config'));
      await expectAllPass([jestProgram, '--config', join(folder, 'page-msw.config.js'), '--json', 'page-msw'], code);
    });
  }

  it('Jest with jsdom', async () => {
    const code = codeOf('js jest-jsdom');
    write('page-jsdom.test.mjs', code);
    write('jsdom-with-node.js', codeOf('js jsdom-environment'));
    await expectAllPass(['--experimental-vm-modules', jestProgram, '--rootDir', folder, '--json', 'page-jsdom'], code);
  });

  it('says what to do where MSW cannot be loaded', async () => {
    write('page-refused.test.js', codeOf('js jest-commonjs-msw'));
    const { code, stderr } = await attempt(
      process.execPath,
      [...withoutRequireOfEsm(), jestProgram, '--rootDir', folder, 'page-refused'],
      folder,
    );
    expect(code).toBe(1);
    expect(stderr).toContain(
      'In Jest with CommonJS it takes a transform (see docs/testing.md of this package), or use a port: useMock({ serve: true })',
    );
  });

  it.each(['vitest', 'jest'])('the matchers are known to TypeScript, with %s', async (runner) => {
    const types = `page-${runner}`;
    const use = runner === 'vitest' ? "import { expect } from 'vitest';" : '';
    write(`${types}.d.mts`, codeOf(`ts ${runner}-types`));
    write(
      `${types}-use.mts`,
      `${use}
      import { createMock } from 'lp-auth-mock';
      export const right: void = expect(createMock()).toHaveCalled('send-api.send', { times: 2 });
      export const awaited: Promise<void> = expect({ journal: { find: () => Promise.resolve([]) } }).toHaveReusedToken();
      // @ts-expect-error -- an option that does not exist
      expect(createMock()).toHaveCalled('send-api.send', { often: 2 });`,
    );
    const options = ['--module', 'nodenext', '--types', runner === 'jest' ? 'node,jest' : 'node'];
    await expectTypes([...options, `${types}.d.mts`, `${types}-use.mts`]);
  });

  const chromium = findChromium();
  if (chromium === undefined)
    process.stderr.write('No Chromium found: the service worker of docs/testing.md is not run.\n');

  // CI has to have one: there the test fails instead.
  (chromium === undefined && process.env['CI'] !== 'true' ? it.skip : it)(
    'a service worker in Chromium, moved by Playwright',
    async () => {
      write('page-worker.ts', codeOf('ts worker'));
      await expectTypes([
        '--module',
        'esnext',
        '--moduleResolution',
        'bundler',
        '--lib',
        'es2022,dom,dom.iterable',
        '--types',
        'node',
        'page-worker.ts',
      ]);
      await run('npx', ['--no-install', 'msw', 'init', 'public', '--no-save'], folder);
      const opened = await openSnippetPage(folder, 'page-worker.ts', chromium ?? '');
      try {
        const answer = await opened.play(codeOf('js playwright'), async (tab) =>
          tab.evaluate(async () => {
            const ask = async (): Promise<number> =>
              (await fetch('https://sentinel.liveperson.net/sentinel/well-known/jwks')).status;
            const { lpMock } = globalThis as unknown as { lpMock: { clock: { now(): number } } };
            return { statuses: [await ask(), await ask()], isLater: lpMock.clock.now() > Date.now() + 60 * 60_000 };
          }),
        );
        expect(answer).toEqual({ statuses: [503, 200], isLater: true });
      } finally {
        await opened.close();
      }
    },
  );
});

/** The code of all blocks of one kind; those of one page are one file. */
function codeOf(info: string, page?: string): string {
  const code = snippets
    .filter((each) => each.info === info && (page === undefined || each.page === page))
    .map((each) => each.code)
    .join('\n');
  if (code === '') throw new Error(`no page has ${info}`);
  return code;
}

function write(file: string, code: string): void {
  writeFileSync(join(folder, file), code);
}

async function expectTypes(args: readonly string[]): Promise<void> {
  const tsc = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
  const checked = await attempt(
    process.execPath,
    [tsc, '--strict', '--noEmit', '--skipLibCheck', '--target', 'es2022', ...args],
    folder,
  );
  expect(checked).toEqual({ code: 0, stdout: '', stderr: '' });
}

/** Runs what tells its results as Jest does, and compares with what the code says of itself. */
async function expectAllPass(args: readonly string[], code: string): Promise<void> {
  const { stdout, stderr } = await attempt(process.execPath, args, folder);
  const tests = code.match(/^test\(/gm)?.length ?? 0;
  const { numPassedTests, numTotalTests } = results(stdout, stderr);
  expect({ numPassedTests, numTotalTests, stderr: numPassedTests === tests ? '' : stderr + stdout }).toEqual({
    numPassedTests: tests,
    numTotalTests: tests,
    stderr: '',
  });
  expect(tests).toBeGreaterThan(0);
}

function results(stdout: string, stderr: string): { numPassedTests: number; numTotalTests: number } {
  try {
    return JSON.parse(stdout) as { numPassedTests: number; numTotalTests: number };
  } catch {
    throw new Error(`the runner told no results:\n${stderr}\n${stdout}`);
  }
}

/** Node can require ES modules from 22.12 and 20.19 on, unless it is told not to. */
function withoutRequireOfEsm(): string[] {
  return process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
    ? ['--no-experimental-require-module']
    : [];
}
