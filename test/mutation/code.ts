import { transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Mutant } from './mutants.ts';
import { writeSwitches } from './mutants.ts';
import type { Code, Manifest } from './protocol.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
/** Below node_modules, which git ignores. */
export const CACHE = join(ROOT, 'node_modules/.cache/lp-auth-mock-mutation');

/** A file whose mutants are judged. */
export interface Judged {
  /** From the root. */
  readonly path: string;
  readonly source: string;
  /** Of its content. */
  readonly hash: string;
  readonly mutants: readonly Mutant[];
}

export interface Everything {
  readonly manifest: Manifest;
  readonly judged: ReadonlyMap<string, Judged>;
  /** Of each test file: of it and of what it loads of `test/`. */
  readonly tests: ReadonlyMap<string, string>;
}

/**
 * Tests that start other programs, which know nothing of mutants, or fake the timers that this process itself needs;
 * and those of this tool.
 */
const NOT_RUN =
  /^test\/(?:bench|clients|console|mutation|package|platforms|runners)\/|^test\/docs\/(?:api-page|wire-types)|^test\/adapters\/msw-fake/;
/** Of the tests that CI alone runs: those that ask the mock in this process. */
const RUN_OF_ALL = new RegExp(
  [
    'adapters/(?:express-parsers|date-and-length|dropped-connection)',
    'cli/(?:site|exposed-keys)\\.',
    'control/(?:isolation|admin-openapi|own-keys)',
    'corpus/',
    'properties/',
    'run/doctor',
    'tls/(?:upstream-)?proxy',
    'unit/cli/',
    'webhooks/(?:network|hostile-receivers|retries|https)',
  ]
    .map((path) => `^test/${path}`)
    .join('|'),
);
const isForAll = (path: string): boolean => path.endsWith('.all.test.ts') && !RUN_OF_ALL.test(path);
/** For a quick look: the test files that may be used, as a regular expression. */
const ONLY = new RegExp(process.env['LP_MUTATION_TESTS'] ?? '');
const STARTS_PROGRAMS = 'test/cli/spawned-cli.ts';

/** Whatever the code of the tool is, as far as verdicts hang on it. */
const OWN_CODE = ['child.ts', 'jest-stand-in.ts', 'mutants.ts', 'registry.ts', 'test-run.ts'];

/**
 * Transpiles sources and tests, those to be judged also with their mutants in them. What has not changed is taken from
 * the cache.
 *
 * @param isJudged - whether a file below `mock-server/` is
 */
export async function transpileEverything(isJudged: (path: string) => boolean): Promise<Everything> {
  mkdirSync(join(CACHE, 'code'), { recursive: true });
  const sources = filesBelow('mock-server');
  const helpers = filesBelow('test').filter((path) => !path.startsWith('test/mutation/'));
  const ofHelpers = importsOf(helpers);
  const closures = new Map(
    helpers
      .filter((path) => path.endsWith('.test.ts') && !NOT_RUN.test(path) && !isForAll(path) && ONLY.test(path))
      .map((path) => [path, closureOf(path, ofHelpers)] as const)
      .filter(([, closure]) => !closure.has(STARTS_PROGRAMS)),
  );
  const ofAll = ofJest();
  const loaded = new Set([...closures.values()].flatMap((closure) => [...closure]));
  for (const path of [...ofAll.setup, ...ofAll.mapped.map(([, path]) => path)]) closureOf(path, ofHelpers, loaded);
  const files: Record<string, Code> = {};
  const judged = new Map<string, Judged>();
  for (const path of sources) {
    const source = read(path);
    const plain = await transpile(path, source);
    files[path] = { plain };
    if (!isJudged(path)) continue;
    const { code, mutants, hash } = await switchesOf(path, source);
    files[path] = { plain, switched: await transpile(path, code) };
    judged.set(path, { path, source, hash, mutants });
  }
  for (const path of loaded) files[path] = { plain: await transpile(path, read(path)) };
  const own = OWN_CODE.map(readOwn);
  const hashes = Array.from(
    closures,
    ([path, closure]) => [path, hashOf(...[...closure].sort().map(read), ...own)] as const,
  );
  const imports = Object.fromEntries(
    sources.map((path) => [path, requiredBy(path, files[path]?.plain ?? '', ofAll.mapped)]),
  );
  return { manifest: { root: ROOT, files, imports, ...ofAll }, judged, tests: new Map(hashes) };
}

/** What a transpiled file loads of the repository, sooner or later. */
function requiredBy(path: string, file: string, mapped: Manifest['mapped']): readonly string[] {
  const names = Array.from(readFileSync(file, 'utf8').matchAll(/require\("(\.[^"]+)"\)/g), ([, name = '']) => name);
  return names.map(
    (name) => mapped.find(([pattern]) => new RegExp(pattern).test(name))?.[1] ?? join(dirname(path), name),
  );
}

/** What Jest's settings in package.json say of modules. */
function ofJest(): Pick<Manifest, 'mapped' | 'setup'> {
  const { jest } = JSON.parse(read('package.json')) as {
    jest: { moduleNameMapper: Record<string, string>; setupFiles: string[]; setupFilesAfterEnv: string[] };
  };
  const fromRoot = (path: string): string => path.replace('<rootDir>/', '');
  return {
    mapped: Object.entries(jest.moduleNameMapper).map(([pattern, path]) => [pattern, fromRoot(path)]),
    setup: [...jest.setupFiles, ...jest.setupFilesAfterEnv].map(fromRoot),
  };
}

async function transpile(path: string, source: string): Promise<string> {
  const file = join(CACHE, 'code', `${hashOf(path, source)}.cjs`);
  if (existsSync(file)) return file;
  const { code } = await transform(source, {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    sourcefile: path,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__url', 'import.meta.dirname': '__folder' },
  });
  writeFileSync(file, code);
  return file;
}

async function switchesOf(path: string, source: string): Promise<{ code: string; mutants: Mutant[]; hash: string }> {
  const hash = hashOf(path, source, readOwn('mutants.ts'));
  const file = join(CACHE, 'code', `${hash}.json`);
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(await writeSwitches(path, source)));
  return { ...(JSON.parse(readFileSync(file, 'utf8')) as { code: string; mutants: Mutant[] }), hash };
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules') && !path.startsWith('test/package/consumer/'))
    .sort();
}

/** Of each file below `test/`, what else below it is loaded; fixtures and `mock-server/` are no part of a test. */
function importsOf(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    paths.map((path) => {
      const named = Array.from(read(path).matchAll(/(?:from|import\() ?'(\.[^']+)'/g), ([, name = '']) => name);
      return [path, named.map((name) => join(dirname(path), name)).filter((other) => paths.includes(other))];
    }),
  );
}

function closureOf(
  path: string,
  imports: ReadonlyMap<string, readonly string[]>,
  found = new Set<string>(),
): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const other of imports.get(path) ?? []) closureOf(other, imports, found);
  return found;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readOwn = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

export function hashOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${String(text.length)}\n`).update(text);
  return hash.digest('base64url').slice(0, 20);
}
