import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../mock-server/ensure-deps.mjs', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lp-auth-mock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Packages = Readonly<Record<string, { version: string; integrity?: string; optional?: true }>>;

const ONE: Packages = { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-a' } };
const lockfile = (packages: Packages): string => JSON.stringify({ lockfileVersion: 3, packages });

/** A checkout whose lockfile asks for these packages. */
function checkOut(wanted: Packages): void {
  writeFileSync(join(folder, 'package-lock.json'), lockfile({ '': { version: '0.1.0' }, ...wanted }));
}

/** What npm has put into a folder. */
function fill(name: string, installed: Packages): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, '.package-lock.json'), lockfile(installed));
}

/** Runs the script with an npm that only notes that it was called; `npmExit` is what that npm ends with. */
function run({ npmExit = 0 } = {}): { readonly exit: number | null; readonly said: string; readonly npm: boolean } {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$@" > called\nexit ${String(npmExit)}\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const { status, stderr, stdout } = spawnSync(process.execPath, [SCRIPT], { cwd: folder, env, encoding: 'utf8' });
  return { exit: status, said: stdout + stderr, npm: existsSync(join(folder, 'called')) };
}

const QUIET = { exit: 0, said: '', npm: false };
const INSTALLS = { exit: 0, said: '', npm: true };
const CHANGED: Packages = { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-b' } };
const OPTIONAL: Packages = { 'node_modules/other-platform': { version: '1.0.0', optional: true } };

it('installs on a fresh clone', () => {
  checkOut(ONE);
  expect(run()).toEqual(INSTALLS);
});

it.each<[string, Packages, Packages, object]>([
  ['nothing when all is there', ONE, ONE, QUIET],
  ['nothing for an optional package of another platform', { ...ONE, ...OPTIONAL }, ONE, QUIET],
  ['nothing when more is there than asked for', ONE, { ...ONE, 'node_modules/two': { version: '2.0.0' } }, QUIET],
  ['nothing when a record has no checksum', ONE, { 'node_modules/one': { version: '1.0.0' } }, QUIET],
  ['all when a package is missing', { ...ONE, 'node_modules/two': { version: '2.0.0' } }, ONE, INSTALLS],
  ['all when a version is another', { 'node_modules/one': { version: '1.0.1' } }, ONE, INSTALLS],
  ['all when a checksum is another', CHANGED, ONE, INSTALLS],
])('installs %s', (_, wanted, installed, expected) => {
  fill('node_modules', installed);
  checkOut(wanted);
  expect(run()).toEqual(expected);
});

it('does not go by the times of the files', () => {
  fill('node_modules', ONE);
  checkOut(ONE);
  utimesSync(join(folder, 'node_modules', '.package-lock.json'), 0, 0);
  expect(run()).toEqual(QUIET);
});

it('installs when the record cannot be read', () => {
  fill('node_modules', ONE);
  checkOut(ONE);
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{"packages":');
  expect(run()).toEqual(INSTALLS);
});

it('leaves it to npm to say what is wrong with the lockfile', () => {
  fill('node_modules', ONE);
  writeFileSync(join(folder, 'package-lock.json'), '<<<<<<< HEAD');
  expect(run({ npmExit: 1 })).toEqual({ ...INSTALLS, exit: 1 });
});

it('ends as npm does', () => {
  checkOut(ONE);
  expect(run({ npmExit: 7 })).toEqual({ ...INSTALLS, exit: 7 });
});

it("says nothing of a link to another checkout's folder that has everything", () => {
  fill('elsewhere', ONE);
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'node_modules'), 'junction');
  checkOut(ONE);
  expect(run()).toEqual(QUIET);
});

it('never installs through a link: it names what is missing and goes on', () => {
  fill('elsewhere', ONE);
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'node_modules'), 'junction');
  checkOut({ 'node_modules/one': { version: '2.0.0' }, 'node_modules/@a/two': { version: '1.0.0' } });
  const { exit, said, npm } = run();
  expect([exit, npm]).toEqual([0, false]);
  expect(said).toMatch(/^node_modules is a link to .*elsewhere, which lacks .*: one, @a\/two\. /);
  expect(said).toMatch(/Nothing is installed through a link: .*\n$/);
});

it.each(['nowhere', 'empty'])('ends with a sentence when the link leads to a folder that is %s', (name) => {
  mkdirSync(join(folder, 'empty'));
  symlinkSync(join(folder, name), join(folder, 'node_modules'), 'junction');
  checkOut(ONE);
  const { exit, said, npm } = run();
  expect([exit, npm]).toEqual([1, false]);
  expect(said).toMatch(/^node_modules is a link to a folder that npm has not filled, which lacks .*: one\. .*\n$/);
});
