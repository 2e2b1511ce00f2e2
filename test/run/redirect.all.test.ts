import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { shellEnvironment } from '../cli/spawned-cli.ts';
import { searchPrinted } from '../support/watch/printed.ts';

/**
 * Node's own programs to test with: the one that runs the tests, and those that LP_TEST_NODES lists as PATH does.
 * The preload leans on how Node connects inside, so CI names one of each major version.
 */
const NODES = [
  process.execPath,
  ...(process.env['LP_TEST_NODES'] ?? '').split(delimiter).filter((path) => path !== ''),
];

const scratch = createScratchFolder();
const REDIRECT = resolve('mock-server/interception/redirect.cjs');

function execute(
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(program, [...args], { env: { ...shellEnvironment(), ...variables } }, (error, stdout, stderr) => {
      searchPrinted([program, ...args].join(' '), `${stdout}\n${stderr}`);
      done({ exitCode: error?.code ?? 0, stdout, stderr });
    });
  });
}

const ENTRY = { service: 'idp', account: '12345678', baseURI: 'va.idp.liveperson.net' };
const NOT_AN_ENTRY = {
  ws: 501,
  'dns.lookup': '127.44.7.1',
  'dns.promises.lookup': [{ address: '127.44.7.1', family: 4 }],
  'util.promisify(dns.lookup)': { address: '127.44.7.1', family: 4 },
};

describe.each(NODES)('%s', (node) => {
  it('leads every client library to the mock', async () => {
    const { exitCode, stdout, stderr } = await execute(process.execPath, [
      '--import',
      'tsx',
      'mock-server/cli/main.ts',
      'run',
      '--',
      node,
      'test/run/every-client.mjs',
    ]);
    const heard = JSON.parse(stdout) as Record<string, unknown>;
    const expected = Object.fromEntries(Object.keys(heard).map((name) => [name, ENTRY]));
    expect(heard).toEqual({ ...expected, ...NOT_AN_ENTRY });
    expect(Object.keys(heard).length).toBeGreaterThan(30);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/answered 28 calls(?:,|\n)/);
  });

  it('stops a program on a Node that connects in another way, before it can send anything', async () => {
    const strange = join(
      scratch.path,
      scratch.write('strange-node.cjs', "require('node:net').connect = () => ({ destroy() {} });"),
    );
    const { exitCode, stdout, stderr } = await execute(
      node,
      [`--require=${strange}`, `--require=${REDIRECT}`, '-e', 'console.log("ran")'],
      { LP_AUTH_MOCK_REDIRECT: '{"port":1,"domains":["liveperson.net"]}' },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /Error: lp-auth-mock: cannot lead this program to the mock: net\.connect\(options\) of Node\.js v\d+\.\d+\.\d+ works in a way that it does not know/,
    );
  });

  it('leaves everything else alone', async () => {
    const program = join(
      scratch.path,
      scratch.write(
        'other-hosts.cjs',
        `
      const net = require('node:net');
      const server = net.createServer((socket) => socket.end('other')).listen(0, '127.0.0.1', async () => {
        const { port } = server.address();
        const hear = (...args) => new Promise((resolve) => { let text = ''; net.connect(...args).on('data', (chunk) => { text += chunk; }).on('close', () => resolve(text)).on('error', (error) => { text = error.code; }); });
        const options = { port, host: '127.0.0.1' };
        console.log(JSON.stringify([await hear(options), await hear(port, '127.0.0.1'), await hear({ port: 1, host: '127.0.0.1' }), await hear({ path: '/no/such/socket', host: 'va.idp.liveperson.net' }), options.port === port]));
        server.close();
      });`,
      ),
    );
    const { stdout } = await execute(node, [`--require=${REDIRECT}`, program], {
      LP_AUTH_MOCK_REDIRECT: '{"port":2,"domains":["liveperson.net"]}',
    });
    expect(JSON.parse(stdout)).toEqual(['other', 'other', 'ECONNREFUSED', 'ENOENT', true]);
  });

  it("leaves LivePerson's public web sites alone, and no other host below their domain", async () => {
    const program = join(
      scratch.path,
      scratch.write(
        'public-sites.cjs',
        `
      const net = require('node:net');
      const hosts = ['api.liveperson.com', 'x.www.liveperson.com', 'www.liveperson.com', 'WWW.LivePerson.com.', 'docs.liveperson.com', 'liveperson.com'];
      const hear = (host) => new Promise((resolve) => {
        const socket = net.connect({ port: 443, host, lookup: (name, options, done) => done(new Error('looked up')) });
        socket.on('error', (error) => resolve(error.code ?? error.message));
      });
      Promise.all(hosts.map(hear)).then((heard) => console.log(JSON.stringify(heard)));`,
      ),
    );
    const setting = {
      port: 2,
      domains: ['liveperson.net', 'liveperson.com'],
      publicSites: ['liveperson.com', 'www.liveperson.com', 'docs.liveperson.com'],
    };
    const { stdout } = await execute(node, [`--require=${REDIRECT}`, program], {
      LP_AUTH_MOCK_REDIRECT: JSON.stringify(setting),
    });
    expect(JSON.parse(stdout)).toEqual([
      'ECONNREFUSED',
      'ECONNREFUSED',
      'looked up',
      'looked up',
      'looked up',
      'looked up',
    ]);
  });

  it('does nothing without being told where the mock is', async () => {
    expect(await execute(node, [`--require=${REDIRECT}`, '-p', '1'], {})).toEqual({
      exitCode: 0,
      stdout: '1\n',
      stderr: '',
    });
  });
});
