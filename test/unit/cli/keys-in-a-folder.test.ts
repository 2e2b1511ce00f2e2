import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { UsageError } from '../../../mock-server/cli/command.ts';
import { readKeys } from '../../../mock-server/cli/read-keys.ts';
import { writeKeys } from '../../../mock-server/cli/write-keys.ts';
import { KEY_NAMES } from '../../../mock-server/control/keys/development-keys.ts';
import type { OwnKeys } from '../../../mock-server/control/keys/own-keys.ts';
import { makeOwnKeys } from '../../../mock-server/control/keys/own-keys.ts';
import { createScratchFolder } from '../../cli/scratch-folder.ts';
import { FOREIGN_KEY } from '../../support/signed-by-hand.ts';

const scratch = createScratchFolder();
const FILES = KEY_NAMES.map((name) => `${name}.json`);
const SORTED = [...FILES].sort();
const NAMES = ['kid', 'kty', 'use', 'alg'];
const NUMBERS = Object.fromEntries(Object.entries(FOREIGN_KEY).filter(([name]) => !NAMES.includes(name)));
/** Five times the same key, which can be written, and is refused when it is read. */
const ALIKE = Object.fromEntries(
  KEY_NAMES.map((name) => [name, { kid: name, kty: 'RSA', ...NUMBERS }]),
) as unknown as OwnKeys;

let count = 0;
let folder: string;
beforeEach(() => {
  folder = join(scratch.path, String((count += 1)));
});
const write = (keys = ALIKE): Promise<void> => writeKeys(folder, () => Promise.resolve(keys));
const read = (name = folder): Promise<OwnKeys> => readKeys(name, '--keys', { cwd: scratch.path, env: {} });
const HINT = ': lp-auth-mock keys new <folder>';

it('keys that are written are read again, from a relative folder too', async () => {
  const keys = await makeOwnKeys({ now: () => 0 });
  await write(keys);
  const found = await read(String(count));
  expect(Object.keys(found)).toEqual(KEY_NAMES);
  expect(found).toEqual(
    Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, { ...key, use: 'sig', alg: 'RS256' }])),
  );
});

describe('keys that are written', () => {
  it('are files for their user alone, each with what it is for', async () => {
    await write();
    expect(readdirSync(folder).sort()).toEqual(SORTED);
    const text = readFileSync(join(folder, 'idp.json'), 'utf8');
    expect(text).toBe(
      `${JSON.stringify({ kid: 'idp', use: 'sig', alg: 'RS256', kty: 'RSA', ...NUMBERS }, undefined, 2)}\n`,
    );
    const modes = [folder, join(folder, 'idp.json')].map((path) => statSync(path).mode & 0o777);
    expect(process.platform === 'win32' ? [0o700, 0o600] : modes).toEqual([0o700, 0o600]);
  });

  it('go into an empty folder, and into no other', async () => {
    mkdirSync(folder);
    await write();
    await expect(write()).rejects.toEqual(
      new UsageError(`${folder} is not empty, and keys are never written over; name a folder that is not there yet`),
    );
    expect(readdirSync(folder).sort()).toEqual(SORTED);
  });

  it.each([
    ['is new', false],
    ['was there', true],
  ])('leave none where one of them cannot be written, in a folder that %s', async (_name, isThere) => {
    if (isThere) mkdirSync(folder);
    const thrown = new RangeError('no such number');
    const keys = {
      ...ALIKE,
      get customerLogin(): never {
        // Somebody else has taken one away, and that is no reason to complain.
        rmSync(join(folder, 'sentinelV1.json'));
        throw thrown;
      },
    };
    await expect(write(keys)).rejects.toBe(thrown);
    const left = readdirSync(scratch.path).includes(String(count)) ? readdirSync(folder) : undefined;
    expect(left).toEqual(isThere ? [] : undefined);
  });

  it('leave alone what was put there meanwhile', async () => {
    const make = (): Promise<OwnKeys> => {
      writeFileSync(join(folder, 'idp.json'), 'mine');
      return Promise.resolve(ALIKE);
    };
    await expect(writeKeys(folder, make)).rejects.toEqual(
      new UsageError(`${join(folder, 'idp.json')} is there already, and keys are never written over`),
    );
    expect([readdirSync(folder), readFileSync(join(folder, 'idp.json'), 'utf8')]).toEqual([['idp.json'], 'mine']);
  });

  it('cannot be in no folder, below a file, or in a folder that is gone', async () => {
    const file = join(scratch.path, scratch.write('file', ''));
    for (const [name, path, why] of [
      [join(folder, 'a'), join(folder, 'a'), 'no folder can be made there'],
      [join(file, 'a'), join(file, 'a'), 'a file stands where a folder is needed'],
      [file, file, 'a file stands where a folder is needed'],
    ] as const)
      await expect(writeKeys(name, () => Promise.resolve(ALIKE))).rejects.toEqual(
        new UsageError(`the keys cannot be written: ${path}: ${why}`),
      );
    const gone = (): Promise<OwnKeys> => {
      rmSync(folder, { recursive: true });
      return Promise.resolve(ALIKE);
    };
    await expect(writeKeys(folder, gone)).rejects.toEqual(
      new UsageError(`the keys cannot be written: ${join(folder, 'sentinelV1.json')}: no folder can be made there`),
    );
  });
});

describe('a folder of keys that cannot be read', () => {
  const refusal = (words: string): UsageError => new UsageError(`--keys: ${folder}${words}`);

  it('is not there, is a file, or has a name that is none', async () => {
    await expect(read()).rejects.toEqual(refusal(`: no such folder; make a folder of keys with${HINT}`));
    writeFileSync(folder, '');
    await expect(read()).rejects.toEqual(refusal(`: is no folder; make a folder of keys with${HINT}`));
    await expect(read('a\0')).rejects.toEqual(
      new UsageError(`--keys: a\0: cannot be read (ERR_INVALID_ARG_VALUE); make a folder of keys with${HINT}`),
    );
  });

  it('lacks keys, which are named', async () => {
    await write();
    for (const name of ['sentinelV2.json', 'idp.json']) rmSync(join(folder, name));
    await expect(read()).rejects.toEqual(
      refusal(` lacks sentinelV2.json, idp.json; make a folder with all 5 keys with${HINT}`),
    );
  });

  const key = { kid: 'idp', kty: 'RSA', ...NUMBERS };
  it.each<[string, string, string]>([
    ['is cut short', '{"kid":"sec', '/idp.json: is no JSON, or was cut short'],
    ['is too large', ' '.repeat(65_537), '/idp.json: has 65537 bytes, and at most 65536 are read'],
    [
      'is as large as it may be',
      JSON.stringify({ ...key, kty: 'EC' }).padEnd(65_536),
      ': idp.json: kty: Invalid type: expected "RSA"; got "EC"',
    ],
    ['is a text', '"secret"', ': idp.json: Invalid type: expected Object; got "secret"'],
    ['is a list', '[]', ': idp.json: kty: missing'],
    ['lacks a member', JSON.stringify({ ...key, d: undefined }), ': idp.json: d: missing'],
    ['is one of the others', JSON.stringify(key), ': sentinelV2 is the same key as sentinelV1; each needs its own'],
  ])('has a key that %s', async (_name, text, words) => {
    await write();
    writeFileSync(join(folder, 'idp.json'), text);
    const refused: unknown = await read().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as Error).message.startsWith(refusal(words.replace(/; got .*$/, '')).message)).toBe(true);
    expect((refused as Error).message).not.toMatch(/\n|: :/);
  });

  it('has a folder in the place of a key', async () => {
    await write();
    rmSync(join(folder, 'idp.json'));
    mkdirSync(join(folder, 'idp.json'));
    await expect(read()).rejects.toEqual(refusal('/idp.json: is a folder, not a file'));
  });
});
