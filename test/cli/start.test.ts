import { afterEach, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runProgram } from '../../mock-server/cli/program.ts';
import type { CapturedTerminal } from './captured-terminal.ts';
import { createCapturedTerminal, run } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';

const folder = createScratchFolder();
folder.write(
  'frozen.mjs',
  "export default { clock: { now: () => Date.parse('2026-11-20T12:00:00Z') }, reasonHeader: false }",
);
folder.write('listener.mjs', 'export default { onExchange: ({ path }) => { globalThis.hearInTest(path); } }');
folder.write(
  'own.json',
  JSON.stringify({
    closed: true,
    server: { port: 0 },
    accounts: [{ accountId: 'own', apps: [{ client_id: 'me', client_secret: 'my secret' }], connectors: [] }],
  }),
);

interface Started {
  readonly terminal: CapturedTerminal;
  /** What was printed when it was ready. */
  readonly ready: string;
  readonly url: string;
  readonly stop: (signal?: 'SIGINT' | 'SIGTERM') => Promise<number>;
}

const running: Started[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function start(...argv: readonly string[]): Promise<Started> {
  const terminal = createCapturedTerminal({ cwd: folder.path });
  const ended = runProgram(argv, terminal);
  const ready = await Promise.race([
    terminal.untilPrinted(1),
    ended.then(() => {
      throw new Error(terminal.complained.join('\n'));
    }),
  ]);
  const [url = ''] = /http:\/\/[^\s"]+/.exec(ready) ?? [];
  const started: Started = {
    terminal,
    ready,
    url,
    stop: (signal = 'SIGTERM') => {
      terminal.stop(signal);
      return ended;
    },
  };
  running.push(started);
  return started;
}

describe('start --json', () => {
  it('prints exactly one line, with the address and the ready accounts', async () => {
    const { terminal, ready, url, stop } = await start('start', '--port', '0', '--json');
    expect(JSON.parse(ready)).toEqual({
      event: 'ready',
      url,
      httpsUrl: url.replace('http:', 'https:'),
      port: Number(new URL(url).port),
      pid: 4711,
      ca: join(process.env['LP_AUTH_MOCK_HOME']!, 'ca.pem'),
      accounts: [
        {
          accountId: '12345678',
          clientId: '75588e18-0213-4e33-8174-883acac7e3c4',
          clientSecret: '0123456789abcdefghijklmnop',
          connectorId: 4567890,
        },
        {
          accountId: '87654321',
          clientId: '82c73053-d763-4751-9256-f3a799bc54c4',
          clientSecret: 'ponmlkjihgfedcba9876543210',
          connectorId: 4567890,
        },
      ],
    });
    expect(Object.keys(JSON.parse(ready) as object)).toEqual([
      'event',
      'url',
      'httpsUrl',
      'port',
      'pid',
      'ca',
      'accounts',
    ]);
    await fetch(`${url}/nowhere`);
    expect(await stop()).toBe(0);
    expect(terminal.printed).toEqual([ready]);
    expect(ready).not.toContain('\n');
    expect(terminal.complained).toEqual([]);
  });

  it('leaves out what an account of the config file does not have', async () => {
    const { ready } = await start('--config', 'own.json', '--json');
    expect(JSON.parse(ready)).toMatchObject({
      accounts: [{ accountId: 'own', clientId: 'me', clientSecret: 'my secret' }],
    });
    expect(ready).not.toContain('connectorId');
  });
});

describe('the banner of start', () => {
  it('has the address, the ready account and three calls to paste', async () => {
    const { ready, url } = await start('--port', '0');
    expect(ready).toBe(`lp-auth-mock listens at ${url} and ${url.replace('http:', 'https:')}
Its messaging sockets are at ${url.replace('http:', 'ws:')} and ${url.replace('http:', 'wss:')}
Its console, to look at in a browser, is at ${url}/__admin/ui/
Its tokens are signed with development keys that are public: trust them nowhere else.
  account        12345678
  client_id      75588e18-0213-4e33-8174-883acac7e3c4
  client_secret  0123456789abcdefghijklmnop
  connector      4567890

curl -X POST "${url}/sentinel/api/account/12345678/app/token?v=1.0&grant_type=client_credentials" -d "client_id=75588e18-0213-4e33-8174-883acac7e3c4&client_secret=0123456789abcdefghijklmnop"
curl -X POST "${url}/api/account/12345678/anonymous/authorize"
curl "${url}/api/account/12345678/service/baseURI.json?version=1.0"
`);
  });

  it('names a secret that was configured, and never prints it', async () => {
    const { terminal } = await start('start', '--config', 'own.json');
    const printed = [...terminal.printed, ...terminal.complained].join('\n');
    expect(printed).toContain('  client_secret  <client_secret of me>\n');
    expect(printed).not.toMatch(/my.secret/);
  });

  it('offers only calls that the account can make', async () => {
    const { ready, url } = await start('--config', 'own.json');
    expect(ready.split('\n').slice(-5)).toEqual([
      '',
      `curl -X POST "${url}/sentinel/api/account/own/app/token?v=1.0&grant_type=client_credentials" -d "client_id=me&client_secret=<client_secret>"`,
      `curl "${url}/api/account/own/service/baseURI.json?version=1.0"`,
      `curl "${url}/sentinel/well-known/jwks"`,
      '',
    ]);
  });
});

describe('the request log of start', () => {
  it('has one line a request, by the clock of the mock, without query and secrets', async () => {
    const { terminal, url } = await start('--port', '0', '--config', 'frozen.mjs');
    await fetch(`${url}/sentinel/well-known/jwks`);
    await fetch(`${url}/sentinel/api/account/12345678/app/token?v=1.0&client_secret=wr0ng`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: '75588e18-0213-4e33-8174-883acac7e3c4',
      }),
    });
    expect(terminal.printed.slice(1).map((line) => line.replace(/ \d+ms/, ' 1ms'))).toEqual([
      '2026-11-20T12:00:00.000Z GET /sentinel/well-known/jwks 200 1ms',
      expect.stringMatching(
        /^2026-11-20T12:00:00\.000Z POST \/sentinel\/api\/account\/12345678\/app\/token 401 1ms client-secret-wrong; .+$/,
      ),
    ]);
    expect(terminal.printed.join('\n')).not.toContain('wr0ng');
  });

  it('leaves the listener of a config file its calls', async () => {
    const heard: string[] = [];
    Object.assign(globalThis, {
      hearInTest: (path: string) => {
        heard.push(path);
      },
    });
    const { terminal, url } = await start('--port', '0', '--config', 'listener.mjs');
    await fetch(`${url}/sentinel/well-known/jwks`);
    expect(heard).toEqual(['/sentinel/well-known/jwks']);
    expect(terminal.printed).toHaveLength(2);
  });

  it('is off with --quiet', async () => {
    const { terminal, url } = await start('--port', '0', '--quiet');
    await fetch(`${url}/sentinel/well-known/jwks`);
    expect(terminal.printed).toHaveLength(1);
  });
});

describe('the flags of start', () => {
  const jwtAt = (url: string, account: string): Promise<Response> =>
    fetch(`${url}/sentinel/api/account/${account}/app/token?v=1.0&grant_type=client_credentials`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'somebody', client_secret: 'something' }),
    });

  it('without any, accounts that nobody configured are served, and refusals carry their reason', async () => {
    const { url } = await start('--port', '0', '--json');
    const missing = await fetch(`${url}/nowhere`);
    expect((await jwtAt(url, 'acme')).status).toBe(200);
    expect(missing.headers.get('lp-mock-reason')).toBe('path-unknown; no LivePerson service has a path like this');
  });

  it.each([
    [['--no-admin'], 404],
    [['--no-admin=true'], 404],
    [['--set', 'admin=false'], 404],
    [[], 200],
    [['--no-admin=false'], 200],
    [['--no-admin', '--set', 'admin.hosts=["lp-mock"]'], 200],
  ])('%j: a call of /__admin is %i', async (flags, status) => {
    const { url } = await start('--port', '0', '--json', ...flags);
    expect((await fetch(`${url}/__admin/accounts`)).status).toBe(status);
  });

  it('--no-tls=false leaves https on', async () => {
    const { ready } = await start('--port', '0', '--json', '--no-tls=false');
    expect(JSON.parse(ready)).toHaveProperty('httpsUrl', expect.stringMatching(/^https:/));
  });

  it('--closed and --no-reason-header reach the mock', async () => {
    const { url } = await start('--port', '0', '--json', '--closed', '--no-reason-header');
    const answer = await jwtAt(url, 'acme');
    expect(answer.status).toBe(401);
    expect(answer.headers.has('lp-mock-reason')).toBe(false);
  });

  it('--strict and --set reach the mock', async () => {
    const { url } = await start(
      '--port',
      '0',
      '--json',
      '--strict',
      '--set',
      'csds.unknownAccountStatus=404',
      '--set',
      'closed=true',
    );
    const withoutVersion = await fetch(`${url}/sentinel/api/account/12345678/app/token?grant_type=client_credentials`, {
      method: 'POST',
    });
    const unknownAccount = await fetch(`${url}/api/account/acme/service/baseURI.json?version=1.0`);
    expect(withoutVersion.headers.get('lp-mock-reason')).toMatch(/^version-missing;/);
    expect(unknownAccount.status).toBe(404);
  });

  it('--seed makes ids repeatable', async () => {
    const subOfFirst = async (): Promise<unknown> => {
      const { url } = await start('--port', '0', '--json', '--seed', '7');
      const answer = await fetch(`${url}/api/account/12345678/anonymous/authorize`, { method: 'POST' });
      const { token } = (await answer.json()) as { token: string };
      return (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: unknown }).sub;
    };
    expect(await subOfFirst()).toBe(await subOfFirst());
  });

  it('win over the config file, and --set over both', async () => {
    const { url } = await start(
      '--config',
      'own.json',
      '--port',
      '1',
      '--set',
      'server.port=0',
      '--closed=false',
      '--json',
    );
    expect((await jwtAt(url, 'acme')).status).toBe(200);
  });
});

describe('a port that is taken', () => {
  it('is told in one line, with exit code 1', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(0, '127.0.0.1', resolve);
    });
    const port = String((squatter.address() as AddressInfo).port);
    const outcome = await run(['--port', port, '--json']);
    await new Promise((resolve) => {
      squatter.close(resolve);
    });
    expect(outcome).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: port ${port} is taken; choose another, or --port 0 for any free one`,
    });
  });
});

it('a certificate that cannot be read is told in one line', async () => {
  expect(await run(['--port', '0', '--set', 'server.tls={"certificate":"nowhere.pem","key":"nowhere.key"}'])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'lp-auth-mock: server.tls.certificate: nowhere.pem cannot be read (ENOENT)',
  });
});

it.each(['SIGINT', 'SIGTERM'] as const)('%s closes the port and ends with exit code 0', async (signal) => {
  const { url, stop } = await start('--port', '0', '--json');
  expect(await stop(signal)).toBe(0);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
