import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { openProject, openSecondProject } from './project.ts';
import { attempt, run, runNode, consumerEnvironment } from './run.ts';
import { makeTemporaryFolder, repository } from './tarball.ts';

// Compilers and test runners are started here, which a busy machine takes its time for.
jest.setTimeout(120_000);

// Known before the tests are: whether there is a registry decides whether there are any.
const project = await openProject();
const installed = project ?? { folder: '', footprint: { packages: 0, megabytes: 0 }, remove: () => undefined };
const { folder, footprint } = installed;
const describeInstalled = project === undefined ? describe.skip : describe;

const jestProgram = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
const tsc = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * Gzipped. Of 63 kB, 6 are jose, 4 the development keys, 8 other libraries and fixtures, and 45 ours: rules, controls,
 * the bounds in bytes, and the sentences of every refusal.
 */
const BROWSER_LIMIT_KB = 66;

describeInstalled('the installed tarball (skipped where no npm registry answers)', () => {
  afterAll(() => {
    project?.remove();
  });

  describe('size', () => {
    it('is one package of at most 3.5 MB, and brings no other', () => {
      expect(footprint.packages).toBe(1);
      expect(footprint.megabytes).toBeLessThanOrEqual(3.5);
    });

    it('is at most 66 kB in a browser before anything is asked of it, gzipped and without MSW', async () => {
      const {
        outputFiles,
        metafile: { outputs },
      } = await build({
        absWorkingDir: folder,
        entryPoints: ['browser.mjs'],
        bundle: true,
        splitting: true,
        outdir: 'bundled',
        write: false,
        minify: true,
        metafile: true,
        format: 'esm',
        platform: 'browser',
        target: 'es2022',
        external: ['msw'],
      });
      const loadedAtOnce = (file: string): string[] => [
        file,
        ...(outputs[file]?.imports ?? [])
          .filter(({ kind, external }) => kind === 'import-statement' && external !== true)
          .flatMap(({ path }) => loadedAtOnce(path)),
      ];
      const files = [...new Set(loadedAtOnce('bundled/browser.js'))].map((file) =>
        outputFiles.find(({ path }) => path.endsWith(`/${file}`)),
      );
      expect(files.map((file) => file?.text).join('')).not.toContain('node:');
      expect(
        files.reduce((bytes, file) => bytes + gzipSync(file?.contents ?? '').length, 0) / 1024,
      ).toBeLessThanOrEqual(BROWSER_LIMIT_KB);
    });
  });

  describe('in plain node', () => {
    const answers = `${'200 AppJWT true\n'.repeat(3)}200 lp-auth-mock 200 00001\n`;

    it('works as ES modules', async () => {
      expect(await runNode(['esm.mjs'], folder)).toBe(answers);
    });

    it('works as CommonJS where node cannot require ES modules', async () => {
      expect(await runNode([...withoutRequireOfEsm(), 'commonjs.cjs'], folder)).toBe(answers);
    });

    it('delivers webhooks from a server of the user', async () => {
      expect(await runNode(['webhooks.mjs'], folder)).toBe('delivered delivered\n');
    });

    it.each(['msw.mjs', 'msw.cjs'])('answers for LivePerson under MSW (%s)', async (file) => {
      expect(await runNode([file], folder)).toBe('200 3\n');
    });

    it('says what to install where Express is missing, which nothing else needs', async () => {
      const alone = join(folder, 'alone');
      cpSync(join(folder, 'node_modules', 'lp-auth-mock'), join(alone, 'node_modules', 'lp-auth-mock'), {
        recursive: true,
      });
      // Above it stands the project's own Express, which would be found.
      mkdirSync(join(alone, 'node_modules', 'express'));
      writeFileSync(
        join(alone, 'node_modules', 'express', 'package.json'),
        JSON.stringify({ name: 'express', exports: {} }),
      );
      const ask = 'const app = createExpressApp(createMock()); console.log(typeof app)';
      const esm = `import { createMock } from 'lp-auth-mock'; import { createExpressApp } from 'lp-auth-mock/express'; ${ask}`;
      const commonJs = `const { createMock } = require('lp-auth-mock'); const { createExpressApp } = require('lp-auth-mock/express'); ${ask}`;
      for (const args of [
        ['--input-type=module', '--eval', esm],
        ['--eval', commonJs],
      ]) {
        const { code, stderr } = await attempt(process.execPath, args, alone);
        expect([code, stderr]).toEqual([
          1,
          expect.stringContaining('Error: lp-auth-mock/express needs the package express: npm install express'),
        ]);
      }
      const middleware =
        "import { createMock } from 'lp-auth-mock'; import { createMiddleware } from 'lp-auth-mock/server'; console.log(typeof createMiddleware(createMock()))";
      expect(await runNode(['--input-type=module', '--eval', middleware], alone)).toBe('function\n');
    });

    it('works with Express 4 as well', async () => {
      const older = await openSecondProject(installed, 'express-4', ['express@4']);
      const major = "console.log(require('express/package.json').version.split('.')[0])";
      expect(await runNode(['--eval', major], older)).toBe('4\n');
      expect(await runNode(['esm.mjs'], older)).toBe(answers);
      expect(await runNode(['commonjs.cjs'], older)).toBe(answers);
      expect(await runNode(['webhooks.mjs'], older)).toBe('delivered delivered\n');
    });
  });

  describe('as a program', () => {
    it('runs by npx', async () => {
      expect(await run('npx', ['--no-install', 'lp-auth-mock', '--version'], folder)).toBe('0.1.0\n');
    });

    it("leads an unmodified client of LivePerson's hosts to a mock of its own", async () => {
      const client =
        "fetch('https://sentinel.liveperson.net/sentinel/well-known/jwks').then(({ status }) => console.log(status))";
      expect(await run('npx', ['--no-install', 'lp-auth-mock', 'run', '--', 'node', '-e', client], folder)).toBe(
        '200\n',
      );
    });

    it('serves until it is told to stop', async () => {
      const child = spawn(join(folder, 'node_modules', '.bin', 'lp-auth-mock'), ['--port', '0', '--json'], {
        cwd: folder,
        env: consumerEnvironment(folder),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      const { event, url } = JSON.parse(line) as { event: string; url: string };
      const answer = await fetch(`${url}/sentinel/well-known/jwks`);
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number];
      expect({ event, status: answer.status, code }).toEqual({ event: 'ready', status: 200, code: 0 });
    });
  });

  describe('in TypeScript', () => {
    const types = join(folder, 'types');
    const check = (options: object, files: readonly string[]) => {
      const compilerOptions = {
        strict: true,
        noEmit: true,
        target: 'es2022',
        lib: ['es2022'],
        types: ['node'],
        skipLibCheck: false,
        ...options,
      };
      writeFileSync(join(types, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      return attempt(process.execPath, [tsc, '-p', 'tsconfig.json'], types);
    };

    it.each([{ module: 'node16' }, { module: 'nodenext' }, { module: 'preserve', moduleResolution: 'bundler' }])(
      'type-checks with nothing but the types of node: %j',
      async (options) => {
        copyFileSync(join(types, 'consumer.mts'), join(types, 'consumer.cts'));
        expect(await check(options, ['consumer.mts', 'consumer.cts'])).toEqual({ code: 0, stdout: '', stderr: '' });
      },
    );

    // In a folder of its own, where no package of types is to be found.
    it.each([{ module: 'nodenext' }, { module: 'preserve', moduleResolution: 'bundler' }])(
      'type-checks Express and the middleware with no types at all: %j',
      async (options) => {
        const bare = makeTemporaryFolder();
        cpSync(join(folder, 'node_modules', 'lp-auth-mock'), join(bare, 'node_modules', 'lp-auth-mock'), {
          recursive: true,
        });
        copyFileSync(join(types, 'consumer-express.mts'), join(bare, 'consumer.mts'));
        const compilerOptions = { strict: true, noEmit: true, target: 'es2022', ...options };
        writeFileSync(join(bare, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.mts'] }));
        const checked = await attempt(process.execPath, [tsc, '-p', 'tsconfig.json'], bare);
        rmSync(bare, { recursive: true });
        expect(checked).toEqual({ code: 0, stdout: '', stderr: '' });
      },
    );

    it('type-checks the handlers beside MSW', async () => {
      const options = { module: 'nodenext', lib: ['es2022', 'dom', 'dom.iterable'], skipLibCheck: true };
      expect(await check(options, ['consumer-msw.mts'])).toEqual({ code: 0, stdout: '', stderr: '' });
    });
  });

  describe('in a test runner', () => {
    it('works in Jest as Jest comes, with CommonJS', async () => {
      const { numPassedTests, numTotalTests } = await results([jestProgram, '--json', 'commonjs']);
      expect({ numPassedTests, numTotalTests }).toEqual({ numPassedTests: 1, numTotalTests: 1 });
    });

    it('works in Jest with ES modules', async () => {
      const { numPassedTests, numTotalTests } = await results([
        '--experimental-vm-modules',
        jestProgram,
        '--json',
        'esm',
      ]);
      expect({ numPassedTests, numTotalTests }).toEqual({ numPassedTests: 2, numTotalTests: 2 });
    });

    it('works in Vitest', async () => {
      const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
      const { numPassedTests, numTotalTests } = await results([vitest, 'run', '--globals', '--reporter=json', 'esm']);
      expect({ numPassedTests, numTotalTests }).toEqual({ numPassedTests: 2, numTotalTests: 2 });
    });
  });
});

/** Jest and Vitest tell their results in the same form. */
async function results(args: readonly string[]): Promise<{ numPassedTests: number; numTotalTests: number }> {
  return JSON.parse(await runNode(args, folder)) as { numPassedTests: number; numTotalTests: number };
}

/** Node can require ES modules from 22.12 and 20.19 on, unless it is told not to. */
function withoutRequireOfEsm(): string[] {
  return process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
    ? ['--no-experimental-require-module']
    : [];
}
