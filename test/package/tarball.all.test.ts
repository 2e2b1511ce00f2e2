import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import * as v from 'valibot';
import { chromiumPath, launch } from '../console/opened-console.ts';
import { serveSite } from '../console/served-site.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../support/through-every-adapter.ts';
import type { Tarball } from './tarball.ts';
import { attempt, run } from './run.ts';
import { packTarball, repository } from './tarball.ts';

// A build and the checkers are started here, which a busy machine takes its time for.
jest.setTimeout(120_000);

const component = v.strictObject({
  type: v.literal('library'),
  'bom-ref': v.pipe(v.string(), v.startsWith('pkg:npm/')),
  name: v.pipe(v.string(), v.minLength(1)),
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  purl: v.pipe(v.string(), v.regex(/^pkg:npm\/(?:%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/)),
  // Names of the SPDX list.
  licenses: v.strictTuple([
    v.strictObject({
      license: v.strictObject({ id: v.picklist(['MIT', 'ISC', 'BSD-3-Clause', '0BSD', 'Apache-2.0']) }),
    }),
  ]),
});

/** What of CycloneDX 1.6 (ECMA-424) is used here, and nothing beside it. */
const bomSchema = v.strictObject({
  $schema: v.literal('http://cyclonedx.org/schema/bom-1.6.schema.json'),
  bomFormat: v.literal('CycloneDX'),
  specVersion: v.literal('1.6'),
  version: v.literal(1),
  metadata: v.strictObject({ component }),
  components: v.pipe(v.array(component), v.minLength(1)),
  dependencies: v.array(v.strictObject({ ref: v.string(), dependsOn: v.optional(v.array(v.string())) })),
  compositions: v.strictTuple([v.strictObject({ aggregate: v.literal('complete'), assemblies: v.array(v.string()) })]),
});

/** Preloaded, it notes each CommonJS file that node reads after it. */
function hookThatNotes(log: string): string {
  return `
    const { appendFileSync } = require('node:fs');
    const { Module } = require('node:module');
    const { basename } = require('node:path');
    const compile = Module.prototype._compile;
    Module.prototype._compile = function (...given) {
      appendFileSync(${JSON.stringify(log)}, basename(given[1]) + '\\n');
      return compile.apply(this, given);
    };`;
}

describe('the tarball', () => {
  let tarball: Tarball;
  beforeAll(async () => {
    tarball = await packTarball();
  });
  afterAll(() => {
    tarball.remove();
  });

  const files = (): string[] =>
    readdirSync(tarball.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(tarball.folder.length + 1));
  const text = (file: string): string => readFileSync(join(tarball.folder, file), 'utf8');

  it('holds the build, the pages, the deployment, the examples, the fixtures and the keys, and nothing else', () => {
    expect([...new Set(files().map((file) => file.replace(/\/.*/, '/')))].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'deploy/',
      'dist/',
      'docs/',
      'examples/',
      'fixtures/',
      'keys/',
      'package.json',
    ]);
  });

  it('holds no sources, no tests and no source maps', () => {
    const kinds = new Set(
      files()
        .filter((file) => file.startsWith('dist/'))
        .map((file) => file.replace(/^[^.]*/, '')),
    );
    expect([...kinds].sort()).toEqual([
      '.cdx.json',
      '.cjs',
      '.css',
      '.d.cts',
      '.d.ts',
      '.html',
      '.js',
      '.json',
      '.schema.json',
      '.svg',
      '.txt',
    ]);
    expect(files().filter((file) => text(file).includes('sourceMappingURL'))).toEqual([]);
  });

  it('carries the licence of every library that is bundled in', () => {
    const licences = text('dist/third-party-licenses.txt');
    const listed = licences.match(/^[@\w/-]+ \d+\.\d+\.\d+ \([\w.-]+\)$/gm) ?? [];
    expect(listed.map((line) => line.replace(/ .*/, ''))).toEqual(
      expect.arrayContaining(['jose', 'ms', 'quick-lru', 'valibot', 'yargs']),
    );
    const components = v.parse(bomSchema, JSON.parse(text('dist/sbom.cdx.json'))).components;
    // A text that several have stands once, behind all their names.
    expect([...listed].sort()).toEqual(
      components.map(({ name, version, licenses: [{ license }] }) => `${name} ${version} (${license.id})`).sort(),
    );
  });

  it('lists them for auditing programs as well, as CycloneDX has it', () => {
    const bom = v.parse(bomSchema, JSON.parse(text('dist/sbom.cdx.json')));
    const refs = bom.components.map((part) => part['bom-ref']);
    const own = bom.metadata.component['bom-ref'];
    expect(new Set(refs).size).toBe(refs.length);
    expect(bom.dependencies).toEqual([{ ref: own, dependsOn: refs }, ...refs.map((ref) => ({ ref }))]);
    const { name, version } = JSON.parse(text('package.json')) as { name: string; version: string };
    expect(own).toBe(`pkg:npm/${name}@${version}`);
    const { version: jose } = JSON.parse(
      readFileSync(join(repository, 'node_modules', 'jose', 'package.json'), 'utf8'),
    ) as { version: string };
    expect(refs).toContain(`pkg:npm/jose@${jose}`);
  });

  it("needs no other package: what it imports is its own, node's, or MSW", () => {
    const manifest = JSON.parse(text('package.json')) as {
      dependencies?: object;
      optionalDependencies?: object;
      peerDependenciesMeta: object;
    };
    expect([manifest.dependencies, manifest.optionalDependencies]).toEqual([undefined, undefined]);
    expect(manifest.peerDependenciesMeta).toEqual({ express: { optional: true }, msw: { optional: true } });
    // Express is required late, in the mock's own words where it is missing: test/package/consumer.test.ts.
    const imported = files()
      .filter((file) => /^dist\/.*\.c?js$/.test(file))
      .flatMap((file) => ts.preProcessFile(text(file), true, true).importedFiles);
    const foreign = imported.map(({ fileName }) => fileName).filter((name) => !/^[.#]/.test(name) && !isBuiltin(name));
    expect([...new Set(foreign)].sort()).toEqual(['msw', 'msw/node']);
  });

  it('has declarations that name no other package than node and msw', () => {
    const named = files()
      .filter((file) => /\.d\.c?ts$/.test(file))
      .flatMap((file) => ts.preProcessFile(text(file)).importedFiles);
    const packages = named.map(({ fileName }) => fileName).filter((name) => !/^(?:\.|node:)/.test(name));
    expect(new Set(packages)).toEqual(new Set(['msw']));
  });

  it('has node load no further part of itself for a mock that is only made', async () => {
    const program = [
      // What it takes to import any file is there before.
      "await import('./package.json', { with: { type: 'json' } });",
      'const before = new Set(process.moduleLoadList);',
      "const { createMock } = await import('./dist/index.js');",
      'createMock();',
      'console.log(JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))));',
    ].join('\n');
    const printed = await run(process.execPath, ['--input-type=module', '--eval', program], tarball.folder);
    expect(JSON.parse(printed)).toEqual([]);
  });

  it('has node read one file of the program for `start`, and one more for the first call', async () => {
    const [hook, log] = ['hook.cjs', 'read.txt'].map((name) => join(tarball.folder, '..', name)) as [string, string];
    writeFileSync(hook, hookThatNotes(log));
    const argv = ['--require', hook, join(tarball.folder, 'dist', 'cli.cjs'), 'start', '--port', '0', '--json'];
    const mock = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [ready] = (await once(mock.stdout, 'data')) as [Buffer];
      const { url } = JSON.parse(ready.toString()) as { url: string };
      expect(readFileSync(log, 'utf8')).toBe('cli.cjs\nprogram.cjs\n');
      const query = `v=1.0&grant_type=client_credentials&client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;
      const answer = await fetch(`${url}/sentinel/api/account/${ACCOUNT}/app/token?${query}`, { method: 'POST' });
      expect(await answer.json()).toHaveProperty('access_token');
      expect(readFileSync(log, 'utf8')).toBe('cli.cjs\nprogram.cjs\nprogram-first-call.cjs\n');
    } finally {
      mock.kill();
      await once(mock, 'exit');
    }
  });

  it('stays under 3.5 MB, unpacked', () => {
    expect(files().reduce((sum, file) => sum + statSync(join(tarball.folder, file)).size, 0)).toBeLessThan(3_500_000);
  });

  (chromiumPath === undefined ? it.skip : it)(
    'writes a site whose engine is its own, and runs in a browser',
    async () => {
      const folder = join(tarball.folder, '..', 'site');
      await run(process.execPath, [join(tarball.folder, 'dist', 'cli.cjs'), 'site', folder], tarball.folder);
      const site = await serveSite({ '': folder });
      const page = await (await launch()).newPage();
      const errors: unknown[] = [];
      page.on('pageerror', (error) => errors.push(error));
      try {
        await page.goto(site.url);
        await page.getByRole('button', { name: 'Send an example call' }).click();
        await page.locator('.row').waitFor();
        expect(await page.locator('.row .what').allTextContents()).toEqual(['AppJWT for app 75588e18…']);
        expect(errors).toEqual([]);
      } finally {
        await page.close();
        site.close();
      }
    },
  );

  it('satisfies publint in its strict mode', async () => {
    expect(await run(bin('publint'), ['--strict', tarball.folder], tarball.folder)).toContain('All good!');
  });

  it('has types that every way of resolving finds', async () => {
    const { code, stdout } = await attempt(bin('attw'), [tarball.path, '--format', 'json'], tarball.folder);
    const { problems } = JSON.parse(stdout) as {
      problems: Record<string, readonly { readonly kind: string; readonly resolutionKind: string }[]>;
    };
    const found = Object.values(problems)
      .flat()
      .map(({ kind, resolutionKind }) => `${kind} in ${resolutionKind}`);
    expect({ code, found: [...new Set(found)] }).toEqual({ code: 0, found: [] });
  });
});

function bin(name: string): string {
  return join(repository, 'node_modules', '.bin', name);
}
