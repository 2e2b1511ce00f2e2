import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ProgramOutcome, RunProgram } from '../../mock-server/tls/change-trust.ts';
import { distrustIn, runHere, showCall, trustIn, trustSurroundings } from '../../mock-server/tls/change-trust.ts';
import type { TrustPlace, TrustStore } from '../../mock-server/tls/trust-places.ts';
import { trustPlaces } from '../../mock-server/tls/trust-places.ts';

const home = mkdtempSync(join(tmpdir(), 'lp-auth-mock-trust-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});
const CERTIFICATE = { file: '/data/ca.pem', name: 'lp-auth-mock development CA 1a2b3c' };

function placeOf(store: TrustStore, platform: NodeJS.Platform, there: readonly string[] = []): TrustPlace {
  const places = trustPlaces(store, {
    ...trustSurroundings({}, '/home/ada', platform),
    isThere: (path) => there.includes(path),
  });
  if ('none' in places || places[0] === undefined) throw new Error('no place');
  return places[0];
}

const DATABASE = '/home/ada/.pki/nssdb';
const database = (): TrustPlace => placeOf('chromium', 'linux', [DATABASE, `${DATABASE}/cert9.db`]);

/** Programs that answer as told, by the start of what is run; what was run, in order. */
function programs(answers: Readonly<Record<string, ProgramOutcome | undefined>> = {}): {
  run: RunProgram;
  ran: string[];
} {
  const ran: string[] = [];
  return {
    ran,
    run: (call) => {
      const text = call.join(' ');
      ran.push(text);
      const known = Object.keys(answers).find((start) => text.startsWith(start));
      return Promise.resolve(known === undefined ? { exitCode: 0, output: '' } : answers[known]);
    },
  };
}

describe('trustIn', () => {
  it('makes the place first, and tells what was run', async () => {
    const { run, ran } = programs();
    const { calls } = await trustIn(placeOf('chromium', 'linux'), CERTIFICATE, run);
    expect(ran).toEqual([
      `mkdir -p -m 700 /home/ada/.pki ${DATABASE}`,
      `certutil -d sql:${DATABASE} -N --empty-password`,
      `certutil -d sql:${DATABASE} -A -t C,, -n ${CERTIFICATE.name} -i /data/ca.pem`,
    ]);
    expect(calls.map((call) => call.join(' '))).toEqual(ran);
  });

  it('says which package has a program that is missing', async () => {
    await expect(trustIn(database(), CERTIFICATE, programs({ certutil: undefined }).run)).rejects.toMatchObject({
      name: 'TrustNotChanged',
      message:
        'certutil is not installed; Debian and Ubuntu have it in libnss3-tools, Fedora in nss-tools, Arch and Homebrew in nss. Install it, then repeat this',
    });
  });

  it('says what failed, and runs nothing after it', async () => {
    const { run, ran } = programs({ 'install ': { exitCode: 1, output: 'install: Permission denied\nmore' } });
    const system = placeOf('system', 'linux', ['/usr/local/share/ca-certificates']);
    await expect(trustIn(system, CERTIFICATE, run)).rejects.toThrow(
      [
        "the system's certificates, /usr/local/share/ca-certificates was not changed: install -m 644 /data/ca.pem /usr/local/share/ca-certificates/lp-auth-mock-1a2b3c.crt: install: Permission denied",
        'Only root may change it; type: sudo install -m 644 /data/ca.pem /usr/local/share/ca-certificates/lp-auth-mock-1a2b3c.crt && sudo update-ca-certificates',
      ].join('\n'),
    );
    expect(ran).toHaveLength(1);
  });
});

describe('distrustIn', () => {
  it('removes each certificate of this program that is there', async () => {
    const output = ['1a2b3c', '4d5e6f'].map((mark) => `lp-auth-mock development CA ${mark}       C,,  `).join('\n');
    const { run } = programs({ [`certutil -d sql:${DATABASE} -L`]: { exitCode: 0, output } });
    const { calls } = await distrustIn(database(), run);
    expect(calls.map((call) => call.at(-1))).toEqual([
      'lp-auth-mock development CA 1a2b3c',
      'lp-auth-mock development CA 4d5e6f',
    ]);
  });

  it('runs nothing where there is no such place, and looks alone where nothing is found', async () => {
    const missing = programs();
    expect((await distrustIn(placeOf('chromium', 'linux'), missing.run)).calls).toEqual([]);
    expect(missing.ran).toEqual([]);
    const empty = programs({ security: { exitCode: 1, output: 'The specified item could not be found' } });
    expect((await distrustIn(placeOf('chromium', 'darwin'), empty.run)).calls).toEqual([]);
    expect(empty.ran).toHaveLength(1);
  });

  it('does not take a place that cannot be read for an empty one', async () => {
    const { run } = programs({ certutil: { exitCode: 1, output: 'certutil: SEC_ERROR_BAD_DATABASE' } });
    await expect(distrustIn(database(), run)).rejects.toThrow(
      `the NSS database in ${DATABASE} was not changed: certutil -d sql:${DATABASE} -L: certutil: SEC_ERROR_BAD_DATABASE`,
    );
  });
});

describe('programs of this machine', () => {
  it('are run without a shell, and their words are kept', async () => {
    expect(await runHere([process.execPath, '-p', 'process.argv.length', 'a b', '$HOME'])).toEqual({
      exitCode: 0,
      output: '3\n',
    });
    const failing = await runHere([process.execPath, '-e', 'console.error("no"); process.exit(3)']);
    expect(failing).toEqual({ exitCode: 1, output: 'no' });
    expect(await runHere(['lp-auth-mock-no-such-program'])).toBeUndefined();
  });

  it('are shown as a shell takes them', () => {
    expect(showCall(['certutil', '-n', 'a "b" $c', 'C:\\ca.pem', 'sql:/x,y'])).toBe(
      'certutil -n "a \\"b\\" \\$c" C:\\ca.pem sql:/x,y',
    );
  });

  it('lists folders alone, and none of a folder that is not there', () => {
    mkdirSync(join(home, 'one'));
    const { foldersIn } = trustSurroundings({}, home);
    expect([foldersIn(home), foldersIn(join(home, 'two'))]).toEqual([['one'], []]);
  });
});
