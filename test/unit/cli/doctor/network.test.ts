import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../../../mock-server/adapters/node/server.ts';
import { startServer } from '../../../../mock-server/adapters/node/server.ts';
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
