import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { trust, untrust } from '../../../mock-server/cli/ca-trust.ts';
import { UsageError } from '../../../mock-server/cli/command.ts';
import type { ProgramOutcome, RunProgram } from '../../../mock-server/tls/change-trust.ts';
import { createScratchFolder } from '../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const CERTIFICATE = { file: '/a/ca.pem', name: 'lp-auth-mock development CA 1a2b3c' };
/** Elsewhere the databases are in other places. */
const onLinux = process.platform === 'linux' ? it : it.skip;

let count = 0;
/** A home with so many profiles of Firefox, and what was printed there. */
function home(...profiles: readonly string[]): {
  readonly terminal: Parameters<typeof untrust>[1];
  readonly printed: string[];
  readonly folderOf: (profile: string) => string;
} {
  const path = join(scratch.path, String((count += 1)));
  const printed: string[] = [];
  const folderOf = (profile: string): string => join(path, '.mozilla', 'firefox', profile);
  mkdirSync(path);
  for (const profile of profiles) {
    mkdirSync(folderOf(profile), { recursive: true });
    writeFileSync(join(folderOf(profile), 'cert9.db'), '');
  }
  return { terminal: { env: { HOME: path }, print: (text) => printed.push(text) }, printed, folderOf };
}

const answering =
  (answer: (line: string) => ProgramOutcome | undefined): RunProgram =>
  (call) =>
    Promise.resolve(answer(call.join(' ')));
const DONE: ProgramOutcome = { exitCode: 0, output: '' };

onLinux('a CA is trusted in each profile, and what was run is told, and how to undo it', async () => {
  const { terminal, printed, folderOf } = home('one', 'other');
  const calls: string[] = [];
  const run = answering((line) => {
    calls.push(line);
    return DONE;
  });
  expect(await trust('firefox', CERTIFICATE, terminal, run)).toBe(0);
  const shown = (name: string): string =>
    `certutil -d sql:${folderOf(name)} -A -t C,, -n "${CERTIFICATE.name}" -i /a/ca.pem`;
  expect(calls).toEqual(['one', 'other'].map((name) => shown(name).replaceAll('"', '')));
  expect(printed).toEqual([
    ...['one', 'other'].map((name) => `trusted in the NSS database in ${folderOf(name)}:\n  ${shown(name)}`),
    `Firefox trust "${CERTIFICATE.name}" from their next start on. To undo it: lp-auth-mock ca --untrust firefox`,
  ]);
});

onLinux('a place is made where it is not there, and each call is a line', async () => {
  const { terminal, printed } = home();
  await trust(
    'chromium',
    CERTIFICATE,
    terminal,
    answering(() => DONE),
  );
  const [made = '', said] = printed;
  expect(made.split('\n').map((line) => line.replace(/sql:\S+|\/\S+/g, '*'))).toEqual([
    'trusted in the NSS database in *',
    '  mkdir -p -m 700 * *',
    '  certutil -d * -N --empty-password',
    `  certutil -d * -A -t C,, -n "${CERTIFICATE.name}" -i *`,
  ]);
  expect(said).toMatch(/^Chromium, Chrome and Edge trust .* ca --untrust chromium$/);
});

onLinux('programs that ask the system trust it too, where the system has a place', async () => {
  const { terminal, printed } = home();
  const run = answering(() => DONE);
  const said = await trust('system', CERTIFICATE, terminal, run).then(
    () => printed.at(-1),
    (error: unknown) => (error as UsageError).message,
  );
  expect(said).toMatch(/^(?:Programs that ask the system trust "|this system has none of )/);
});

onLinux('every CA of this program is removed, and nothing is said of places that had none', async () => {
  const { terminal, printed, folderOf } = home('one', 'other', 'third');
  const run = answering((line) => ({ exitCode: 0, output: /other -L$/.test(line) ? 'lp-auth-mock  C,,\n' : '' }));
  expect(await untrust('firefox', terminal, run)).toBe(0);
  expect(printed).toEqual([
    `removed from the NSS database in ${folderOf('other')}:\n  certutil -d sql:${folderOf('other')} -D -n lp-auth-mock`,
  ]);
});

onLinux('that there is none anywhere is told in one line', async () => {
  const { terminal, printed, folderOf } = home('one', 'other');
  expect(
    await untrust(
      'firefox',
      terminal,
      answering(() => DONE),
    ),
  ).toBe(0);
  expect(printed).toEqual([
    `the NSS database in ${folderOf('one')} and the NSS database in ${folderOf('other')}: no CA of lp-auth-mock is there`,
  ]);
});

onLinux('what cannot be changed is a mistake that the user can put right, after what was done', async () => {
  const { terminal, printed, folderOf } = home('one', 'other');
  const failing = answering((line) => (line.includes('other') ? { exitCode: 1, output: 'no' } : DONE));
  await expect(trust('firefox', CERTIFICATE, terminal, failing)).rejects.toEqual(
    new UsageError(
      `the NSS database in ${folderOf('other')} was not changed: certutil -d sql:${folderOf('other')} -A -t C,, -n "${CERTIFICATE.name}" -i /a/ca.pem: no`,
    ),
  );
  expect(printed.length).toBe(1);
  await expect(
    untrust(
      'firefox',
      terminal,
      answering(() => undefined),
    ),
  ).rejects.toThrow('certutil is not installed');
});

onLinux('what has no place is told as a whole', async () => {
  const { terminal, printed } = home();
  const refusal: unknown = await untrust('firefox', terminal).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UsageError);
  expect((refusal as Error).message).toMatch(/^Firefox has no profile in .*; start it once, then repeat this$/);
  expect(printed).toEqual([]);
});

onLinux('an error of another kind goes on as it is', async () => {
  const thrown = new RangeError('ours');
  await expect(untrust('firefox', home('one').terminal, () => Promise.reject(thrown))).rejects.toBe(thrown);
});
