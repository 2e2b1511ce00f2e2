import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { RunningServer } from '../../../../mock-server/adapters/node/server.ts';
import { startServer } from '../../../../mock-server/adapters/node/server.ts';
import { checkListening } from '../../../../mock-server/cli/doctor/listening.ts';
import { checkTokenFlow } from '../../../../mock-server/cli/doctor/token-flow.ts';
import { checkTrust } from '../../../../mock-server/cli/doctor/trust.ts';
import { setVariables } from '../../../../mock-server/cli/set-variables.ts';
import type { MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A program that answers its calls with these statuses and bodies, one after the other. */
async function listen(host: string, answers: (readonly [number, string])[] = []): Promise<number> {
  const server: Server = createServer((_, response) => {
    const [status, body] = answers.shift() ?? [200, '{}'];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen({ port: 0, host, ipv6Only: true }, resolve);
  });
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return (server.address() as AddressInfo).port;
}

async function serve(options: MockOptions = {}, tls = false): Promise<RunningServer> {
  const server = await startServer(createMock(options), { port: 0, tls });
  closers.push(() => server.close());
  return server;
}

const hasIpv6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === '::1'));

describe('listening', () => {
  const LOOPBACK = [
    { level: 'ok', line: 'loopback 127.0.0.1 is there' },
    hasIpv6
      ? { level: 'ok', line: 'loopback ::1 is there' }
      : {
          level: 'note',
          line: expect.stringMatching(/^loopback ::1 cannot be listened on \(E\w+\)$/),
          remedy: 'none needed as long as localhost means 127.0.0.1',
        },
    {
      level: 'ok',
      line: expect.stringMatching(/^localhost means (?:127\.0\.0\.1|::1)(?: and (?:127\.0\.0\.1|::1))?$/),
    },
  ];

  it('is well where the port is free', async () => {
    expect(await checkListening({ port: 0 })).toEqual([{ level: 'ok', line: 'port 0 is free' }, ...LOOPBACK]);
  });

  it.each(['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])])('another program has the port of %s', async (host) => {
    const port = await listen(host);
    expect(await checkListening({ port })).toEqual([
      {
        level: 'fail',
        line: `port ${String(port)} is taken by another program`,
        remedy: 'start with --port 0, or stop that program',
      },
      ...LOOPBACK,
    ]);
  });

  it.each<readonly [string, string | undefined, string | undefined, string, string | undefined]>([
    ['fail', 'EACCES', undefined, 'port 80 may not be used by this user', 'choose one above 1023 with --port'],
    ['fail', undefined, 'EACCES', 'port 80 may not be used by this user', 'choose one above 1023 with --port'],
    ['ok', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'port 80 is free', undefined],
    ['ok', 'EAFNOSUPPORT', undefined, 'port 80 is free', undefined],
    ['ok', undefined, 'EADDRNOTAVAIL', 'port 80 is free', undefined],
  ])('is %s where the two loopbacks fail with %s and %s', async (level, four, six, line, remedy) => {
    const asked: unknown[] = [];
    jest.spyOn(net.Server.prototype, 'listen').mockImplementation(function (this: net.Server, ...given: unknown[]) {
      const [options, done] = given as [{ readonly host: string }, () => void];
      asked.push(options);
      const code = options.host === '::1' ? six : four;
      if (code === undefined) queueMicrotask(done);
      else this.emit('error', Object.assign(new Error('no'), { code }));
      return this;
    });
    const found = await checkListening({ port: 80 });
    jest.restoreAllMocks();
    expect(asked).toEqual(
      [80, 0].flatMap((port) => ['127.0.0.1', '::1'].map((host) => ({ port, host, ipv6Only: true }))),
    );
    expect(found).toMatchObject([
      { level, line, ...(remedy === undefined ? {} : { remedy }) },
      four === undefined
        ? { level: 'ok', line: 'loopback 127.0.0.1 is there' }
        : {
            level: 'fail',
            line: `loopback 127.0.0.1 cannot be listened on (${four})`,
            remedy: 'bring the loopback interface up: ip link set lo up',
          },
      six === undefined
        ? { level: 'ok', line: 'loopback ::1 is there' }
        : {
            level: 'note',
            line: `loopback ::1 cannot be listened on (${six})`,
            remedy: 'none needed as long as localhost means 127.0.0.1',
          },
      {},
    ]);
  });

  it.each([
    ['ok', '127.0.0.1', ['127.0.0.1']],
    ['ok', '::1 and 127.1.2.3', ['::1', '127.1.2.3']],
    ['fail', 'nothing', []],
    ['fail', 'nothing', undefined],
    ['fail', '10.0.0.1', ['10.0.0.1']],
    ['fail', '127.0.0.1 and 10.127.0.1', ['127.0.0.1', '10.127.0.1']],
  ])('is %s where localhost means %s', async (level, meaning, addresses) => {
    const asked: string[] = [];
    const found = await checkListening({ port: 0 }, (host) => {
      asked.push(host);
      return addresses === undefined ? Promise.reject(new Error('no')) : Promise.resolve(addresses);
    });
    expect(asked).toEqual(['localhost']);
    expect(found[3]).toEqual({
      level,
      line: `localhost means ${meaning}`,
      ...(level === 'ok' ? {} : { remedy: 'add a line to the hosts file: 127.0.0.1 localhost' }),
    });
  });

  it('a mock has the port', async () => {
    const { port } = await serve();
    expect(await checkListening({ port })).toEqual([
      {
        level: 'note',
        line: `port ${String(port)} is taken by lp-auth-mock itself`,
        remedy: 'use it, or start another with --port 0',
      },
      ...LOOPBACK,
    ]);
  });
});

describe('the token flow', () => {
  it('goes through by both schemes, and asks for all four tokens', async () => {
    const paths: string[] = [];
    const mock = createMock({
      onExchange: ({ path, outcome }) => {
        paths.push(`${path} ${String(outcome)}`);
      },
    });
    const server = await startServer(mock, { port: 0 });
    closers.push(() => server.close());
    expect(await checkTokenFlow(mock, server)).toEqual(
      ['http', 'https'].map((scheme) => ({
        level: 'ok',
        line: `AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over ${scheme}`,
      })),
    );
    const flow = [
      '/sentinel/api/account/12345678/app/token 200',
      '/api/account/12345678/consumer 201',
      '/api/account/12345678/anonymous/authorize 200',
      '/api/account/12345678/app/4567890/authenticate 200',
    ];
    expect(paths).toEqual([...flow, ...flow]);
  });

  const failing = (scheme: string, why?: string): object => ({
    level: 'fail',
    line:
      why === undefined
        ? expect.stringMatching(/^the token flow over https fails: ./)
        : `the token flow over ${scheme} fails: ${why}`,
    remedy: 'report it, with the lines above',
  });

  const certificates = (): Promise<undefined> => Promise.resolve(undefined);
  const GOOD = [200, '{"access_token":"a","token":"b"}'] as const;

  it.each([
    ['/sentinel/api/account/12345678/app/token', [], 300],
    ['/api/account/12345678/consumer', [GOOD], 503],
    ['/api/account/12345678/anonymous/authorize', [GOOD, GOOD], 401],
    ['/api/account/12345678/app/4567890/authenticate', [GOOD, GOOD, GOOD], 200],
  ] as const)('stops at what fails or lacks the token, and says where: %s', async (path, before, status) => {
    const body = status === 200 ? '{"access_token":"a","token":1}' : GOOD[1];
    const port = await listen('127.0.0.1', [...before, [status, body]]);
    const server = { port, certificates } as unknown as RunningServer;
    expect(await checkTokenFlow(createMock(), server)).toEqual([
      failing('http', `${path} answered ${String(status)}`),
      failing('https'),
    ]);
  });

  it('is asked for as clients ask', async () => {
    const asked: unknown[] = [];
    const fake = createServer((request, response) => {
      let body = '';
      const { 'content-type': type, authorization, host } = request.headers;
      request.on('data', (piece) => (body += String(piece)));
      request.on('end', () => {
        asked.push([`${String(request.method)} ${String(request.url)}`, host, type, authorization, body]);
        response.end('{"access_token":"a","token":"\u20ac"}');
      });
    });
    await new Promise<void>((resolve) => {
      fake.listen(0, '127.0.0.1', resolve);
    });
    closers.push(() => {
      fake.close().closeAllConnections();
    });
    const { port } = fake.address() as AddressInfo;
    const server = { port, certificates } as unknown as RunningServer;
    const findings = await checkTokenFlow(createMock(), server);
    expect(findings.map(({ level }) => level)).toEqual(['ok', 'fail']);
    const host = `127.0.0.1:${String(port)}`;
    const [form, json] = ['application/x-www-form-urlencoded', 'application/json'];
    expect(asked).toEqual([
      [
        'POST /sentinel/api/account/12345678/app/token?v=1.0',
        host,
        form,
        undefined,
        'grant_type=client_credentials&client_id=75588e18-0213-4e33-8174-883acac7e3c4&client_secret=0123456789abcdefghijklmnop',
      ],
      ['POST /api/account/12345678/consumer?v=1.0', host, json, 'a', '{"ext_consumer_id":"doctor"}'],
      ['POST /api/account/12345678/anonymous/authorize', host, json, undefined, ''],
      ['POST /api/account/12345678/app/4567890/authenticate?v=3.0', host, json, undefined, '{"id_token":"\u20ac"}'],
    ]);
  });

  it('fails without a sample account', async () => {
    const server = { port: 1, certificates } as unknown as RunningServer;
    const credentials = { clientId: 'a', clientSecret: 'b', connectorId: 1 };
    for (const name of ['clientId', 'clientSecret', 'connectorId', 'accountId']) {
      const account = name === 'accountId' ? undefined : { accountId: '1', ...credentials, [name]: undefined };
      const mock = { accounts: { list: () => [account] } } as unknown as Parameters<typeof checkTokenFlow>[0];
      expect(await checkTokenFlow(mock, server)).toEqual(
        ['http', 'https'].map((scheme) => failing(scheme, 'the sample account is incomplete')),
      );
    }
  });
});

// The programs that are asked are scripts here, which Windows has no use for.
(process.platform === 'win32' ? describe.skip : describe)('trust', () => {
  it('is what each program says of it, asked with arguments that it understands', async () => {
    const server = { port: 4407, httpsUrl: 'https://localhost:4407' };
    const said = join(scratch.path, 'said');
    for (const [name, exit] of [
      ['curl', 0],
      ['openssl', 1],
    ] as const) {
      writeFileSync(
        join(scratch.path, name),
        `#!/bin/sh\necho ${name} "$@" >> '${said}'\nread line\nexit ${String(exit)}\n`,
      );
      chmodSync(join(scratch.path, name), 0o700);
    }
    const run = ', or start the program with: lp-auth-mock run -- ...';
    const [node, curl, openssl] = await checkTrust(server, '/data/ca.pem', { env: { PATH: scratch.path } });
    expect([node, curl, openssl]).toEqual([
      {
        level: 'note',
        line: 'Node does not trust the CA by itself',
        remedy: `${setVariables({ NODE_EXTRA_CA_CERTS: '/data/ca.pem' })}${run}`,
      },
      { level: 'ok', line: 'curl trusts the CA' },
      {
        level: 'note',
        line: 'OpenSSL does not trust the CA by itself',
        remedy: `openssl s_client -CAfile "/data/ca.pem"${run}`,
      },
    ]);
    expect(readFileSync(said, 'utf8').split('\n')).toEqual([
      'curl --silent --output /dev/null --noproxy * https://localhost:4407/sentinel/well-known/jwks',
      'openssl s_client -connect 127.0.0.1:4407 -servername localhost -verify_return_error -brief',
      '',
    ]);
  });

  it('of Node is tried by a call; of what is not there it is not', async () => {
    const server = await serve({}, true);
    const caFile = (await server.certificates())?.caFile ?? '';
    const env = { PATH: '/nowhere', npm_command: 'exec' };
    const nobody = ['curl', 'OpenSSL'].map((name) => ({ level: 'skip', line: `${name} is not installed` }));
    expect(await checkTrust(server, caFile, { env: { ...env, NODE_EXTRA_CA_CERTS: caFile } })).toEqual([
      { level: 'ok', line: 'Node trusts the CA' },
      ...nobody,
    ]);
    const [node] = await checkTrust(server, caFile, { env });
    expect(node?.remedy).toMatch(/, or start the program with: npx --no lp-auth-mock run -- \.\.\.$/);
  });
});
