import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runProgram } from '../../../../mock-server/cli/program.ts';
import { explainListening } from '../../../../mock-server/cli/serve.ts';
import type { CapturedTerminal } from '../../../cli/captured-terminal.ts';
import { createCapturedTerminal, run } from '../../../cli/captured-terminal.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
scratch.write('quiet.json', '{"agent":"off","capture":false}');

interface Ended {
  readonly exitCode: number;
  readonly terminal: CapturedTerminal;
  readonly url: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Starts a mock, asks it for its options and one thing more, and stops it. */
async function start(
  argv: readonly string[],
  parts: Parameters<typeof createCapturedTerminal>[0] = {},
): Promise<Ended> {
  const terminal = createCapturedTerminal({ cwd: scratch.path, ...parts });
  const ended = runProgram([...argv, '--set', 'server.tls=false'], terminal);
  const [url = ''] =
    /http:\/\/[^\s"]+/.exec(await Promise.race([terminal.untilPrinted(1), ended.then(() => '')])) ?? [];
  const answer = url === '' ? undefined : await fetch(`${url}/__admin/options`).catch(() => undefined);
  const { options = [] } = (answer?.ok === true ? await answer.json() : {}) as { options?: { name: string }[] };
  if (url !== '') await fetch(`${url}/sentinel/well-known/jwks`);
  terminal.stop('SIGTERM');
  const exitCode = await ended;
  return { exitCode, terminal, url, options: Object.fromEntries(options.map((each) => [each.name, each])) };
}

const logged = ({ terminal }: Ended): string[] =>
  terminal.printed.slice(1).map((line) => line.replace(/^\S+ /, '').replace(/ \d+ms/, ''));
const JWKS = 'GET /sentinel/well-known/jwks 200';

describe('start', () => {
  it('logs its calls, and opens no browser', async () => {
    const ended = await start(['start', '--port', '0']);
    expect([ended.exitCode, logged(ended), ended.terminal.browsed, ended.terminal.complained]).toEqual([
      0,
      [JWKS],
      [],
      [],
    ]);
    expect(ended.options).toMatchObject({ capture: { value: false, source: 'default' }, agent: { source: 'default' } });
    expect(ended.terminal.printed[0]).not.toMatch(/Its (?:proxy|state)/);
  });

  it.each([['--quiet'], ['--json']])('%s: no log', async (flag) => {
    expect(logged(await start(['start', '--port', '0', flag]))).toEqual([]);
  });

  it('--open shows the console, and keeps what is said', async () => {
    const { terminal, url, options } = await start(['start', '--port', '0', '--open']);
    expect(terminal.browsed).toEqual([`${url}/__admin/ui/`]);
    expect(options).toMatchObject({
      capture: { value: true, source: 'flag', writtenAs: '--open' },
      agent: { source: 'default' },
    });
  });

  it('says that there is no console, or no browser', async () => {
    const none = await start(['start', '--port', '0', '--open', '--no-admin']);
    expect([none.terminal.browsed, none.terminal.complained]).toEqual([
      [],
      ['lp-auth-mock: there is no console to open: the admin API is off'],
    ]);
    const { terminal, url } = await start(['start', '--port', '0', '--open'], { noBrowser: 'nobody is here' });
    expect(terminal.complained).toEqual([
      `lp-auth-mock: no browser was opened (nobody is here); the console is at ${url}/__admin/ui/`,
    ]);
  });

  it('--proxy serves one beside it, and both ports are free afterwards', async () => {
    const { exitCode, terminal, url } = await start(['start', '--port', '0', '--proxy', '0', '--json']);
    const { proxyUrl, httpsUrl } = JSON.parse(terminal.printed[0] ?? '') as Record<string, string>;
    expect([exitCode, httpsUrl]).toEqual([0, undefined]);
    expect(proxyUrl).toMatch(/^http:\/\/(?:localhost|127\.0\.0\.1):\d+$/);
    for (const each of [url, proxyUrl ?? '']) await expect(fetch(each)).rejects.toThrow('fetch failed');
    expect((await run(['start', '--proxy', 'x'])).stderr).toBe(
      'lp-auth-mock: --proxy x: a port is a number up to 65535',
    );
  });

  it('--state keeps the state in the file, or the variable does, and the flag wins', async () => {
    const env = { LP_AUTH_MOCK_STATE: 'by-variable.json' };
    const first = await start(['start', '--port', '0'], { env });
    const path = join(scratch.path, 'by-variable.json');
    expect(first.terminal.printed[0]).toContain(`Its state is new, and kept in ${path}\n`);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toBeInstanceOf(Object);
    const second = await start(['start', '--port', '0', '--json', '--state', 'by-variable.json']);
    expect(JSON.parse(second.terminal.printed[0] ?? '')).toMatchObject({ state: path });
    await start(['start', '--port', '0', '--state', 'by-flag.json'], { env: { LP_AUTH_MOCK_STATE: 'neither.json' } });
    expect(['by-flag.json', 'neither.json'].map((name) => existsSync(join(scratch.path, name)))).toEqual([true, false]);
    await start(['start', '--port', '0'], { env: { LP_AUTH_MOCK_STATE: '' } });
    expect((await run(['start', '--state', ''], { cwd: scratch.path })).exitCode).toBe(1);
    for (const [argv, variables, writtenAs] of [
      [['--state=no/where.json'], {}, '--state'],
      [[], { LP_AUTH_MOCK_STATE: 'no/where.json' }, 'LP_AUTH_MOCK_STATE'],
    ] as const)
      expect((await run(['start', ...argv], { cwd: scratch.path, env: variables })).stderr).toBe(
        `lp-auth-mock: ${writtenAs}: ${join(scratch.path, 'no', 'where.json')} cannot be made: there is no folder ${join(scratch.path, 'no')}`,
      );
  });
});

describe('demo', () => {
  it('has an agent who answers, keeps what is said, and shows it', async () => {
    const { terminal, url, options } = await start(['demo', '--port', '0']);
    expect(terminal.browsed).toEqual([`${url}/__admin/ui/`]);
    expect(options).toMatchObject({
      agent: { value: 'echo', source: 'flag', writtenAs: 'demo' },
      capture: { value: true, source: 'flag', writtenAs: 'demo' },
    });
  });

  it('can be told otherwise', async () => {
    const { terminal, options } = await start(['demo', '--port', '0', '--no-open', '--config', 'quiet.json']);
    expect(terminal.browsed).toEqual([]);
    expect(options).toMatchObject({
      agent: { value: 'off', source: 'file', writtenAs: 'quiet.json' },
      capture: { value: false, source: 'file', writtenAs: 'quiet.json' },
    });
  });
});

describe('a port', () => {
  it.each<readonly [string, 'port' | 'proxy port', string]>([
    ['EADDRINUSE', 'port', 'port 7 is taken; choose another, or --port 0 for any free one'],
    ['EADDRINUSE', 'proxy port', 'proxy port 7 is taken; choose another, or 0 for any free one'],
    ['EACCES', 'proxy port', 'proxy port 7 may not be used by this user; choose one above 1023'],
    ['EADDRNOTAVAIL', 'port', 'this machine has no address h'],
    ['ENOTFOUND', 'port', 'no such host: h'],
    ['EAI_AGAIN', 'port', 'no such host: h'],
  ])('%s of a %s: %s', (code, what, words) => {
    const error = explainListening(Object.assign(new Error('x'), { code }), { host: 'h', port: 7 }, what);
    expect(error).toMatchObject({ name: 'UsageError', message: words });
  });

  it('fails for another reason as it is, and for a certificate in its words', () => {
    const error = new Error('x');
    expect(explainListening(error, { host: 'h', port: 7 }, 'port')).toBe(error);
    const certificate = Object.assign(new Error('it is no certificate'), { name: 'CertificateError' });
    expect(explainListening(certificate, { host: 'h', port: 7 }, 'port')).toMatchObject({
      name: 'UsageError',
      message: 'it is no certificate',
    });
  });

  it('that is taken ends start and proxy in a sentence', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(0, '127.0.0.1', resolve);
    });
    const port = String((squatter.address() as AddressInfo).port);
    const said = [
      await run(['start', '--port', port]),
      await run(['start', '--port', '0', '--proxy', port]),
      await run(['proxy', '--port', port]),
      await run(['proxy', '--port', 'x']),
    ].map(({ stderr }) => stderr);
    squatter.close();
    expect(said).toEqual([
      `lp-auth-mock: port ${port} is taken; choose another, or --port 0 for any free one`,
      `lp-auth-mock: proxy port ${port} is taken; choose another, or 0 for any free one`,
      `lp-auth-mock: proxy port ${port} is taken; choose another, or 0 for any free one`,
      'lp-auth-mock: --port x: a port is a number up to 65535',
    ]);
  });
});

describe('proxy', () => {
  it.each([
    [[], [JWKS]],
    [['--quiet'], []],
    [['--json'], []],
  ])('with %j serves a mock with https on a free port, and logs %j', async (flags, log) => {
    const ended = await start(['proxy', '--port', '0', ...flags]);
    expect([ended.exitCode, logged(ended)]).toEqual([0, log]);
    expect(ended.terminal.printed[0]).toMatch(/https:\/\/localhost:\d+/);
    expect(ended.terminal.printed[0]).toMatch(/"proxyUrl":"http|Its proxy for LivePerson's hosts listens at http/);
  });
});
