import { beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../mock-server/cli/program.ts';
import { createCapturedTerminal } from '../cli/captured-terminal.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';

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
  const terminal = { ...createCapturedTerminal({ cwd }), env: { LP_AUTH_MOCK_HOME: home } };
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
      `certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n lp-auth-mock -i "${file}"`,
      'security add-trusted-cert',
      'certutil -user -addstore Root',
      'Firefox',
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
    expect(stdout).toMatch(/security delete-certificate -c "lp-auth-mock development CA [\da-f]{6}"/);
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
