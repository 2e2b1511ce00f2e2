import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readKeys } from '../../mock-server/cli/read-keys.ts';
import { readSettings } from '../../mock-server/cli/mock-options.ts';
import { writeKeys } from '../../mock-server/cli/write-keys.ts';
import type { OwnKeys } from '../../mock-server/control/keys/own-keys.ts';
import { createMock } from '../../mock-server/index.ts';
import type { Outcome } from './captured-terminal.ts';
import { createCapturedTerminal, run } from './captured-terminal.ts';
import { runProgram } from '../../mock-server/cli/program.ts';
import { createScratchFolder } from './scratch-folder.ts';
import { withoutRoot } from './without-root.ts';

const scratch = createScratchFolder();
const FOLDER = join(scratch.path, 'own');
const FILES = ['customerLogin.json', 'idp.json', 'sentinelIdToken.json', 'sentinelV1.json', 'sentinelV2.json'];
let written: Outcome;
beforeAll(async () => {
  written = await run(['keys', 'new', 'own'], { cwd: scratch.path });
});

let count = 0;
/** A copy of the folder that a test may spoil. */
function copy(spoil: (folder: string) => void = () => undefined): string {
  const folder = join(scratch.path, `copy-${String((count += 1))}`);
  cpSync(FOLDER, folder, { recursive: true });
  spoil(folder);
  return folder;
}

describe('keys new', () => {
  it('writes five keys that only this user can read, and says what they are for and what to do next', () => {
    expect(written).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: [
        `wrote 5 keys of 2048 bits to ${FOLDER}, readable by you only:`,
        '  sentinelV1.json       AppJWTs of Sentinel V1, and ConsumerJWSs',
        '  sentinelV2.json       AppJWTs of Sentinel V2',
        "  sentinelIdToken.json  id tokens of Sentinel's code flow",
        '  idp.json              LP_EXT_JWTs and LP_JWTs of the IDP',
        "  customerLogin.json    id tokens of a customer's own login, which the default connectors believe",
        'Who has them can sign for your mock: keep them out of repositories and images. Start it with:',
        '  lp-auth-mock start --keys own',
        'or LP_AUTH_MOCK_KEYS=own; in tests, createMock takes them in its option keys.',
      ].join('\n'),
    });
    expect(readdirSync(FOLDER).sort()).toEqual(FILES);
    if (process.platform === 'win32') return;
    const modes = [FOLDER, ...FILES.map((file) => join(FOLDER, file))].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, ...FILES.map(() => 0o600)]);
  });

  it('writes them as those of keys/ are written, member for member', () => {
    const membersOf = (file: string): string[] => Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object);
    for (const file of FILES) expect(membersOf(join(FOLDER, file))).toEqual(membersOf('keys/00001.json'));
  });

  it('never writes over anything', async () => {
    const before = readFileSync(join(FOLDER, 'idp.json'), 'utf8');
    expect(await run(['keys', 'new', FOLDER])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: ${FOLDER} is not empty, and keys are never written over; name a folder that is not there yet`,
    });
    expect(readFileSync(join(FOLDER, 'idp.json'), 'utf8')).toBe(before);
  });

  it('that meets another of its kind in the same empty folder leaves the keys of that one alone', async () => {
    const keys = await readKeys(FOLDER, '--keys', createCapturedTerminal());
    const folder = join(scratch.path, 'contested');
    mkdirSync(folder);
    const overtaken = async (): Promise<OwnKeys> => {
      await writeKeys(folder, () => Promise.resolve(keys));
      return keys;
    };
    await expect(writeKeys(folder, overtaken)).rejects.toThrow(
      `${join(folder, 'sentinelV1.json')} is there already, and keys are never written over`,
    );
    expect(readdirSync(folder).sort()).toEqual(FILES);
  });

  it('leaves nothing behind when it cannot write them all', async () => {
    const keys = await readKeys(FOLDER, '--keys', createCapturedTerminal());
    const folder = join(scratch.path, 'stopped');
    const block = (): Promise<OwnKeys> => {
      mkdirSync(join(folder, 'idp.json'));
      return Promise.resolve(keys);
    };
    await expect(writeKeys(folder, block)).rejects.toThrow(`${join(folder, 'idp.json')} is there already`);
    expect(readdirSync(folder)).toEqual(['idp.json']);
    await expect(
      writeKeys(join(scratch.path, 'failed'), () => Promise.reject(new Error('no entropy'))),
    ).rejects.toThrow('no entropy');
    expect(readdirSync(scratch.path)).not.toContain('failed');
  });

  it.each([
    ['a folder below a file', () => join(FOLDER, 'idp.json', 'below'), /: a file stands where a folder is needed$/],
    ['a folder in none', () => join(scratch.path, 'a', 'b'), /: no folder can be made there$/],
    ['a file', () => join(FOLDER, 'idp.json'), /: a file stands where a folder is needed$/],
    ['nothing', () => '', /^lp-auth-mock: folder: expected the name of a folder$/],
  ])('refuses %s in a sentence', async (_, folder, sentence) => {
    const { exitCode, stdout, stderr } = await run(['keys', 'new', folder()]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(sentence);
  });

  it('quotes for the shell what needs it', async () => {
    const { stdout } = await run(['keys', 'new', "Ann's keys"], { cwd: scratch.path });
    expect(stdout).toContain("  lp-auth-mock start --keys 'Ann'\\''s keys'\n");
  });
});

describe('A folder of keys', () => {
  const kidOf = (name: string): string =>
    (JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as { kid: string }).kid;
  const config = scratch.write('options.json', '{"keys":"own"}');

  it.each<[string, Parameters<typeof readSettings>[0], Record<string, string>]>([
    ['--keys', { keys: 'own' }, {}],
    ['LP_AUTH_MOCK_KEYS', {}, { LP_AUTH_MOCK_KEYS: 'own' }],
    ['--set keys', { set: ['keys=own'] }, {}],
    ['a config file', { config }, {}],
    ['--keys, where the variable names another', { keys: 'own' }, { LP_AUTH_MOCK_KEYS: 'nowhere' }],
    ['--keys, where the file names another', { keys: 'own', config: scratch.write('b.json', '{"keys":"no"}') }, {}],
  ])('is named by %s', async (_, typed, env) => {
    const { keys } = await readSettings(typed, { cwd: scratch.path, env });
    expect(Object.entries(keys).map(([name, key]) => [name, key?.kid])).toEqual(
      ['sentinelV1', 'sentinelV2', 'sentinelIdToken', 'idp', 'customerLogin'].map((name) => [name, kidOf(name)]),
    );
  });

  it('whose name is a number is a folder all the same, and one key of it can be another', async () => {
    cpSync(FOLDER, join(scratch.path, '42'), { recursive: true });
    const another = readFileSync('keys/00001.json', 'utf8');
    const { keys } = await readSettings(
      { set: [`keys.idp=${another}`] },
      { cwd: scratch.path, env: { LP_AUTH_MOCK_KEYS: '42' } },
    );
    expect([keys.idp?.kid, keys.sentinelV1?.kid]).toEqual(['00001', kidOf('sentinelV1')]);
    expect(keys.idp?.n).toBe((JSON.parse(another) as { n: string }).n);
  });

  it('may be linked, as a container has its secrets', async () => {
    if (process.platform === 'win32') return;
    const folder = copy((made) => {
      rmSync(join(made, 'idp.json'));
      symlinkSync(join(FOLDER, 'idp.json'), join(made, 'idp.json'));
    });
    expect((await readKeys(folder, '--keys', createCapturedTerminal())).idp.kid).toBe(kidOf('idp'));
  });

  const spoil = (file: string, change: (text: string) => string) => (): string =>
    copy((folder) => {
      writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
    });
  const member = (name: string, value: unknown) => (text: string) =>
    JSON.stringify({ ...(JSON.parse(text) as object), [name]: value });

  it.each<[string, () => string, string]>([
    [
      'is not there',
      () => join(scratch.path, 'nowhere'),
      ': no such folder; make a folder of keys with: lp-auth-mock keys new <folder>',
    ],
    [
      'is a file',
      () => join(FOLDER, 'idp.json'),
      ': is no folder; make a folder of keys with: lp-auth-mock keys new <folder>',
    ],
    [
      'lacks two keys',
      () =>
        copy((folder) => {
          for (const file of ['sentinelV2.json', 'idp.json']) rmSync(join(folder, file));
        }),
      ' lacks sentinelV2.json, idp.json; make a folder with all 5 keys with: lp-auth-mock keys new <folder>',
    ],
    [
      'is that of the development keys',
      () => 'keys',
      ' lacks sentinelV1.json, sentinelV2.json, sentinelIdToken.json, idp.json, customerLogin.json; make a folder with all 5 keys with: lp-auth-mock keys new <folder>',
    ],
    [
      'has a development key',
      spoil('idp.json', () => readFileSync('keys/00001.json', 'utf8')),
      ': idp is a development key, which everybody has',
    ],
    [
      'has a key that was cut short',
      spoil('idp.json', (text) => text.slice(0, 900)),
      '/idp.json: is no JSON, or was cut short',
    ],
    ['has an empty file', spoil('idp.json', () => ''), '/idp.json: is no JSON, or was cut short'],
    ['has a list', spoil('idp.json', () => '[]'), ': idp.json: kty: missing'],
    ['has a text', spoil('idp.json', () => '"secret"'), ': idp.json: Invalid type: expected Object'],
    ['has a public key', spoil('idp.json', member('d', undefined)), ': idp.json: d: missing'],
    [
      'has a key of another type',
      spoil('idp.json', member('kty', 'EC')),
      ': idp.json: kty: Invalid type: expected "RSA"',
    ],
    [
      'has a weak key',
      spoil('idp.json', member('n', 'sOgx'.repeat(40))),
      ': idp.json: n: expected 2048 to 8192 bits: RS256 takes no fewer',
    ],
    [
      'has half of another key',
      spoil('idp.json', (text) => text.replace(/(?<="n": ".{300})..../, 'sOgx')),
      ': idp is no key: its members do not belong together',
    ],
    [
      'has a folder in the place of a key',
      () =>
        copy((folder) => {
          rmSync(join(folder, 'idp.json'));
          mkdirSync(join(folder, 'idp.json'));
        }),
      '/idp.json: is a folder, not a file',
    ],
    [
      'has a file that is larger than any key',
      spoil('idp.json', (text) => text.padEnd(70_000)),
      '/idp.json: has 70000 bytes, and at most 65536 are read',
    ],
  ])('that %s is refused in one sentence', async (_, make, sentence) => {
    const folder = make();
    expect(await run(['token', 'app', '--keys', folder])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: --keys: ${folder}${sentence}`,
    });
  });

  (process.platform === 'win32' ? it.skip : it)('that may not be read is refused in one sentence', async () => {
    const folder = copy((made) => {
      for (const name of readdirSync(made)) chmodSync(join(made, name), 0o644);
      chmodSync(made, 0o755);
      chmodSync(join(made, 'idp.json'), 0);
    });
    chmodSync(scratch.path, 0o755);
    await readKeys(copy(), '--keys', createCapturedTerminal());
    await withoutRoot(async () => {
      await expect(readKeys(folder, '--keys', createCapturedTerminal())).rejects.toThrow('/idp.json: may not be read');
    });
  });

  it('that a file names is refused with the file in front', async () => {
    const file = scratch.write('wrong.json', '{"keys":"nowhere"}');
    expect((await run(['token', 'app', '--config', file], { cwd: scratch.path })).stderr).toBe(
      'lp-auth-mock: wrong.json: keys: nowhere: no such folder; make a folder of keys with: lp-auth-mock keys new <folder>',
    );
  });

  it('signs what token prints: the mock that has it takes it, and one without does not', async () => {
    const { stdout } = await run(['token', 'app', '--keys', 'own', '--offline'], { cwd: scratch.path });
    expect((await createMock().inspect(stdout)).reason?.slug).toBe('app-jwt-unknown-key');
    const keys = await readKeys('own', '--keys', createCapturedTerminal({ cwd: scratch.path }));
    expect((await createMock({ keys }).inspect(stdout)).accepted).toBe(true);
  });

  it('is told by the commands that ask a mock of their own', async () => {
    const { stderr } = await run(['token', 'app'], { cwd: scratch.path, env: { LP_AUTH_MOCK_KEYS: 'own' } });
    expect(stderr).toMatch(
      /^lp-auth-mock: no mock runs at .*; asked one with your own keys, at the time of this machine$/,
    );
  });

  it('ends the warning that start prints', async () => {
    const startWith = async (...argv: string[]): Promise<string | undefined> => {
      const terminal = createCapturedTerminal({ command: 'start', cwd: scratch.path });
      const ended = runProgram(['start', '--port', '0', ...argv], terminal);
      const banner = await terminal.untilPrinted(1);
      terminal.stop('SIGTERM');
      await ended;
      return banner.split('\n').find((line) => line.startsWith('Its tokens'));
    };
    expect(await startWith('--keys', 'own')).toBe('Its tokens are signed with your own keys.');
    expect(await startWith()).toBe(
      'Its tokens are signed with development keys that are public: trust them nowhere else.',
    );
  });
});
