import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { UsageError } from '../../../../mock-server/cli/command.ts';
import type { StateFile } from '../../../../mock-server/cli/state/state-file.ts';
import { openStateFile } from '../../../../mock-server/cli/state/state-file.ts';
import { LockLost } from '../../../../mock-server/cli/state/state-lock.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';
import { withoutRoot } from '../../../cli/without-root.ts';

const scratch = createScratchFolder();
let count = 0;
let folder: string;
let file: string;
beforeEach(() => {
  folder = join(scratch.path, String((count += 1)));
  file = join(folder, 'state.json');
  mkdirSync(folder);
});
afterEach(() => {
  jest.restoreAllMocks();
});
const openIt = (name = 'state.json', maxBytes = 10): Promise<StateFile> => openStateFile(name, folder, maxBytes);
const onUnix = process.platform === 'win32' ? it.skip : it;
const onLinux = process.platform === 'linux' ? it : it.skip;

/** Does something once the lock is about to be taken: what was looked at before may be otherwise now. */
function meanwhile(change: () => void): void {
  const draw = crypto.getRandomValues.bind(crypto);
  jest.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
    change();
    return draw(bytes);
  });
}

it('a file that is not there is made when it is written, for its user alone', async () => {
  const state = await openIt();
  expect([state.path, state.text, readdirSync(folder)]).toEqual([file, undefined, ['state.json.lock']]);
  await state.write('first');
  await state.write('second');
  expect(readFileSync(file, 'utf8')).toBe('second');
  expect(process.platform === 'win32' ? 0o600 : statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).sort()).toEqual(['state.json', 'state.json.lock']);
  await state.release();
  expect(readdirSync(folder)).toEqual(['state.json']);
});

it('a file may have as many bytes as are allowed, and not one more', async () => {
  writeFileSync(file, '1234567890');
  const state = await openIt();
  expect(state.text).toBe('1234567890');
  await state.write('äöüßé');
  await expect(state.write('äöüßéx')).rejects.toThrow(
    'it would have 11 bytes, and at most 10 are kept (limits.megabytes)',
  );
  expect(readFileSync(file, 'utf8')).toBe('äöüßé');
  await state.release();
  await expect(openIt('state.json', 9)).rejects.toEqual(
    new UsageError(`${file} has 10 bytes, and at most 9 are read (limits.megabytes)`),
  );
  expect(readdirSync(folder)).toEqual(['state.json']);
});

it('a file that another process has taken over is not written', async () => {
  const state = await openIt();
  writeFileSync(`${file}.lock`, '{');
  await expect(state.write('mine')).rejects.toEqual(new LockLost('another process'));
  expect(readdirSync(folder)).toEqual(['state.json.lock']);
});

it('a file that became a folder is told in words, with the cause, and no draft is left', async () => {
  const state = await openIt();
  mkdirSync(join(file, 'in'), { recursive: true });
  const failure: unknown = await state.write('mine').catch((error: unknown) => error);
  expect(failure).toMatchObject({
    message: 'a folder stands where a file is needed',
    cause: expect.objectContaining({ code: 'EISDIR' }),
  });
  expect(readdirSync(folder).sort()).toEqual(['state.json', 'state.json.lock']);
});

onLinux('a file is on the disk before it replaces the old one, and so is its name afterwards', async () => {
  const state = await openIt();
  const handle = await open(folder);
  const synced: string[] = [];
  const sync = jest.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync');
  sync.mockImplementation(function note(this: FileHandle) {
    const name = basename(readlinkSync(`/proc/self/fd/${String(this.fd)}`));
    synced.push(`${name}, beside ${readdirSync(folder).sort().join(' and ')}`);
    return Promise.resolve();
  });
  await handle.close();
  await state.write('mine');
  expect(synced).toEqual([
    'state.json.tmp, beside state.json.lock and state.json.tmp',
    `${basename(folder)}, beside state.json and state.json.lock`,
  ]);
});

it('a folder that cannot be synced is no reason to complain', async () => {
  const state = await openIt();
  const handle = await open(folder).catch(() => open(join(folder, 'state.json.lock')));
  const sync = jest.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync');
  await handle.close();
  sync.mockResolvedValueOnce(undefined).mockRejectedValueOnce(Object.assign(new Error('x'), { code: 'EINVAL' }));
  await state.write('mine');
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

onLinux('nothing that was opened stays open, whatever becomes of it', async () => {
  const opened = (): number =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
      } catch {
        return false;
      }
    }).length;
  const state = await openIt();
  await state.write('mine');
  expect(opened()).toBe(0);
  const handle = await open(folder);
  const sync = jest.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync');
  await handle.close();
  sync.mockRejectedValue(Object.assign(new Error('x'), { code: 'ENOSPC' }));
  await expect(state.write('yours')).rejects.toThrow('there is no room left');
  expect([opened(), readFileSync(file, 'utf8'), readdirSync(folder).length]).toEqual([0, 'mine', 2]);
});

it.each<[string, () => string, () => string]>([
  ['a folder', () => '.', () => `${folder} is a folder, not a file`],
  ['what is below a file', () => 'state.json/x', () => 'cannot be kept: a file stands where a folder is needed'],
  ['what is in no folder', () => 'no/where', () => `cannot be made: there is no folder ${join(folder, 'no')}`],
  ['no name', () => 'a\0b', () => 'cannot be kept: cannot be written (ERR_INVALID_ARG_VALUE)'],
])('%s is no file of a state', async (_, name, sentence) => {
  writeFileSync(file, '');
  const refusal: unknown = await openIt(name()).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UsageError);
  expect((refusal as Error).message.endsWith(sentence())).toBe(true);
  expect((refusal as Error).message.startsWith(folder)).toBe(true);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

onUnix('neither is a device, what is read-only, or what leads in a circle', async () => {
  await expect(openIt('/dev/null')).rejects.toEqual(new UsageError('/dev/null is no ordinary file'));
  symlinkSync('state.json', file);
  await expect(openIt()).rejects.toEqual(new UsageError(`${file} cannot be kept: its links lead in a circle`));
  rmSync(file);
  writeFileSync(file, '', { mode: 0o444 });
  await expect(openIt()).rejects.toEqual(new UsageError(`${file} is read-only`));
  chmodSync(file, 0o020);
  expect((await openIt()).text).toBe('');
});

onUnix('neither is one that may be written and not read', async () => {
  writeFileSync(file, '');
  chmodSync(file, 0o222);
  chmodSync(folder, 0o777);
  chmodSync(scratch.path, 0o755);
  await withoutRoot(async () => {
    await expect(openIt()).rejects.toEqual(new UsageError(`${file} may not be read`));
  });
  expect(readdirSync(folder)).toEqual(['state.json']);
});

it('what a file became while it was opened is told in words, and the lock is released', async () => {
  writeFileSync(file, '');
  meanwhile(() => {
    rmSync(file, { recursive: true, force: true });
    mkdirSync(file);
  });
  await expect(openIt()).rejects.toEqual(
    new UsageError(`${file} cannot be kept: a folder stands where a file is needed`),
  );
  expect(readdirSync(folder)).toEqual(['state.json']);
});

it('what is no failure of the file system goes on as it is', async () => {
  const thrown = new RangeError('ours');
  meanwhile(() => {
    throw thrown;
  });
  await expect(openIt()).rejects.toBe(thrown);
});
