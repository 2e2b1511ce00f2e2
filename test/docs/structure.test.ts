import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { PAGES, snippetsOf } from './snippets.ts';
import { withoutTables } from './tables.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Each kind of block, and the test that runs it. A block of another kind would be run by none. */
const RUN_BY: Readonly<Record<string, string>> = {
  sh: 'test/docs/pages.all.test.ts',
  'sh program': 'test/docs/commands.all.test.ts',
  'sh clone': 'test/package/get-it.all.test.ts',
  'sh project': 'test/package/get-it.all.test.ts',
  'sh git': 'test/package/get-it.all.test.ts',
  'sh tests': 'test/package/get-it.all.test.ts',
  ts: 'test/docs/pages.all.test.ts',
  'ts serves': 'test/docs/pages.all.test.ts',
  json: 'test/docs/pages.all.test.ts',
  'json bodies': 'test/docs/pages.all.test.ts',
  'json frame': 'test/docs/pages.all.test.ts',
  'ts declaration': 'test/docs/api-page.all.test.ts',
  'js jest-esm': 'test/package/pages-in-tests.all.test.ts',
  'js vitest': 'test/package/pages-in-tests.all.test.ts',
  'js jest-commonjs': 'test/package/pages-in-tests.all.test.ts',
  'js jest-commonjs-msw': 'test/package/pages-in-tests.all.test.ts',
  'js jest-commonjs-msw-config': 'test/package/pages-in-tests.all.test.ts',
  'js jest-jsdom': 'test/package/pages-in-tests.all.test.ts',
  'js jsdom-environment': 'test/package/pages-in-tests.all.test.ts',
  'js playwright': 'test/package/pages-in-tests.all.test.ts',
  'ts vitest-types': 'test/package/pages-in-tests.all.test.ts',
  'ts jest-types': 'test/package/pages-in-tests.all.test.ts',
  'ts worker': 'test/package/pages-in-tests.all.test.ts',
  'js vitest-browser-config': 'test/runners/in-process.all.test.ts',
  'js vitest-browser': 'test/runners/in-process.all.test.ts',
  'js node-test': 'test/runners/in-process.all.test.ts',
  'js mocha': 'test/runners/in-process.all.test.ts',
  'js nock': 'test/runners/in-process.all.test.ts',
  'js bun-test': 'test/runners/bun-and-deno.all.test.ts',
  'sh deploy': 'test/deploy/recipes.test.ts',
  'nginx deploy': 'test/deploy/recipes.test.ts',
  'haproxy deploy': 'test/deploy/recipes.test.ts',
  'yaml deploy': 'test/deploy/recipes.test.ts',
  'jsonc deploy': 'test/deploy/recipes.test.ts',
  'sh next': 'test/runners/front-ends.all.test.ts',
  'js next-instrumentation': 'test/runners/front-ends.all.test.ts',
  'js storybook-preview': 'test/runners/front-ends.all.test.ts',
};

it('the README has at most 250 lines, without the tables that `npm run docs` writes', () => {
  const byHand = withoutTables(read('README.md'));
  expect(byHand.trimEnd().split('\n').length).toBeLessThanOrEqual(250);
});

it('every table that `npm run docs` writes is left out of the count, with one row or many', () => {
  const page = (rows: string): string => `# Title\n\n<!-- endpoints -->\n${rows}<!-- /endpoints -->\nend\n`;
  expect(withoutTables(page('| a |\n| b |\n'))).toBe(withoutTables(page('')));
  expect(read('README.md')).toContain('<!-- /endpoints -->');
});

describe('every block of', () => {
  it.each(PAGES)('%s is run by a test, is the output of one that is, or is the picture', (page) => {
    const snippets = snippetsOf(page);
    const outputs = new Set(snippets.map(({ output }) => output));
    const unknown = snippets.filter(
      ({ info, code }) => !(info in RUN_BY) && info !== 'text picture' && !(info === 'text' && outputs.has(code)),
    );
    expect(unknown.map(({ line, info }) => `line ${String(line)}: ${info}`)).toEqual([]);
  });

  it('such a page is run by a test that exists', () => {
    const used = new Set(PAGES.flatMap(snippetsOf).map(({ info }) => RUN_BY[info]));
    expect([...used].filter((file) => file !== undefined && !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

/** `[text](target)`, outside of code. */
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;

describe('every table with a column "Proved by"', () => {
  const rows = PAGES.flatMap((page) =>
    read(page)
      .split('\n\n')
      .filter((block) => /^\|.*\| Proved by \|$/m.test(block))
      .flatMap((block) => block.trim().split('\n').slice(2)),
  );

  it.each(rows)('%s', (row) => {
    const proof = row.split('|').at(-2)?.trim() ?? '';
    const files = [...proof.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(files.length > 0 || proof.startsWith('no test')).toBe(true);
  });

  it('is there', () => {
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('every relative link of', () => {
  const { files } = JSON.parse(read('package.json')) as { files: readonly string[] };
  const travels = (path: string): boolean =>
    path === 'README.md' || files.some((name) => path === name || path.startsWith(`${name}/`));

  it.each(PAGES)('%s leads to something that the package carries', (page) => {
    const targets = [...withoutCode(read(page)).matchAll(LINK)]
      .map(([, target = '']) => target)
      .filter((target) => !target.includes('://'));
    expect(targets.filter((target) => !isThere(page, target, travels))).toEqual([]);
  });
});

function isThere(page: string, target: string, travels: (path: string) => boolean): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page : join(dirname(page), file).replace(/\\/g, '/');
  if (!travels(path) || !existsSync(join(ROOT, path))) return false;
  return anchor === undefined || headingsOf(read(path)).includes(anchor);
}

/** The anchors of a page's headings, as GitHub and npm make them. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text, false).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
}

function withoutCode(text: string, alsoInline = true): string {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  return alsoInline ? prose.replace(/`[^`]*`/g, '') : prose;
}

/** The name belongs to nobody on npm yet: `npx` would run whatever somebody publishes under it. */
const BARE_NPX = /\bnpx\s+(?:-y\s+|--yes\s+)?lp-auth-mock\b/;

/** npm takes a flag directly after the name for its own: `--closed` would start an open mock. */
const FLAG_AFTER_NAME = /\bnpx\s+--no\s+lp-auth-mock\s+-/;

describe('npx names a tarball, a URL, or --no', () => {
  const texts = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => !path.includes('node_modules') && statSync(join(ROOT, path)).isFile());
  const everywhere = [
    'README.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    'package.json',
    ...['deploy', 'docs', 'examples', 'mock-server', 'fixtures', 'keys'].flatMap(texts),
  ];

  it('on every page, in every example, and in every text of the program', () => {
    expect(everywhere.filter((path) => BARE_NPX.test(read(path)))).toEqual([]);
  });

  it('puts the command before its flags', () => {
    expect(everywhere.filter((path) => FLAG_AFTER_NAME.test(read(path)))).toEqual([]);
    expect(FLAG_AFTER_NAME.test('npx --no lp-auth-mock --closed')).toBe(true);
  });

  it.each([
    ['npx lp-auth-mock', true],
    ['npx -y lp-auth-mock start', true],
    ['npx --no lp-auth-mock', false],
    ['npx ./lp-auth-mock-0.1.0.tgz', false],
  ])('%s', (text, isBare) => {
    expect(BARE_NPX.test(text)).toBe(isBare);
  });
});
