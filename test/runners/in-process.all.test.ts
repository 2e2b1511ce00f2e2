import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openProject } from '../package/project.ts';
import { attempt, run } from '../package/run.ts';
import { FLAGS } from '../support/browser/chromium.ts';
import { findChromium } from '../support/browser/find-chromium.ts';
import { recipe, TOKEN_MODULE, writeFiles } from './recipes.ts';

// Test runners and a browser are started here, which a busy machine takes its time for.
jest.setTimeout(180_000);

const project = await openProject([
  'jsdom@29',
  'happy-dom@21',
  '@vitest/browser-playwright@4',
  'playwright-core@1',
  'mocha@11',
  'nock@14',
  'undici@7',
]);
const { folder } = project ?? { folder: '' };
const describeInstalled = project === undefined ? describe.skip : describe;
const vitest = (...args: string[]): ReturnType<typeof attempt> =>
  attempt(process.execPath, [join(folder, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], folder);

if (project !== undefined) {
  writeFiles(folder, { 'visitor-token.mjs': TOKEN_MODULE, 'environment.test.mjs': recipe('js vitest') });
}

describeInstalled('Test runners, with the installed tarball (skipped where no npm registry answers)', () => {
  afterAll(() => {
    project?.remove();
  });

  it.each([
    ['node', []],
    ['jsdom', ['--environment', 'jsdom']],
    ['happy-dom', ['--environment', 'happy-dom']],
    ['vmThreads', ['--pool', 'vmThreads']],
    ['vmForks', ['--pool', 'vmForks']],
  ])('Vitest with %s', async (_, options) => {
    expectPassed(await vitest(...options, 'environment.test'), '1 passed');
  });

  const chromium = findChromium();
  // CI has to have a browser: there the test fails instead.
  (chromium === undefined && process.env['CI'] !== 'true' ? it.skip : it)('Vitest in browser mode', async () => {
    const browser = join(folder, 'browser');
    mkdirSync(browser);
    await run('npx', ['--no-install', 'msw', 'init', 'browser/public', '--no-save'], folder);
    const launch = `launchOptions: ${JSON.stringify({ executablePath: chromium, args: FLAGS })}`;
    writeFiles(browser, {
      'vitest.config.mjs': recipe('js vitest-browser-config').replace('playwright()', `playwright({ ${launch} })`),
      'page.test.mjs': recipe('js vitest-browser'),
      'visitor-token.mjs': TOKEN_MODULE,
    });
    expectPassed(await vitest('--root', browser), '1 passed');
  });

  it('node:test', async () => {
    writeFiles(folder, { 'node-test.mjs': recipe('js node-test') });
    expectPassed(await attempt(process.execPath, ['--test', 'node-test.mjs'], folder), '# pass 1');
  });

  it('mocha', async () => {
    writeFiles(folder, { 'mocha.spec.mjs': recipe('js mocha') });
    expectPassed(await attempt('npx', ['--no-install', 'mocha', 'mocha.spec.mjs'], folder), '1 passing');
  });

  it('nock beside useMock', async () => {
    writeFiles(folder, { 'nock.test.mjs': recipe('js nock') });
    expectPassed(await vitest('nock.test'), '1 passed');
  });

  it('the undici package: a mock that listens, and run', async () => {
    const client = `import { fetch, request } from 'undici';
      const ask = async (url) => [(await fetch(url)).status, (await request(url)).statusCode];`;
    writeFiles(folder, {
      'undici.test.mjs': `${client}
      import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
      import { useMock } from 'lp-auth-mock/testing';
      const { server } = useMock({ serve: true, hooks: { beforeAll, afterEach, afterAll } });
      test('both ways', async () => {
        expect(await ask(server.url + '/sentinel/well-known/jwks')).toEqual([200, 200]);
      });`,
      'undici.mjs': `${client}
      console.log(await ask('https://sentinel.liveperson.net/sentinel/well-known/jwks'));`,
    });
    expectPassed(await vitest('undici.test'), '1 passed');
    expect(await run('npx', ['--no-install', 'lp-auth-mock', 'run', '--', 'node', 'undici.mjs'], folder)).toBe(
      '[ 200, 200 ]\n',
    );
  });
});

function expectPassed({ code, stdout, stderr }: Awaited<ReturnType<typeof attempt>>, said: string): void {
  expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
  expect(stdout).toContain(said);
}
