import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { parseConfigFileTextToJson } from 'typescript';
import { parse } from 'yaml';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { settingsOfVariables } from '../../mock-server/cli/environment.ts';
import { openMock } from '../../mock-server/cli/mock-options.ts';
import type { MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createCapturedTerminal } from '../cli/captured-terminal.ts';
import { PAGES, snippetsOf } from '../docs/snippets.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEPLOY = join(ROOT, 'deploy');
const read = (name: string): string => readFileSync(join(DEPLOY, name), 'utf8');
const files = readdirSync(DEPLOY, { recursive: true, encoding: 'utf8' }).filter((name) =>
  statSync(join(DEPLOY, name)).isFile(),
);

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly networks: { readonly default: { readonly aliases: readonly string[] } };
  readonly read_only: boolean;
  readonly command: readonly string[];
  readonly volumes: readonly string[];
}
type Variables = Readonly<Record<string, string>>;
const compose = parse(read('compose.yaml')) as { readonly services: { readonly 'lp-mock': Service; app: Service } };
const actions = parse(read('github-actions.yaml')) as {
  readonly jobs: { readonly test: { readonly services: { readonly 'lp-mock': { readonly env: Variables } } } };
};
const gitlab = parse(read('gitlab-ci.yaml')) as {
  readonly test: { readonly services: readonly [{ readonly alias: string; readonly variables: Variables }] };
};

describe('what the pages quote', () => {
  const quoted = PAGES.flatMap(snippetsOf).filter(({ info }) => info.endsWith(' deploy'));
  const texts = files.map((name) => read(name).replace(/^# {3}/gm, ''));

  it.each(quoted.map((each) => [`${each.page}, line ${String(each.line)}`, each] as const))(
    '%s stands in a file of deploy/',
    (_, { info, code }) => {
      // Commands stand there one by one, in comments.
      const parts = info.startsWith('sh') ? code.trim().split('\n') : [code];
      expect(parts.filter((part) => !texts.some((text) => text.includes(part)))).toEqual([]);
    },
  );
});

describe('every variable of ours in deploy/ and on the page', () => {
  // Of programs and workers, not of the mock.
  const RESERVED = ['LP_AUTH_MOCK_URL', 'LP_AUTH_MOCK_HOME', 'LP_AUTH_MOCK_STATE', 'LP_AUTH_MOCK_ADMIN_SECRET'];
  const named = [...files.map(read), readFileSync(join(ROOT, 'docs/containers.md'), 'utf8')].flatMap(
    (text) => text.match(/\bLP_AUTH_MOCK_[A-Z_]+/g) ?? [],
  );

  it.each([...new Set(named)].filter((name) => !RESERVED.includes(name)))('%s sets an option', (name) => {
    expect(settingsOfVariables({ [name]: 'x' })).toHaveLength(1);
  });

  it('is looked for', () => {
    expect(named.length).toBeGreaterThan(5);
  });
});

const servers: RunningServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** The mock that these variables make, on a free port of this machine. */
async function startWith(variables: Variables): Promise<RunningServer> {
  const mock = await openMock({}, createCapturedTerminal({ env: variables }));
  const server = await startServer(mock, { port: 0, host: '127.0.0.1' });
  servers.push(server);
  return server;
}

/** What a proxy's client gets: like one from outside of a container, it is let in by the name that it calls alone. */
function ask(server: RunningServer, path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ port: server.port, host: '127.0.0.1', path, headers: { host, via: '1.1 outside' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the mock with the variables of', () => {
  it.each<[string, Variables, string[], string[]]>([
    ['compose.yaml', compose.services['lp-mock'].environment, ['lp-mock:443', 'localhost:4407'], ['other']],
    ['github-actions.yaml', actions.jobs.test.services['lp-mock'].env, ['localhost:4407'], ['lp-mock']],
    ['gitlab-ci.yaml', gitlab.test.services[0].variables, [`${gitlab.test.services[0].alias}:4407`], ['localhost']],
  ])('%s lets in who calls it by its name there, and nobody else', async (_, variables, known, unknown) => {
    const server = await startWith(variables);
    for (const host of known) expect(await ask(server, '/__admin/ca.pem', host)).toBe(200);
    for (const host of unknown) expect(await ask(server, '/__admin/ca.pem', host)).toBe(403);
  });
});

describe('compose.yaml', () => {
  const { 'lp-mock': mock, app } = compose.services;

  it('gives the mock the names of all hosts that the app is told of', async () => {
    const { aliases } = mock.networks.default;
    const server = await startWith({});
    const answer = await new Promise<string>((resolve, reject) => {
      const path = '/api/account/12345678/service/baseURI.json?version=1.0';
      request({ port: server.port, host: '127.0.0.1', path, headers: { host: aliases[0] ?? '' } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () => {
          resolve(text);
        });
      })
        .on('error', reject)
        .end();
    });
    const { baseURIs } = JSON.parse(answer) as { baseURIs: readonly { service: string; baseURI: string }[] };
    const used = baseURIs.filter(({ service }) => ['sentinel', 'idp', 'asyncMessagingEnt'].includes(service));
    expect(['api.liveperson.net', ...used.map(({ baseURI }) => baseURI)].sort()).toEqual([...aliases].sort());
  });

  it('writes to its volume alone, and starts the example that is there', () => {
    expect([mock.read_only, mock.volumes]).toEqual([true, ['lp-mock:/data']]);
    const [mounted = ''] = app.volumes;
    const [folder = '', inside = ''] = mounted.split(':');
    const program = (/node (\S+)/.exec(app.command.join(' '))?.[1] ?? '').replace(inside, join(DEPLOY, folder));
    expect(existsSync(program)).toBe(true);
    expect(app.command.at(-1)).toContain(app.environment['NODE_EXTRA_CA_CERTS'] ?? 'nothing');
  });
});

describe('wrangler.jsonc', () => {
  const { config, error } = parseConfigFileTextToJson('wrangler.jsonc', read('worker/wrangler.jsonc')) as {
    readonly config: {
      readonly main: string;
      readonly durable_objects: { readonly bindings: readonly unknown[] };
      readonly migrations: readonly { readonly new_sqlite_classes: readonly string[] }[];
      readonly vars: { readonly LP_AUTH_MOCK: MockOptions };
    };
    readonly error?: unknown;
  };

  it('binds the class that its worker exports, stored in SQLite', () => {
    expect(error).toBeUndefined();
    const text = read(join('worker', config.main));
    expect(text).toMatch(/^export \{ AccountCell \};$/m);
    expect(config.durable_objects.bindings).toEqual([{ name: 'ACCOUNT_CELLS', class_name: 'AccountCell' }]);
    expect(config.migrations.map((migration) => migration.new_sqlite_classes)).toEqual([['AccountCell']]);
  });

  it('has options that a mock takes', () => {
    expect(createMock(config.vars.LP_AUTH_MOCK).settings.agent).toBe('echo');
  });
});

describe('Dockerfile', () => {
  it('has the program where the package has it, and lets no more into the build than it takes', () => {
    const text = read('Dockerfile');
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    const program = join('/opt/package', bin['lp-auth-mock'] ?? '');
    expect(text.match(/\["node", "([^"]+)"/g)).toEqual([`["node", "${program}"`, `["node", "${program}"`]);
    const taken = [...text.matchAll(/^(?:ADD|COPY) (?:--\S+ )?(\S+)/gm)].map(([, source]) => `!${source ?? ''}`);
    expect(read('Dockerfile.dockerignore').trim().split('\n')).toEqual(['*', ...taken]);
  });
});
