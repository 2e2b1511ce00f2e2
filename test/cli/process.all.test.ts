import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { createScratchFolder } from './scratch-folder.ts';
import { CLI, hasPrograms, runShell, spawnCli, spawnMock } from './spawned-cli.ts';

const folder = createScratchFolder();

describe('the program as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one line when ready, and %s ends it, whoever is still connected',
    async (signal) => {
      const mock = await spawnMock();
      const agent = new Agent({ keepAlive: true });
      const [response] = (await once(
        get({ port: mock.port, path: '/sentinel/well-known/jwks', agent }),
        'response',
      )) as [NodeJS.ReadableStream & { statusCode: number }];
      await once(response.resume(), 'end');
      const silent = connect(mock.port, '127.0.0.1').on('error', () => undefined);
      await once(silent, 'connect');
      mock.kill(signal);
      const ending = await mock.ended;
      agent.destroy();
      silent.destroy();
      expect(response.statusCode).toBe(200);
      expect(ending).toEqual({ exitCode: 0, signal: null });
      expect(mock.stdout()).toMatch(
        /^\{"event":"ready","url":"http:\/\/localhost:(\d+)","httpsUrl":"https:\/\/localhost:\1","port":\1,"pid":\d+,"ca":"[^"]+","accounts":\[\{"accountId":"12345678","clientId":"[\w-]+","clientSecret":"\w+","connectorId":\d+\},.*\]\}\n$/,
      );
      expect(mock.stderr()).toBe('');
    },
  );

  it('tells a taken port in one line, with exit code 1', async () => {
    const mock = await spawnMock();
    const second = spawnCli(['--port', String(mock.port)]);
    expect(await second.ended).toEqual({ exitCode: 1, signal: null });
    expect(second.stderr()).toBe(
      `lp-auth-mock: port ${String(mock.port)} is taken; choose another, or --port 0 for any free one\n`,
    );
    expect(second.stdout()).toBe('');
  });

  it('stops quietly when nobody reads on', async () => {
    const { exitCode, stderr } = await runShell(`${CLI} endpoints | true`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('inspects what token prints through a pipe', async () => {
    const { exitCode, stdout } = await runShell(`${CLI} token app | ${CLI} inspect`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^AppJWT of account 12345678\n[^]*\naccepted now, at:\n/);
  });
});

it('the three calls of the banner work as pasted', async () => {
  if (!hasPrograms('curl')) return;
  const cli = spawnCli(['--port', '0']);
  const lines = (await cli.untilLines(10)).filter((line) => line.startsWith('curl '));
  const answers = [];
  for (const line of lines) answers.push(await runShell(line));
  const bodies = answers.map(({ stdout }) => JSON.parse(stdout) as object);
  expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(bodies.map((body) => Object.keys(body))).toEqual([['access_token', 'token_type'], ['token'], ['baseURIs']]);
  const [port = ''] = /(?<=localhost:)\d+/.exec(lines[0] ?? '') ?? [];
  expect(bodies[2]).toMatchObject({
    baseURIs: expect.arrayContaining([{ account: '12345678', service: 'sentinel', baseURI: `localhost:${port}` }]),
  });
});

describe('start-up', () => {
  // A hook of the module loader that writes down what is loaded.
  const hook =
    "import { writeSync } from 'node:fs'; export async function load(url, context, next) { writeSync(2, `loads ${url}\\n`); return next(url, context); }";
  folder.write(
    'note-modules.mjs',
    `import { register } from 'node:module'; register('data:text/javascript,${encodeURIComponent(hook).replaceAll("'", '%27')}');`,
  );

  const hooked = ['--import', `${folder.path}/note-modules.mjs`];

  /** Which files the program loads. */
  async function filesOf(argv: readonly string[], cli = spawnCli(argv, hooked)): Promise<string[]> {
    await (argv.includes('start') ? cli.untilLines(1) : cli.ended);
    return [...cli.stderr().matchAll(/^loads (file:.*)$/gm)].map(([, url = '']) => url);
  }

  it.each([
    ['--help', ['yargs']],
    ['--nonsense', ['yargs']],
    ['inspect abc', ['jose', 'valibot']],
    ['start --port 0 --json', ['jose', 'valibot']],
  ])('of %s loads only what it uses', async (typed, packages) => {
    const files = await filesOf(typed.split(' '));
    expect(
      ['express', 'jose', 'valibot', 'yargs'].filter((name) =>
        files.some((file) => file.includes(`/node_modules/${name}/`)),
      ),
    ).toEqual(packages);
  });

  // From the sources, whose files have their own names.
  const sourceFilesOf = (...argv: string[]): Promise<string[]> =>
    filesOf(argv, spawnCli(argv, ['--import', 'tsx', ...hooked], 'mock-server/cli/main.ts'));

  it('of endpoints loads no server', async () => {
    const loadsServer = async (...argv: string[]): Promise<boolean> =>
      (await sourceFilesOf(...argv)).some((file) => file.endsWith('/adapters/node/server.ts'));
    expect([await loadsServer('endpoints'), await loadsServer('start', '--port', '0', '--json')]).toEqual([
      false,
      true,
    ]);
  });

  it('loads what reads keys and keeps a state only for who asks for it', async () => {
    const loaded = async (...argv: string[]): Promise<string[]> =>
      (await sourceFilesOf('start', '--port', '0', '--json', ...argv)).flatMap(
        (file) => /\/(?:read-keys|own-keys|kept-state|open-state)\.ts$/.exec(file)?.[0] ?? [],
      );
    expect(await loaded()).toEqual([]);
    expect(await loaded('--state', `${folder.path}/state.json`)).toEqual(['/open-state.ts', '/kept-state.ts']);
  });
});
