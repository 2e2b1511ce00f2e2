import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { setVariables } from '../../../../mock-server/cli/set-variables.ts';
import type { Outcome } from '../../../cli/captured-terminal.ts';
import { run } from '../../../cli/captured-terminal.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const homeOf = (name: string): string => join(scratch.path, name);
const ca = (home: string, ...argv: readonly string[]): Promise<Outcome> =>
  run(['ca', ...argv], { env: { LP_AUTH_MOCK_HOME: homeOf(home) } });
const refused = (line: string): Outcome => ({ exitCode: 1, stdout: '', stderr: `lp-auth-mock: ${line}` });

it('ca says what the certificate is good for, and what to type for each program', async () => {
  const file = join(homeOf('told'), 'ca.pem');
  const { exitCode, stdout, stderr } = await ca('told');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const until = new Date(new X509Certificate(readFileSync(file)).validTo).toISOString().slice(0, 10);
  const [first, second, third, fourth, ...rest] = stdout.split('\n');
  expect([first, second]).toEqual([file, '']);
  expect(third).toMatch(
    /^It can vouch for loopback \(localhost, 127\.0\.0\.1, ::1\) and for hosts below \S+\.\w+(?:, \S+\.\w+)*$/,
  );
  expect(fourth).toMatch(/^\(but not (?:\S+\.\w+, )*\S+\.\w+\),$/);
  const named = /below (.*)$/.exec(third ?? '')?.[1]?.split(', ') ?? [];
  expect(/not (.*)\)/.exec(fourth ?? '')?.[1]?.split(', ')).not.toEqual(expect.arrayContaining(named.slice(0, 1)));
  const literal = JSON.stringify(file);
  expect(rest).toEqual([
    `and for nothing else. It is valid until ${until}, and replaced before that.`,
    '',
    'Not needed for a command that is started with:  lp-auth-mock run -- <command>',
    '',
    `Node       ${setVariables({ NODE_EXTRA_CA_CERTS: file })}`,
    `curl       curl --cacert "${file}" https://localhost:4407/sentinel/well-known/jwks`,
    `Python     ssl.create_default_context(cafile=${literal}); with requests: verify=${literal}`,
    `Java       keytool -importcert -noprompt -alias lp-auth-mock -file "${file}" -keystore truststore.p12 -storepass changeit`,
    '           java -Djavax.net.ssl.trustStore=truststore.p12 -Djavax.net.ssl.trustStorePassword=changeit ...',
    'Browsers   lp-auth-mock ca --trust chromium   (Chrome and Edge too; or firefox, or system)',
    'Safari     the same as chromium, on macOS',
    '',
    'Node reads its variable when it starts: set it before. To remove the CA: lp-auth-mock ca --uninstall',
  ]);
});

it('ca --path prints the file alone, and --uninstall removes what is there', async () => {
  const home = homeOf('gone');
  const file = join(home, 'ca.pem');
  expect(await ca('gone', '--path')).toEqual({ exitCode: 0, stdout: file, stderr: '' });
  const name = new X509Certificate(readFileSync(file)).subject.slice('CN='.length);
  expect(name).toMatch(/^lp-auth-mock development CA \w/);
  expect(await ca('gone', '--uninstall')).toEqual({
    exitCode: 0,
    stdout: [
      `removed ${join(home, 'development-ca.json')}`,
      `removed ${file}`,
      'Its key is deleted, so the certificate can do no harm. If you had a browser or the system trust it:',
      '  lp-auth-mock ca --untrust chromium   (or firefox, or system)',
      `It is listed there as "${name}".`,
    ].join('\n'),
    stderr: '',
  });
  expect(existsSync(home)).toBe(false);
  expect(await ca('gone', '--uninstall')).toEqual({ exitCode: 0, stdout: `there is no CA in ${home}`, stderr: '' });
});

it('a certificate that cannot be read is removed under the name that all have', async () => {
  mkdirSync(homeOf('broken'));
  writeFileSync(join(homeOf('broken'), 'ca.pem'), 'x');
  expect((await ca('broken', '--uninstall')).stdout).toContain('It is listed there as "lp-auth-mock development CA".');
  mkdirSync(join(homeOf('folder'), 'ca.pem'), { recursive: true });
  const { exitCode, stderr } = await ca('folder', '--uninstall');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^lp-auth-mock: the CA in \S+folder cannot be removed \((?:E\w+|unknown error)\)$/);
});

it('one thing at a time is done with it', async () => {
  for (const [one, other] of [
    [['--path'], ['--uninstall']],
    [['--path'], ['--trust', 'firefox']],
    [
      ['--trust', 'firefox'],
      ['--untrust', 'firefox'],
    ],
    [['--untrust', 'system'], ['--uninstall']],
  ] as const)
    expect(await ca('none', ...one, ...other)).toEqual(
      refused(`${one[0]} and ${other[0]} do not go together; use one at a time`),
    );
  expect(existsSync(homeOf('none'))).toBe(false);
});

it('where no CA can be kept there is none to show', async () => {
  scratch.write('file', '');
  const { exitCode, stdout, stderr } = await ca(join('file', 'home'));
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr.split('\n').at(-1)).toBe(
    'lp-auth-mock: there is no CA to show; set LP_AUTH_MOCK_HOME to a folder that can be written',
  );
});
