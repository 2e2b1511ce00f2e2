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
import type { ErrorName } from '../../mock-server/errors/catalogue.ts';
import { catalogue } from '../../mock-server/errors/catalogue.ts';
import { createMock } from '../../mock-server/index.ts';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { isEverything } from '../support/everything.ts';
import { openSocket, signUp } from '../support/sockets.ts';
import { searchPrinted } from '../support/watch/printed.ts';
import { asPattern, PAGES, snippetsOf } from './snippets.ts';

type SendApiError = Extract<ErrorName, `40${string}`>;

const run = promisify(execFile);
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const snippets = PAGES.flatMap(snippetsOf);
const ofKind = (...infos: string[]): [string, (typeof snippets)[number]][] =>
  snippets.filter(({ info }) => infos.includes(info)).map((each) => [`${each.page}, line ${String(each.line)}`, each]);

describe('the decisions', () => {
  it('that the code names are all written down', () => {
    const written = new Set(readFileSync(join(ROOT, 'docs/decisions.md'), 'utf8').match(/\bD\d+\b/g));
    const named = sources(join(ROOT, 'mock-server')).flatMap(
      (file) => readFileSync(file, 'utf8').match(/\bD\d{1,2}\b/g) ?? [],
    );
    expect([...new Set(named)].filter((name) => !written.has(name))).toEqual([]);
  });
});

describe('the shell snippets of the pages', () => {
  let server: RunningServer;
  beforeAll(async () => {
    // As the page has it started before the flow that ends in a conversation.
    server = await startServer(createMock({ agent: 'echo' }), { port: 0 });
  });
  afterAll(() => server.close());

  // wscat waits for a second after each call.
  const shown = ofKind('sh').filter(([, { code }]) => isEverything || !code.includes('wscat'));
  (hasPrograms('curl', 'jq') ? it : it.skip).each(shown)(
    '%s prints what the page shows',
    async (_, { code, output }) => {
      const { stdout, stderr } = await run('bash', [
        '-euo',
        'pipefail',
        '-c',
        code.replaceAll('localhost:4407', `localhost:${String(server.port)}`),
      ]);
      searchPrinted('a shell snippet', stderr);
      expect(stdout.replaceAll('\r', '').trim()).toMatch(asPattern(output ?? ''));
    },
  );
});

describe('the TypeScript snippets of the pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lp-auth-mock-pages-'));
  const file = ({ page, line }: { page: string; line: number }): string =>
    `${page.replace(/\W/g, '-')}-${String(line)}.ts`;
  beforeAll(() => {
    for (const [, snippet] of ofKind('ts', 'ts serves'))
      writeFileSync(join(folder, file(snippet)), `${snippet.code}\nexport {};\n`);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(ROOT, 'tsconfig.json'),
        compilerOptions: {
          paths: sourcePaths(),
          types: ['node'],
          typeRoots: [join(ROOT, 'node_modules/@types')],
          noUnusedLocals: false,
        },
        include: ['*.ts'],
      }),
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  // As long as ten others, of which those that end run in any case.
  if (isEverything)
    it('type-check', async () => {
      const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
      const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
        (error: unknown) => error as { stdout: string },
      );
      expect(stdout).toBe('');
    }, 300_000);

  async function runFile(name: string): Promise<string> {
    const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
    const { stdout, stderr } = await run(process.execPath, [
      tsx,
      '--tsconfig',
      join(folder, 'tsconfig.json'),
      join(folder, name),
    ]);
    searchPrinted('a TypeScript snippet', `${stdout}\n${stderr}`);
    return stdout.trim();
  }

  describe('run to their end, one after the other in one process,', () => {
    let outputs: ReadonlyMap<string, string>;
    beforeAll(async () => {
      const names = ofKind('ts').map(([, snippet]) => file(snippet));
      writeFileSync(join(folder, 'all.ts'), runsToTheEnd(names));
      const [, ...parts] = (await runFile('all.ts')).split(/^=== (?=.*\.ts$)/m);
      outputs = new Map(
        parts.map((part) => {
          const [name = '', ...lines] = part.split('\n');
          return [name, lines.join('\n').trim()];
        }),
      );
    }, 300_000);

    it.each(ofKind('ts'))('%s prints what the page shows', (_, snippet) => {
      const printed = outputs.get(file(snippet));
      expect(printed).toBeDefined();
      expect(printed).toMatch(asPattern(snippet.output ?? ''));
    });
  });

  // Each is a program of its own.
  if (isEverything)
    it.each(ofKind('ts serves'))(
      '%s answers for as long as it runs',
      async (_, { code }) => {
        const [imports = '', app = ''] = code.split('\n\n');
        const served = app.replace('.listen(4407', '.listen(0');
        expect(served).not.toBe(app);
        writeFileSync(
          join(folder, 'served.ts'),
          `${imports}
        import { Server } from 'node:http';
        const { listen } = Server.prototype;
        Server.prototype.listen = function (...given) {
          this.once('listening', async () => {
            const { status } = await fetch(\`http://localhost:\${this.address().port}/sentinel/well-known/jwks\`);
            console.log(status);
            this.close();
          });
          return Reflect.apply(listen, this, given);
        };
        ${served}`,
        );
        expect(await runFile('served.ts')).toMatch(/^(?:http:\/\/localhost:4407\n)?200$/);
      },
      300_000,
    );
});

describe('the configuration snippets of the pages', () => {
  it.each(ofKind('json'))('%s is a valid configuration', (_, { code }) => {
    const { $schema, ...options } = JSON.parse(code) as { $schema?: string };
    expect(() => settle(options)).not.toThrow();
    expect($schema ?? '').toMatch(/^$|lp-auth-mock\/dist\/config\.schema\.json$/);
  });
});

describe('the frames of the pages', () => {
  it.each(ofKind('json frame'))('%s are answered', async (_, { code }) => {
    const mock = createMock();
    const socket = await openSocket(mock);
    socket.send(code.replace('<LP_JWT>', await signUp(mock)));
    await mock.settled();
    expect([socket.take().map(({ code: answered }) => answered), socket.closed()]).toEqual([[200], undefined]);
  });
});

describe('the bodies of the pages', () => {
  it.each(ofKind('json bodies'))('%s are what the mock answers, byte for byte', async (_, { code }) => {
    const mock = createMock();
    const url = 'https://va.msg.liveperson.net/api/account/12345678/messaging/consumer/conversation?v=3';
    const bodies: string[] = [];
    for (const error of Object.keys(catalogue).filter((name): name is SendApiError => /^40\d{3}$/.test(name))) {
      mock.faults.add({ endpoint: 'send-api.create', error, times: 1 });
      bodies.push(await (await mock.fetch(url, { method: 'POST' })).text());
    }
    expect(code.trim().split('\n')).toEqual(bodies);
  });
});

/** A program that starts each of these when the one before it has nothing more to do, and prints its name first. */
function runsToTheEnd(names: readonly string[]): string {
  return `
    const names = ${JSON.stringify(names)};
    process.on('beforeExit', () => {
      const name = names.shift();
      if (name === undefined) return;
      console.log('=== ' + name);
      void import('./' + name);
    });
    export {};
  `;
}

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
    'lp-auth-mock/worker': at('adapters/worker/worker.ts'),
  };
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}
