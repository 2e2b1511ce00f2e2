import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { checkClock } from '../../mock-server/cli/doctor/clock.ts';
import { checkListening } from '../../mock-server/cli/doctor/listening.ts';
import { checkMswVersion } from '../../mock-server/cli/doctor/msw-version.ts';
import { checkNodeVersion } from '../../mock-server/cli/doctor/node-version.ts';
import { checkProxyVariables } from '../../mock-server/cli/doctor/proxy-variables.ts';
import { checkTrust } from '../../mock-server/cli/doctor/trust.ts';
import { runProgram } from '../../mock-server/cli/program.ts';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createCapturedTerminal, run } from '../cli/captured-terminal.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function serveMock(options: MockOptions = {}): Promise<RunningServer> {
  const server = await startServer(createMock(options), { port: 0 });
  closers.push(() => server.close());
  return server;
}

async function takePort(): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  );
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const port = await takePort();
  await closers.pop()?.();
  return port;
}

async function examine(
  home: string,
  argv: readonly string[] = [],
): Promise<{ exitCode: number; lines: string[]; stderr: string }> {
  const terminal = { ...createCapturedTerminal(), env: { PATH: process.env['PATH'], LP_AUTH_MOCK_HOME: home } };
  const exitCode = await runProgram(['doctor', ...argv], terminal);
  return { exitCode, lines: terminal.printed, stderr: terminal.complained.join('\n') };
}

describe('doctor', () => {
  it('has a line for each check, and a remedy for each that is amiss', async () => {
    const home = join(scratch.path, 'home');
    const port = await freePort();
    const { exitCode, lines, stderr } = await examine(home, ['--port', String(port)]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(lines).toEqual(
      expect.arrayContaining([
        `ok    Node.js ${process.version}`,
        `ok    port ${String(port)} is free`,
        'ok    loopback 127.0.0.1 is there',
        expect.stringMatching(/^ok {4}localhost means /),
        expect.stringMatching(/^ok {4}clock: /),
        'ok    there is no proxy between clients and this machine',
        expect.stringMatching(/^ok {4}MSW 2\.\d+\.\d+$/),
        `ok    there is no development CA yet; one is made in ${home}`,
        `note  Node does not trust the CA by itself\n      -> export NODE_EXTRA_CA_CERTS="${join(home, 'ca.pem')}", or start the program with: lp-auth-mock run -- ...`,
        'ok    AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over http',
        'ok    AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over https',
      ]),
    );
    expect(lines).toHaveLength(14);
    expect((await examine(home, ['--port', String(port)])).lines).toContain(
      `ok    the development CA is ${join(home, 'ca.pem')}`,
    );
  });

  it('ends with 1 when a check fails, and goes through the others all the same', async () => {
    const port = await takePort();
    const file = join(scratch.path, scratch.write('file', ''));
    const { exitCode, lines } = await examine(join(file, 'home'), ['--port', String(port)]);
    expect(exitCode).toBe(1);
    expect(lines).toEqual(
      expect.arrayContaining([
        `fail  port ${String(port)} is taken by another program\n      -> start with --port 0, or stop that program`,
        `note  the development CA in ${file}/home cannot be read (ENOTDIR)\n      -> none needed: a new one is made; clients that trusted the old one must be told to trust the new one`,
        `fail  the development CA cannot be kept in ${file}/home\n      -> set LP_AUTH_MOCK_HOME to a folder that can be written`,
        'ok    AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over https',
      ]),
    );
  });

  it('refuses a port that is none', async () => {
    expect(await run(['doctor', '--port', 'x'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'lp-auth-mock: --port x: a port is a number up to 65535',
    });
  });
});

describe('the checks', () => {
  it.each([
    ['v20.18.9', 'fail'],
    ['v20.19.0', 'ok'],
    ['v20.20.2', 'ok'],
    ['v21.9.0', 'fail'],
    ['v22.11.0', 'fail'],
    ['v22.12.0', 'ok'],
    ['v24.0.0', 'ok'],
    ['v26.10.0', 'ok'],
    ['v18.20.0', 'fail'],
  ])('Node.js %s: %s', (version, level) => {
    expect(checkNodeVersion(version).level).toBe(level);
  });

  it.each([{}, { reasonHeader: false }])(
    'a port that a mock with these options has taken already is a note: %j',
    async (options) => {
      const { port } = await serveMock(options);
      expect((await checkListening({ port }))[0]).toEqual({
        level: 'note',
        line: `port ${String(port)} is taken by lp-auth-mock itself`,
        remedy: 'use it, or start another with --port 0',
      });
    },
  );

  it('a port that another program has taken is a failure, even if it answers everything in JSON', async () => {
    const other = createHttpServer((_, response) => {
      response.setHeader('lp-mock-reason', 'x').end('{"status":"ok"}');
    });
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    closers.push(
      () =>
        new Promise((resolve) => {
          other.close(resolve);
          other.closeAllConnections();
        }),
    );
    const { port } = other.address() as AddressInfo;
    expect((await checkListening({ port }))[0]).toMatchObject({
      level: 'fail',
      line: `port ${String(port)} is taken by another program`,
    });
  });

  it.each([
    [{}, 'ok', 'there is no proxy between clients and this machine'],
    [
      { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'localhost,127.0.0.1,::1' },
      'ok',
      'there is no proxy between clients and this machine',
    ],
    [
      { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'localhost' },
      'note',
      'a proxy of your environment takes calls to 127.0.0.1, ::1',
    ],
    [{ all_proxy: 'quic://proxy:1' }, 'note', 'a quic: proxy of your environment cannot be used by run and proxy'],
  ])('proxy variables %j: %s', (env, level, line) => {
    expect(checkProxyVariables({ env, port: 4407 })).toMatchObject({ level, line });
  });

  it.each([
    ['2.9.9', 'fail'],
    ['2.10.0', 'ok'],
    ['2.15.1', 'ok'],
    ['3.0.5', 'ok'],
    ['1.3.5', 'fail'],
    ['4.0.0', 'fail'],
  ])('MSW %s: %s', (version, level) => {
    const cwd = join(scratch.path, `project-${version}`);
    mkdirSync(join(cwd, 'node_modules', 'msw'), { recursive: true });
    writeFileSync(join(cwd, 'node_modules', 'msw', 'package.json'), JSON.stringify({ name: 'msw', version }));
    expect(checkMswVersion({ cwd }, 'v24.1.0').level).toBe(level);
  });

  it.each([
    ['v20.20.2', 'fail'],
    ['v22.11.0', 'fail'],
    ['v22.12.0', 'ok'],
  ])('MSW 3 on Node %s: %s', (nodeVersion, level) => {
    const cwd = join(scratch.path, 'project-3.0.5');
    expect(checkMswVersion({ cwd }, nodeVersion)).toMatchObject(
      level === 'ok' ? { level } : { level, remedy: 'npm install --save-dev msw@2' },
    );
  });

  it('no MSW is fine', () => {
    expect(checkMswVersion({ cwd: scratch.path })).toEqual({
      level: 'ok',
      line: 'MSW is not installed here; only lp-auth-mock/msw needs it',
    });
  });

  it("a clock that differs from the file system's is a note, one that stands in the past a failure", async () => {
    expect(await checkClock()).toMatchObject({ level: 'ok' });
    expect(await checkClock({ now: () => Date.now() + 60_000 })).toMatchObject({
      level: 'note',
      line: 'clock: this process and the file system are 60 s apart',
    });
    expect(await checkClock({ now: () => Date.parse('2020-01-01T00:00:00Z') })).toMatchObject({
      level: 'fail',
      line: 'the clock stands at 2020-01-01T00:00:00.000Z, which is in the past',
    });
  });

  it('programs that trust the CA are told apart from those that do not, and from those that are not there', async () => {
    const server = await serveMock();
    const caFile = (await server.certificates())?.caFile ?? '';
    const trusting = {
      PATH: process.env['PATH'],
      NODE_EXTRA_CA_CERTS: caFile,
      CURL_CA_BUNDLE: caFile,
      SSL_CERT_FILE: caFile,
    };
    expect((await checkTrust(server, caFile, { env: trusting })).map(({ level }) => level)).toEqual(['ok', 'ok', 'ok']);
    const poor = await checkTrust(server, caFile, { env: { PATH: '/nowhere' } });
    expect(poor.map(({ level, line }) => [level, line])).toEqual([
      ['note', 'Node does not trust the CA by itself'],
      ['skip', 'curl is not installed'],
      ['skip', 'OpenSSL is not installed'],
    ]);
  });
});
