import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { setVariables } from '../../../../mock-server/cli/set-variables.ts';
import { run } from '../../../cli/captured-terminal.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const home = join(scratch.path, 'home');
const examine = async (argv: readonly string[], env: Readonly<Record<string, string>>): Promise<unknown[]> => {
  const { exitCode, stdout, stderr } = await run(['doctor', ...argv], {
    cwd: scratch.path,
    env: { PATH: '/nowhere', ...env },
  });
  // Of the machine that this runs on.
  const lines = stdout
    .split('\n')
    .filter(
      (line) =>
        !/^(?:ok|note) {1,4} (?:loopback ::1|localhost|clock)|^ +-> (?:none needed|use it|start with)/.test(line),
    );
  return [exitCode, stderr, ...lines];
};

it('doctor has a line for each check, and a remedy for what is amiss', async () => {
  const lines = (ca: string, ...node: readonly string[]): unknown[] => [
    0,
    '',
    `ok    Node.js ${process.version}`,
    'ok    port 0 is free',
    'ok    loopback 127.0.0.1 is there',
    'ok    there is no proxy between clients and this machine',
    'ok    MSW is not installed here; only lp-auth-mock/msw needs it',
    `ok    ${ca}`,
    ...node,
    'skip  curl is not installed',
    'skip  OpenSSL is not installed',
    'ok    AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over http',
    'ok    AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over https',
  ];
  const file = join(home, 'ca.pem');
  expect(await examine(['--port', '0'], { LP_AUTH_MOCK_HOME: home })).toEqual(
    lines(
      `there is no development CA yet; one is made in ${home}`,
      'note  Node does not trust the CA by itself',
      `      -> ${setVariables({ NODE_EXTRA_CA_CERTS: file })}, or start the program with: lp-auth-mock run -- ...`,
    ),
  );
  expect(await examine(['--port', '0'], { LP_AUTH_MOCK_HOME: home, NODE_EXTRA_CA_CERTS: file })).toEqual(
    lines(`the development CA is ${file}`, 'ok    Node trusts the CA'),
  );
});

it('doctor ends with 1 when a check fails, and goes through the others all the same', async () => {
  scratch.write('file', '');
  const nowhere = join(scratch.path, 'file', 'home');
  const [exitCode, , node, port, ...lines] = await examine([], { LP_AUTH_MOCK_HOME: nowhere });
  expect([exitCode, node]).toEqual([1, `ok    Node.js ${process.version}`]);
  expect(port).toMatch(/^(?:ok|note|fail) {1,4} port 4407 is /);
  expect(lines).toEqual([
    'ok    loopback 127.0.0.1 is there',
    'ok    there is no proxy between clients and this machine',
    'ok    MSW is not installed here; only lp-auth-mock/msw needs it',
    `note  the development CA in ${nowhere} cannot be read (ENOTDIR)`,
    `fail  the development CA cannot be kept in ${nowhere}`,
    '      -> set LP_AUTH_MOCK_HOME to a folder that can be written',
    'ok    AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over http',
    'ok    AppJWT, ConsumerJWS, LP_EXT_JWT and LP_JWT over https',
  ]);
  expect((await run(['doctor', '--port', 'x'])).stderr).toBe('lp-auth-mock: --port x: a port is a number up to 65535');
});
