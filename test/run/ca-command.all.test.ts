import { beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../mock-server/cli/program.ts';
import { createCapturedTerminal } from '../cli/captured-terminal.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { hasPrograms } from '../cli/spawned-cli.ts';

const scratch = createScratchFolder();
let folder = '';
let made = 0;
beforeEach(() => {
  made += 1;
  folder = join(scratch.path, `home-${String(made)}`);
});

async function ca(
  flags: readonly string[] = [],
  home = folder,
  cwd = process.cwd(),
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const terminal = { ...createCapturedTerminal({ cwd }), env: { LP_AUTH_MOCK_HOME: home, HOME: scratch.path } };
  const exitCode = await runProgram(['ca', ...flags], terminal);
  return { exitCode, stdout: terminal.printed.join('\n'), stderr: terminal.complained.join('\n') };
}

describe('ca', () => {
  it('makes the CA when there is none, and tells what to type for each client', async () => {
    const { exitCode, stdout, stderr } = await ca();
    const file = join(folder, 'ca.pem');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(existsSync(file)).toBe(true);
    expect(stdout.split('\n')[0]).toBe(file);
    expect(stdout).toContain(
      'hosts below liveperson.net, lpsnmedia.net, dev.lprnd.net, int.gw.lpcloud.io, liveperson.com\n(but not www.liveperson.com, developers.liveperson.com, docs.liveperson.com, community.liveperson.com, knowledge.liveperson.com),\nand for nothing else.',
    );
    for (const line of [
      `export NODE_EXTRA_CA_CERTS="${file}"`,
      `curl --cacert "${file}"`,
      `cafile="${file}"`,
      `verify="${file}"`,
      `keytool -importcert -noprompt -alias lp-auth-mock -file "${file}"`,
      'lp-auth-mock ca --trust chromium   (Chrome and Edge too; or firefox, or system)',
    ])
      expect(stdout).toContain(line);
    expect(stdout).not.toContain('PRIVATE');
  });

  it('prints the path alone for a script, and keeps the CA that is there', async () => {
    await ca();
    const before = readFileSync(join(folder, 'ca.pem'), 'utf8');
    expect(await ca(['--path'])).toEqual({ exitCode: 0, stdout: join(folder, 'ca.pem'), stderr: '' });
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(before);
  });

  it('prints a whole path where the folder was named from here', async () => {
    expect(await ca(['--path'], './inner/../named', scratch.path)).toEqual({
      exitCode: 0,
      stdout: join(scratch.path, 'named', 'ca.pem'),
      stderr: '',
    });
  });

  it('removes it, and names it as keychains do', async () => {
    await ca();
    const { exitCode, stdout } = await ca(['--uninstall']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`removed ${join(folder, 'development-ca.json')}\nremoved ${join(folder, 'ca.pem')}\n`);
    expect(stdout).toMatch(/ca --untrust chromium .*\nIt is listed there as "lp-auth-mock development CA [\da-f]{6}"/);
    expect(existsSync(folder)).toBe(false);
    expect(await ca(['--uninstall'])).toEqual({ exitCode: 0, stdout: `there is no CA in ${folder}`, stderr: '' });
  });

  it('says in a line or two when the folder cannot be used', async () => {
    const file = join(scratch.path, scratch.write('file', ''));
    expect(await ca([], join(file, 'data'))).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: ${file}/data/development-ca.json cannot be read (ENOTDIR): the development CA ends with this process\nlp-auth-mock: there is no CA to show; set LP_AUTH_MOCK_HOME to a folder that can be written`,
    });
  });
});

describe('ca --trust', () => {
  it('puts the CA into every profile of Firefox, says how, and takes it out again', async () => {
    if (process.platform !== 'linux' || !hasPrograms('certutil')) return;
    expect(await ca(['--trust', 'firefox'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^lp-auth-mock: Firefox has no profile in .*; start it once, then repeat this$/),
    });
    const profiles = ['one', 'two'].map((name) => join(scratch.path, '.mozilla', 'firefox', `${name}.default`));
    const nss = (profile: string, ...words: string[]): string =>
      execFileSync('certutil', ['-d', `sql:${profile}`, ...words], { encoding: 'utf8' });
    for (const profile of profiles) {
      mkdirSync(profile, { recursive: true });
      nss(profile, '-N', '--empty-password');
    }
    const { exitCode, stdout, stderr } = await ca(['--trust', 'firefox']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const profile of profiles) {
      expect(stdout).toMatch(new RegExp(`in ${profile}:\\n {2}certutil -d sql:${profile} -A -t C,, -n "lp-auth-mock`));
      expect(nss(profile, '-L')).toMatch(/^lp-auth-mock development CA [\da-f]{6} +C,, *$/m);
    }
    expect((await ca(['--trust', 'firefox'])).exitCode).toBe(0);
    expect((await ca(['--untrust', 'firefox'])).exitCode).toBe(0);
    for (const profile of profiles) expect(nss(profile, '-L')).not.toContain('lp-auth-mock');
  });

  it('takes a store that it knows, and nothing beside it', async () => {
    expect(await ca(['--trust', 'netscape'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^lp-auth-mock: --trust: expected "chromium", "firefox", "system"; got "netscape"/),
    });
    expect(await ca(['--untrust', 'system', '--uninstall'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'lp-auth-mock: --untrust and --uninstall do not go together; use one at a time',
    });
  });
});
