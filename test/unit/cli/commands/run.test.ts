import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run } from '../../../cli/captured-terminal.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
// Tells what it was given, asks the mock twice, and ends as it likes.
scratch.write(
  'client.cjs',
  `const { readFileSync, writeFileSync } = require('node:fs');
  const { LP_ACCOUNT, LP_AUTH_MOCK_URL: url, OWN, NODE_OPTIONS, NODE_EXTRA_CA_CERTS } = process.env;
  const said = { LP_ACCOUNT, url, OWN, NODE_OPTIONS, cwd: process.cwd(), args: process.argv.slice(2) };
  writeFileSync('said.json', JSON.stringify({ ...said, trusted: readFileSync(NODE_EXTRA_CA_CERTS, 'utf8') }));
  fetch(url + '/sentinel/well-known/jwks')
    .then(() => fetch(url + '/api/account/12345678/anonymous/authorise', { method: 'POST' }))
    .then(() => { process.exitCode = 7; });`,
);
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const heard = (): number[] => signals.map((signal) => process.listenerCount(signal));

it('run guides a command to a mock of its own, reports what it asked, and ends as it did', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => {
    squatter.listen(0, '127.0.0.1', resolve);
  });
  const taken = String((squatter.address() as AddressInfo).port);
  const before = heard();
  const options = ['--account', '87654321', '--set', `server.port=${taken}`, '--set', 'server.tls=false'];
  const { exitCode, stdout, stderr } = await run(
    ['run', ...options, '--', process.execPath, 'client.cjs', 'a', '--b'],
    { cwd: scratch.path, env: { OWN: 'kept', HTTPS_PROXY: 'quic://proxy:1' } },
  );
  squatter.close();
  expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
  const [notice, count, unknown, ...more] = stderr.split('\n');
  expect([notice, count, more]).toEqual([
    "lp-auth-mock: your quic proxy cannot be used: hosts other than LivePerson's are reached directly",
    'lp-auth-mock: answered 2 calls, refused 1 of them',
    [],
  ]);
  expect(unknown).toMatch(/^lp-auth-mock: unknown URL: POST \/api\/account\/12345678\/anonymous\/authorise: \w/);
  const said = JSON.parse(readFileSync(join(scratch.path, 'said.json'), 'utf8')) as Record<string, string>;
  expect(said).toMatchObject({
    LP_ACCOUNT: '87654321',
    OWN: 'kept',
    cwd: expect.stringMatching(/lp-auth-mock-\w+$/),
    args: ['a', '--b'],
    url: expect.stringMatching(/^http:\/\/localhost:\d+$/),
    trusted: expect.stringContaining('BEGIN CERTIFICATE'),
    NODE_OPTIONS: expect.stringMatching(/interception[\\/]+redirect\.cjs/),
  });
  expect(heard()).toEqual(before);
  await expect(fetch(said['url'] ?? '')).rejects.toThrow('fetch failed');
});

it('run says what it cannot run', async () => {
  const none = 'run needs a command after --, for instance: run -- npm test';
  for (const words of [[], ['--'], ['--', '']])
    expect(await run(['run', ...words])).toEqual({ exitCode: 1, stdout: '', stderr: `lp-auth-mock: ${none}` });
  const before = heard();
  expect(await run(['run', '--', 'no-such-program'])).toEqual({
    exitCode: 127,
    stdout: '',
    stderr: 'lp-auth-mock: no such command: no-such-program',
  });
  const broken = await run(['run', '--', 'a\0b']);
  expect(broken).toMatchObject({ exitCode: 1, stdout: '' });
  expect(broken.stderr).toContain('without null bytes');
  expect(heard()).toEqual(before);
});
