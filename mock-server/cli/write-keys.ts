import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyName } from '../control/keys/development-keys.ts';
import { KEY_NAMES } from '../control/keys/development-keys.ts';
import type { OwnKeys } from '../control/keys/own-keys.ts';
import { UsageError } from './command.ts';
import { codeOf, whyUnwritten } from './file-failures.ts';
import { keyFileOf } from './read-keys.ts';

/**
 * Writes keys into a new or an empty folder, each readable by this user only: all of them or none.
 *
 * @param folder - absolute
 * @param make - makes the keys, once there is a place for them
 * @throws UsageError when there are files in the folder, or it cannot be written.
 */
export async function writeKeys(folder: string, make: () => Promise<OwnKeys>): Promise<void> {
  const written: string[] = [];
  let isNew = false;
  try {
    isNew = await makeFolder(folder);
    const keys = await make();
    for (const name of KEY_NAMES) {
      const file = join(folder, keyFileOf(name));
      await writeNew(file, textOf(keys, name));
      written.push(file);
    }
  } catch (error) {
    // A part of the keys would be worse than none.
    for (const file of written) await rm(file, { force: true });
    if (isNew) await rmdir(folder).catch(() => undefined);
    const code = codeOf(error);
    if (code === undefined) throw error;
    const { path = folder } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'EEXIST'
        ? `${path} is there already, and keys are never written over`
        : `the keys cannot be written: ${path}: ${whyUnwritten(code)}`,
    );
  }
}

/** Whether it was not there. @throws UsageError when something is in it. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const [first] = await readdir(folder);
    if (first === undefined) return false;
    throw new UsageError(
      `${folder} is not empty, and keys are never written over; name a folder that is not there yet`,
    );
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    // What was begun is ours; what was there before is not.
    if (codeOf(error) !== 'EEXIST') await rm(file, { force: true });
    throw error;
  }
}

/** In the order of `keys/`. */
function textOf(keys: OwnKeys, name: KeyName): string {
  const { kid, kty, ...numbers } = keys[name];
  return `${JSON.stringify({ kid, use: 'sig', alg: 'RS256', kty, ...numbers }, null, 2)}\n`;
}
