import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { settle } from '../../mock-server/config/settle.ts';
import { createMock } from '../../mock-server/index.ts';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { searchPrinted } from '../support/watch/printed.ts';
import { asPattern, snippetsOf } from './snippets.ts';
import { fill } from './tables.ts';

const run = promisify(execFile);
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const snippets = snippetsOf('README.md');
const ofKind = (info: string): [string, (typeof snippets)[number]][] =>
  snippets.filter((each) => each.info === info).map((each) => [`line ${String(each.line)}`, each]);

describe('the tables of the pages follow from the code (npm run docs)', () => {
  it.each(['README.md', 'docs/errors.md', 'docs/options.md'])('%s', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    expect(text).toBe(fill(text));
  });
});

describe('the decisions', () => {
  it('that the code names are all written down', () => {
    const written = new Set(readFileSync(join(ROOT, 'docs/decisions.md'), 'utf8').match(/\bD\d+\b/g));
    const named = sources(join(ROOT, 'mock-server')).flatMap((file) => readFileSync(file, 'utf8').match(/\bD\d{1,2}\b/g) ?? []);
    expect([...new Set(named)].filter((name) => !written.has(name))).toEqual([]);
  });
});

describe('the shell snippets of the README', () => {
  let server: RunningServer;
  beforeAll(async () => { server = await startServer(createMock(), { port: 0 }); });
  afterAll(() => server.close());

  (hasPrograms('curl', 'jq') ? it : it.skip).each(ofKind('sh'))('%s prints what the page shows', async (_, { code, output }) => {
    const { stdout, stderr } = await run('bash', ['-euo', 'pipefail', '-c', code.replaceAll('localhost:4407', `localhost:${String(server.port)}`)]);
    searchPrinted('a shell snippet', stderr);
    expect(stdout.replaceAll('\r', '').trim()).toMatch(asPattern(output ?? ''));
  });
});

describe('the TypeScript snippets of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lp-auth-mock-readme-'));
  const file = (line: number): string => `line-${String(line)}.ts`;
  beforeAll(() => {
    for (const { line, code } of ofKind('ts').map(([, snippet]) => snippet)) writeFileSync(join(folder, file(line)), `${code}\nexport {};\n`);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { paths: sourcePaths(), types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')], noUnusedLocals: false },
      include: ['*.ts'],
    }));
  });
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it('type-check', async () => {
    const { stdout } = await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch((error: unknown) => error as { stdout: string });
    expect(stdout).toBe('');
  }, 60_000);

  it.each(ofKind('ts'))('%s runs and prints what the page shows', async (_, { line, output }) => {
    const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
    const { stdout, stderr } = await run(process.execPath, [tsx, '--tsconfig', join(folder, 'tsconfig.json'), join(folder, file(line))]);
    searchPrinted('a TypeScript snippet', `${stdout}\n${stderr}`);
    expect(stdout.trim()).toMatch(asPattern(output ?? ''));
  }, 60_000);
});

describe('the configuration snippets of the README', () => {
  it.each(ofKind('json'))('%s is a valid configuration', (_, { code }) => {
    expect(() => settle(JSON.parse(code))).not.toThrow();
  });
});

/** The public subpaths, led to their sources: what the package's exports name once it is built. */
function sourcePaths(): Record<string, string[]> {
  const at = (path: string): string[] => [join(ROOT, 'mock-server', path)];
  return {
    'lp-auth-mock': at('index.ts'),
    'lp-auth-mock/express': at('adapters/express.ts'),
    'lp-auth-mock/server': at('adapters/node/server.ts'),
    'lp-auth-mock/msw': at('adapters/msw.ts'),
    'lp-auth-mock/testing': at('testing/index.ts'),
    'lp-auth-mock/client': at('client/client.ts'),
  };
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}
