import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { UsageError } from '../../../../mock-server/cli/command.ts';
import { LockLost, takeLock } from '../../../../mock-server/cli/state/state-lock.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';
import { withoutRoot } from '../../../cli/without-root.ts';

const scratch = createScratchFolder();
const file = join(scratch.path, 'state.json.lock');
const held = (): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
/** The lock of somebody else, which a test lays down in the middle of what is done with it. */
const lieThere = (changes: object): void => {
  writeFileSync(file, JSON.stringify({ ...own, id: 'of another', ...changes }));
};

let own: Record<string, unknown>;
beforeEach(async () => {
  await takeLock(file);
  own = held();
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(file, { force: true });
});

const onLinux = process.platform === 'linux' ? it : it.skip;
const NO_PROCESS = 2 ** 22 + 1;

it('a lock says who holds it, to its user alone', () => {
  expect(own).toEqual({ pid: process.pid, host: hostname(), began: expect.any(String), id: expect.any(String) });
  expect(String(own['id'])).toMatch(/^[\da-f-]{36}$/);
  expect(readFileSync(file, 'utf8')).toMatch(/^\{.*\}\n$/);
  expect(process.platform === 'win32' ? 0o600 : statSync(file).mode & 0o777).toBe(0o600);
});

onLinux('a lock says when its process began, as the system tells', () => {
  const [, began] = /^\d+ \(.*\) (?:\S+ ){19}(\d+) /s.exec(readFileSync('/proc/self/stat', 'latin1')) ?? [];
  expect(own['began']).toBe(began);
  expect(Number(began)).toBeGreaterThan(0);
});

it('a lock of a process that lives is left to it, and named', async () => {
  await expect(takeLock(file)).rejects.toEqual(
    new UsageError(
      `is in use: process ${String(process.pid)} keeps its state there; name another file, or end that mock (if it is none, remove ${file})`,
    ),
  );
  expect(held()).toEqual(own);
});

onLinux('so is one of another user, whose process nobody else may signal', async () => {
  const [, began] = /^\d+ \(.*\) (?:\S+ ){19}(\d+) /s.exec(readFileSync('/proc/1/stat', 'latin1')) ?? [];
  jest.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
  });
  lieThere({ pid: 1, began });
  await expect(takeLock(file)).rejects.toThrow('is in use: process 1 keeps');
});

it('so is one of a process of which nobody tells when it began, as on macOS', async () => {
  jest.spyOn(process, 'kill').mockReturnValue(true);
  lieThere({ pid: NO_PROCESS, began: '' });
  await expect(takeLock(file)).rejects.toThrow(`is in use: process ${String(NO_PROCESS)} keeps`);
});

it.each<[string, object]>([
  ['is gone', { pid: NO_PROCESS, began: '' }],
  ['has no number', { pid: 0, began: '' }],
  ['has the number of a group', { pid: -1, began: '' }],
  ['has a number that is none', { pid: '1' }],
  ['has half a number', { pid: process.pid + 0.5 }],
  ['began at another time', { began: '1' }],
  ['is on another machine', { host: 'far-away' }],
  ['is on no machine', { host: undefined }],
  ['has no id', { id: undefined }],
  ['has an id that is none', { id: 7 }],
])('a lock whose process %s is taken over', async (_, changes) => {
  lieThere(changes);
  const lock = await takeLock(file);
  expect(held()).toMatchObject({ pid: process.pid, host: hostname(), began: own['began'] });
  await lock.requireHeld();
  await lock.release();
  expect(readdirSync(scratch.path)).toEqual([]);
});

it.each<[string, object | undefined, string]>([
  ['another process', undefined, 'another process'],
  ['another process of this machine', { pid: 7 }, `process 7 on ${hostname()}`],
  ['a process without a number', { pid: '7' }, 'another process'],
  ['a process without a machine', { host: undefined }, 'another process'],
  ['a process elsewhere', { pid: 8, host: 'far-away' }, 'process 8 on far-away'],
])('a lock that %s has taken over is lost, and is not removed', async (_, changes, whose) => {
  rmSync(file);
  const lock = await takeLock(file);
  if (changes === undefined) writeFileSync(file, '{');
  else lieThere(changes);
  const text = readFileSync(file, 'utf8');
  const lost: unknown = await lock.requireHeld().catch((error: unknown) => error);
  expect(lost).toEqual(new LockLost(whose));
  expect((lost as Error).name).toBe('LockLost');
  await lock.release();
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it('a lock that was removed is put back, unless another process is quicker', async () => {
  rmSync(file);
  const lock = await takeLock(file);
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  await lock.requireHeld();
  expect(readFileSync(file, 'utf8')).toBe(text);
  rmSync(file);
  const draw = crypto.getRandomValues.bind(crypto);
  jest.spyOn(crypto, 'getRandomValues').mockImplementationOnce((bytes) => {
    lieThere({ pid: 7, host: 'far-away' });
    return draw(bytes);
  });
  await expect(lock.requireHeld()).rejects.toEqual(new LockLost('process 7 on far-away'));
});

it('of two processes that start together one has the lock', async () => {
  rmSync(file);
  const draw = crypto.getRandomValues.bind(crypto);
  jest.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
    // For the name of the draft: it was looked whether there is a lock.
    if (bytes.byteLength === 4) lieThere({});
    return draw(bytes);
  });
  await expect(takeLock(file)).rejects.toThrow('is in use');
  expect(held()['id']).toBe('of another');
});

it('a lock that is there no more, or cannot be removed, is released all the same', async () => {
  rmSync(file);
  const lock = await takeLock(file);
  rmSync(file);
  await expect(lock.release()).resolves.toBeUndefined();
  if (process.platform === 'win32') return;
  const another = await takeLock(file);
  chmodSync(scratch.path, 0o555);
  chmodSync(file, 0o644);
  await withoutRoot(async () => {
    await expect(another.release()).resolves.toBeUndefined();
  });
  chmodSync(scratch.path, 0o700);
  expect(readdirSync(scratch.path).length).toBe(1);
});
