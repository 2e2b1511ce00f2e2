import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Tarball } from './tarball.ts';
import { attempt, run } from './run.ts';
import { packTarball, repository } from './tarball.ts';

// A build and the checkers are started here, which a busy machine takes its time for.
jest.setTimeout(120_000);

describe('the tarball', () => {
  let tarball: Tarball;
  beforeAll(async () => { tarball = await packTarball(); });
  afterAll(() => { tarball.remove(); });

  const files = (): string[] => readdirSync(tarball.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(tarball.folder.length + 1));
  const text = (file: string): string => readFileSync(join(tarball.folder, file), 'utf8');

  it('holds the build, the fixtures, the keys and four pages, and nothing else', () => {
    expect([...new Set(files().map((file) => file.replace(/\/.*/, '/')))].sort()).toEqual([
      'CHANGELOG.md', 'LICENSE', 'README.md', 'dist/', 'fixtures/', 'keys/', 'package.json',
    ]);
  });

  it('holds no sources, no tests and no source maps', () => {
    const kinds = new Set(files().filter((file) => file.startsWith('dist/')).map((file) => file.replace(/^[^.]*/, '')));
    expect([...kinds].sort()).toEqual(['.cjs', '.d.cts', '.d.ts', '.js', '.schema.json', '.txt']);
    expect(files().filter((file) => text(file).includes('sourceMappingURL'))).toEqual([]);
  });

  it('carries the licence of every library that is bundled in', () => {
    const licences = text('dist/third-party-licenses.txt');
    expect(licences.match(/^[@\w/-]+ \d+\.\d+\.\d+$/gm)?.map((line) => line.replace(/ .*/, ''))).toEqual(
      expect.arrayContaining(['jose', 'ms', 'quick-lru', 'valibot']),
    );
  });

  it('has declarations that name no other package than node and msw', () => {
    const named = files().filter((file) => /\.d\.c?ts$/.test(file)).flatMap((file) => ts.preProcessFile(text(file)).importedFiles);
    const packages = named.map(({ fileName }) => fileName).filter((name) => !/^(?:\.|node:)/.test(name));
    expect(new Set(packages)).toEqual(new Set(['msw']));
  });

  it('satisfies publint in its strict mode', async () => {
    expect(await run(bin('publint'), ['--strict', tarball.folder], tarball.folder)).toContain('All good!');
  });

  it('has types that every way of resolving finds, but for the one that reads no exports map', async () => {
    const { code, stdout } = await attempt(bin('attw'), [tarball.path, '--profile', 'node16', '--format', 'json'], tarball.folder);
    const { problems } = JSON.parse(stdout) as { problems: Record<string, readonly { readonly kind: string; readonly resolutionKind: string }[]> };
    const found = Object.values(problems).flat().map(({ kind, resolutionKind }) => `${kind} in ${resolutionKind}`);
    // Accepted: `node10` never reads `exports`. Only files at the top of the package would serve it, one for each subpath,
    // and no supported Node and no current compiler resolves that way unless it is told to.
    expect({ code, found: [...new Set(found)] }).toEqual({ code: 0, found: ['NoResolution in node10'] });
  });
});

function bin(name: string): string {
  return join(repository, 'node_modules', '.bin', name);
}
