import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snippetsOf } from '../docs/snippets.ts';
import { openProject } from './project.ts';
import { attempt } from './run.ts';
import { makeTemporaryFolder } from './tarball.ts';

// Compilers are started here, which a busy machine takes its time for.
jest.setTimeout(180_000);

const project = await openProject([
  'typescript-5@npm:typescript@5',
  'typescript-6@npm:typescript@6',
  'typescript-newest@npm:typescript@latest',
  '@types/express@5',
]);
const { folder } = project ?? { folder: '' };
const describeInstalled = project === undefined ? describe.skip : describe;

const EVERY_ENTRY = `
import type { Mock } from 'lp-auth-mock';
import { createMock } from 'lp-auth-mock';
import { connectMock } from 'lp-auth-mock/client';
import { createExpressApp } from 'lp-auth-mock/express';
import { createMiddleware, startServer } from 'lp-auth-mock/server';
import { matchers, useMock } from 'lp-auth-mock/testing';

createExpressApp(createMock()).listen(4407);
const mock: Mock = useMock({ serve: true }).mock;
const now: Promise<number> = connectMock('http://localhost:4407').clock.now();
export const all = [now, createMiddleware(mock), startServer(mock), matchers];
// @ts-expect-error -- an option that does not exist: the types are there, and no any
createMock({ nonsense: true });
`;
const WITH_EXPRESS = `
import express from 'express';
import { createServer } from 'node:http';
import { createMock } from 'lp-auth-mock';
import { createExpressApp } from 'lp-auth-mock/express';
import { createMiddleware } from 'lp-auth-mock/server';
import { createHandlers } from 'lp-auth-mock/msw';
import { setupServer } from 'msw/node';

const app = express();
app.use(createExpressApp(createMock()));
app.use('/below', createMiddleware(createMock()));
createServer(createExpressApp(createMock()));
setupServer(...createHandlers(createMock())).listen();
`;

/** As NestJS 10 and others have it. TypeScript 6 wants to hear that one knows it is old; 7 has it no more. */
const NODE10 = ['--module', 'commonjs', '--moduleResolution', 'node10', '--esModuleInterop'];
const STILL_NODE10 = [...NODE10, '--ignoreDeprecations', '6.0'];
const NODENEXT = ['--module', 'nodenext'];
const BUNDLER = ['--module', 'preserve', '--moduleResolution', 'bundler'];
const WAYS: readonly (readonly [string, string, readonly string[]])[] = [
  ['typescript-5', 'node10', NODE10],
  ['typescript-5', 'nodenext', NODENEXT],
  ['typescript-5', 'bundler', BUNDLER],
  ['typescript-6', 'node10', STILL_NODE10],
  ['typescript-newest', 'nodenext', NODENEXT],
  ['typescript-newest', 'bundler', BUNDLER],
];

describeInstalled('In TypeScript, with the installed tarball (skipped where no npm registry answers)', () => {
  const bare = makeTemporaryFolder();
  afterAll(() => {
    rmSync(bare, { recursive: true });
    project?.remove();
  });

  const compile = (compiler: string, cwd: string, file: string, options: readonly string[]): Promise<unknown> =>
    attempt(
      process.execPath,
      [
        join(folder, 'node_modules', compiler, 'bin', 'tsc'),
        '--strict',
        '--noEmit',
        '--target',
        'es2022',
        ...options,
        file,
      ],
      cwd,
    );
  const CLEAN = { code: 0, stdout: '', stderr: '' };

  // In a folder of its own, where no package of types is to be found.
  it.each(WAYS)('%s, %s: every entry, without the types of Node and Express', async (compiler, _, options) => {
    const installed = join(bare, 'node_modules', 'lp-auth-mock');
    mkdirSync(join(bare, 'node_modules'), { recursive: true });
    cpSync(join(folder, 'node_modules', 'lp-auth-mock'), installed, { recursive: true });
    writeFileSync(join(bare, 'every-entry.ts'), EVERY_ENTRY);
    expect(await compile(compiler, bare, 'every-entry.ts', options)).toEqual(CLEAN);
  });

  it.each(WAYS)('%s, %s: beside Express, Node and MSW with their types', async (compiler, _, options) => {
    writeFileSync(join(folder, 'with-express.ts'), WITH_EXPRESS);
    const known = ['--types', 'node', '--skipLibCheck', ...options];
    expect(await compile(compiler, folder, 'with-express.ts', known)).toEqual(CLEAN);
  });

  it.each(WAYS)('%s, %s: the Express example of the README', async (compiler, _, options) => {
    const [example] = snippetsOf('README.md').filter(({ info }) => info === 'ts serves');
    expect(example?.code).toContain('createExpressApp(createMock()).listen(4407)');
    writeFileSync(join(bare, 'readme.ts'), example?.code ?? '');
    expect(await compile(compiler, bare, 'readme.ts', options)).toEqual(CLEAN);
  });
});
